"""The words' workshop: collects the strings to translate, compares them with the catalogues, compiles these.

Babel reads and writes the files, so no machine needs gettext.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

DOMAIN = "django"
CODE_FOLDERS = ("portal", "requests_desk", "stations")
TEMPLATE_FOLDER = "templates"

PLACEHOLDER = re.compile(r"(?<!%)%\((\w+)\)[sd]|\{(\w+)\}|(?<!%)%([sd])")

# Django's names beside gettext's own; (1, "c") marks a context.
KEYWORDS: dict[str, tuple | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def catalogues(base: Path) -> list[Path]:
    """The .po files of the portal under ``base``, the clone's top folder."""
    return sorted((base / "portal" / "locale").glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def compile_catalogues(base: Path) -> list[Path]:
    """Write the .mo beside every .po that is newer than it; return those written."""
    written = []
    for po in catalogues(base):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        # Put in place whole: another process may be reading the old one.
        fresh = mo.with_suffix(".mo.new")
        with fresh.open("wb") as out:
            write_mo(out, load(po))
        fresh.replace(mo)
        written.append(mo)
    return written


def load(po: Path) -> Catalog:
    """The catalogue in ``po``; raises PoFileError where the file is broken."""
    with po.open("rb") as file:
        return read_po(file, locale=po.parents[1].name, domain=DOMAIN, abort_invalid=True)


def collect(base: Path) -> Catalog:
    """Every string marked for translation in the code and the templates under ``base``."""
    found = Catalog(domain=DOMAIN, charset="utf-8")
    for file, source in sources(base):
        place = file.relative_to(base).as_posix()
        for line, words, comments, context in extract(
            "python", BytesIO(source.encode()), KEYWORDS, ["Translators:"], {"encoding": "utf-8"}
        ):
            found.add(words, locations=[(place, line)], auto_comments=comments, context=context)
    return found


def sources(base: Path) -> Iterator[tuple[Path, str]]:
    """Each file that may hold strings, with its text as Python: (path, source)."""
    for folder in CODE_FOLDERS:
        for file in sorted((base / folder).rglob("*.py")):
            yield file, file.read_text()
    for file in sorted((base / TEMPLATE_FOLDER).rglob("*")):
        if file.suffix in {".html", ".txt", ".xml", ".svg"}:
            yield file, template_as_code(file.read_text(), str(file))


def template_as_code(text: str, origin: str) -> str:
    """Django's own rewriting of a template into gettext calls, without the indentation
    that Python's tokenizer would stumble over. Line numbers stay."""
    return "\n".join(line.lstrip() for line in templatize(text, origin=origin).splitlines())


def update(base: Path) -> dict[Path, int]:
    """Bring every catalogue up to date with the sources; return how many strings each still lacks."""
    template = collect(base)
    lacking = {}
    for po in catalogues(base):
        catalogue = load(po)
        # Guessing a translation from a similar string hides that it is missing.
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        write(po, catalogue)
        lacking[po] = sum(1 for message in catalogue if message.id and not is_translated(message))
    return lacking


def write(po: Path, catalogue: Catalog) -> None:
    """Write ``catalogue`` so that a change in the code changes few lines: sorted, no line numbers."""
    with po.open("wb") as out:
        write_po(out, catalogue, width=100, sort_output=True, include_lineno=False, ignore_obsolete=True)


def begin(base: Path, locale: str) -> Path:
    """Make the empty catalogue of ``locale`` (as in zh_Hans) where there is none; return its path."""
    po = base / "portal" / "locale" / locale / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not po.exists():
        po.parent.mkdir(parents=True, exist_ok=True)
        write(po, Catalog(locale, DOMAIN, "# Doorstep: the words in LANGUAGE.", "Doorstep", "1", fuzzy=False))
    return po


def problems(base: Path) -> list[str]:
    """One line for every string that a catalogue lacks, leaves empty, guesses or gets wrong."""
    template = collect(base)
    return [
        line
        for po in catalogues(base)
        for line in compare(template, load(po), po.relative_to(base).as_posix())
    ]


def compare(template: Catalog, catalogue: Catalog, name: str) -> Iterator[str]:
    """What is wrong with ``catalogue`` for the strings of ``template``, one line each."""
    for wanted in template:
        if not wanted.id:
            continue
        place = ":".join(str(part) for part in wanted.locations[0])
        have = catalogue.get(wanted.id, wanted.context)
        if have is None:
            yield f"{place}: {singular(wanted)!r} is not in {name}"
        elif not is_translated(have):
            yield f"{place}: {singular(wanted)!r} has no translation in {name}"
        elif have.fuzzy:
            yield f"{place}: the translation of {singular(wanted)!r} in {name} is marked fuzzy"
        elif lost := placeholders(wanted.id) ^ placeholders(have.string):
            yield f"{place}: the translation of {singular(wanted)!r} in {name} differs in {sorted(lost)}"


def placeholders(words: str | tuple[str, ...] | list[str] | None) -> set[str]:
    """The names filled in at run time; of a plural's forms the last, which must hold them all."""
    last = words if isinstance(words, str) else (words or ("",))[-1]
    return {"".join(names) for names in PLACEHOLDER.findall(last)}


def is_translated(message: Message) -> bool:
    """Whether each form of ``message`` has words."""
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(forms) and all(forms)


def singular(message: Message) -> str:
    """The English words of ``message``, the singular where there is a plural."""
    return message.id if isinstance(message.id, str) else message.id[0]
