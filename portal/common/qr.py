"""The stamp with the squares: QR codes as drawings that a strict policy lets pass."""

import io

import segno
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Four modules of white around it are part of the code: phones find it by them.
BORDER = 4


def qr_svg(text: str, *, title: str) -> SafeString:
    """Draw ``text`` as an <svg> that scales with its box, black on white, named ``title`` for screen
    readers. No inline style, no size of its own. Raises ValueError if ``text`` is too long for a code.
    """
    drawing = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(
        drawing, kind="svg", xmldecl=False, svgns=True, omitsize=True, svgclass=None, lineclass=None,
        border=BORDER, light="#fff",
    )  # fmt: skip
    named = f'<svg role="img" focusable="false" aria-label="{escape(title)}" '
    # Drawn by segno from our own text; the title is escaped above.
    return mark_safe(drawing.getvalue().decode().strip().replace("<svg ", named, 1))  # noqa: S308
