"""A large sheet being loaded: a page that grows with what is done, and ends with what came of it.

Whoever leaves is noticed when the next piece is sent, and the last ones go out together: by then all may be
loaded. The sheet's own page says which of both it is."""

import logging
import time
from collections.abc import Callable, Generator, Iterator
from typing import Any

from django.contrib import admin
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from portal.common.growing import Pieces, growing
from requests_desk.actions.sheets.kind import SheetKind
from requests_desk.actions.sheets.write import Progress, Stage
from requests_desk.models import SheetUpload

log = logging.getLogger("portal.request")

Steps = Generator[Progress, None, None]

HERE = "<!-- steps -->"  # where the page is cut in two
PAUSE = 1.0  # seconds between two pieces, at first
LONGER = 0.1  # seconds by which each pause is longer than the one before
TOLD = 4  # times a screen reader is told of one stage


class Busy(PortalError):
    """Somebody else is writing, or the database has more to do than it manages."""

    sentence = _("The database is busy at this moment. Nothing was loaded.")
    next_step = _("Wait a few seconds, look at the list again, and confirm once more.")


class Broken(PortalError):
    """A fault of ours."""

    sentence = _("Something broke on our side. Nothing was loaded.")
    next_step = _(
        "It has been written down for those who mend it. Look at the list again and confirm once more in a few minutes."
    )


def loading_page(
    request: HttpRequest, *, kind: SheetKind, upload: SheetUpload, steps: Steps
) -> StreamingHttpResponse:
    """The page that goes ``steps`` while it is sent."""
    context = {**admin.site.each_context(request), "title": kind.title, "kind": kind, "upload": upload}
    # Rendered before anything is sent: it takes the messages and sets the form's cookie.
    page = render_to_string("portal/sheets/loading.html", {**context, "here": HERE}, request)
    return growing(_pieces(page, kind, upload, steps, getattr(request, "id", "")))


def _pieces(page: str, kind: SheetKind, upload: SheetUpload, steps: Steps, request_id: str) -> Pieces:
    """The page's head, a piece now and then, what came of it, and the page's foot.

    While a sheet is written an SQLite database lets nobody else write, and a reader who takes nothing of what is sent
    could keep it so. So the head goes before the first lock is taken, and all pieces together, few of them and small,
    fit into what the machine keeps for a connection (tens of kilobytes): sending one never waits for the reader.
    """
    head, _mark, foot = page.partition(HERE)
    yield head
    problem: PortalError | None = None
    try:
        yield from (
            _piece("step", step=step, last=max(Stage), quiet=quiet) for step, quiet in worth_telling(steps)
        )
    except PortalError as refused:
        problem = refused
    except (OperationalError, InterfaceError) as error:
        log.warning(
            "database busy", extra={"portal": {"request_id": request_id, "error": type(error).__name__}}
        )
        problem = Busy()
    except Exception:
        log.exception("unexpected", extra={"portal": {"request_id": request_id}})
        problem = Broken()
    finally:
        steps.close()
    number = request_id if isinstance(problem, Broken) else ""
    yield _piece("refused" if problem else "result", kind=kind, upload=upload, problem=problem, number=number)
    yield foot


def _piece(name: str, **context: Any) -> str:
    return render_to_string(f"portal/sheets/{name}.html", context)


def worth_telling(
    steps: Iterator[Progress], clock: Callable[[], float] = time.monotonic
) -> Iterator[tuple[Progress, bool]]:
    """Of ``steps`` the end of each stage and, in growing pauses, where it is; each with whether it is only for the
    eye."""
    last, pause, part = float("-inf"), PAUSE, (0, 0)
    for step in steps:
        if not step.ends and clock() - last < pause:
            continue
        last, pause = clock(), pause + LONGER
        now = (int(step.stage), TOLD * step.done // step.total if step.total else 0)
        yield step, now == part
        part = now
