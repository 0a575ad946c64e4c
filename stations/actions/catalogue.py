"""The printer: takes a catalogue of services into the database, all of it or nothing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from stations.actions.services import reindex_services
from stations.models import Service
from stations.rules.service_entries import Entry, Fault, Reason, read_entries

# The common matters of a residents' committee; what they say is to be checked by the district.
STARTER = Path(__file__).resolve().parents[1] / "data" / "services" / "starter.toml"

SENTENCES: Mapping[Reason, str | Promise] = {
    Reason.TOML: _("this is no TOML"),
    Reason.ENCODING: _("this is not UTF-8 text"),
    Reason.EMPTY: _("there is no entry that begins with %(wanted)s"),
    Reason.UNKNOWN: _("nothing is called “%(found)s” here"),
    Reason.MISSING: _("“%(found)s” is missing"),
    Reason.TEXT: _("“%(found)s” must be a text in quotation marks"),
    Reason.LONG: _("“%(found)s” is longer than %(wanted)s characters"),
    Reason.SYMBOL: _("there is an invisible control character in “%(found)s”"),
    Reason.NUMBER: _("“%(found)s” must be a whole number from 0 to %(wanted)s"),
    Reason.TICK: _("“%(found)s” must be true or false"),
    Reason.SLUG: _("the slug “%(found)s” may hold small Latin letters, digits and hyphens only"),
    Reason.SITUATION: _("there is no situation “%(found)s”; there are %(wanted)s"),
    Reason.TWICE: _("the slug “%(found)s” stands further up already"),
    Reason.TAKEN: _("the slug “%(found)s” belongs to a service of one district or one station"),
}


class NoCatalogue(PortalError):
    """The file cannot be read."""

    sentence = _("There is no catalogue of services here.")
    next_step = _("Name a file like stations/data/services/starter.toml.")


class CatalogueRefused(PortalError):
    """Entries of the catalogue are bad, and nothing was loaded. ``faults`` are all of them, in order."""

    sentence = _("Nothing was loaded, because of bad entries.")
    next_step = _("Correct the entries and load the file again.")

    def __init__(self, file: Path, faults: Sequence[Fault]) -> None:
        self.file, self.faults = file, tuple(faults)
        super().__init__(_("Nothing was loaded. Bad entries: %(count)s.") % {"count": len(faults)})

    @property
    def lines(self) -> Iterator[str]:
        """A sentence for each fault."""
        return (sentence(self.file.name, fault) for fault in self.faults)


@dataclass
class Summary:
    """What a load did, by slugs. ``kept`` stand already and say something else than the file."""

    created: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def read_catalogue(file: Path = STARTER) -> list[Entry]:
    """The entries of ``file``. Raises NoCatalogue, or CatalogueRefused with every fault."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise NoCatalogue(_("This file cannot be read: %(file)s") % {"file": file}) from error
    entries, faults = read_entries(content, Service.Situation.values)
    if faults:
        raise CatalogueRefused(file, faults)
    return entries


@transaction.atomic
def load_services(*, file: Path = STARTER) -> Summary:
    """Take the services in ``file`` into everybody's catalogue, by their slugs.

    A service that stands is left as it is, whoever wrote it; a number at the desk that is taken becomes
    the next free one. Raises NoCatalogue or CatalogueRefused, and then nothing is changed.
    """
    entries = read_catalogue(file)
    slugs = [entry.fields["slug"] for entry in entries]
    standing = {row.slug: row for row in Service.objects.filter(slug__in=slugs)}
    others = {slug for slug, row in standing.items() if row.district_id or row.station_id}
    if taken := [Fault(e.number, e.line, Reason.TAKEN, slug) for e, slug in _by_slug(entries, others)]:
        raise CatalogueRefused(file, taken)
    summary = Summary()
    for entry, slug in _by_slug(entries, standing):
        (summary.unchanged if _is(standing[slug], entry) else summary.kept).append(slug)
    new = [entry for entry in entries if entry.fields["slug"] not in standing]
    rows = Service.objects.bulk_create([Service(**fields) for fields in _numbered(new)])
    reindex_services(services=rows)
    summary.created = [row.slug for row in rows]
    return summary


def _is(service: Service, entry: Entry) -> bool:
    """Whether ``service`` says what the entry says; its number at the desk aside."""
    return all(getattr(service, key) == value for key, value in entry.fields.items() if key != "number")


def _by_slug(entries: Sequence[Entry], slugs: Collection[str]) -> Iterator[tuple[Entry, str]]:
    """Those of ``entries`` whose slug is among ``slugs``, with it."""
    for entry in entries:
        slug = entry.fields["slug"]
        if slug in slugs:
            yield entry, slug


def _numbered(entries: Sequence[Entry]) -> Iterator[dict[str, object]]:
    """The fields of ``entries``, each with a number at the desk that is nobody's yet."""
    taken = set(Service.objects.values_list("number", flat=True))
    for entry in entries:
        number = entry.fields.get("number") or 1
        while number in taken:
            number += 1
        taken.add(number)
        yield {**entry.fields, "number": number}


def sentence(file: str, fault: Fault) -> str:
    """Where a fault is and what it is, in the reader's language."""
    what = SENTENCES[fault.reason] % {"found": _shown(fault.found), "wanted": fault.wanted}
    place = {"file": file, "entry": fault.entry, "line": fault.line, "what": what}
    if fault.entry and fault.line:
        return _("%(file)s, entry %(entry)s (line %(line)s): %(what)s.") % place
    if fault.entry:
        return _("%(file)s, entry %(entry)s: %(what)s.") % place
    if fault.line:
        return _("%(file)s, line %(line)s: %(what)s.") % place
    return _("%(file)s: %(what)s.") % place


def _shown(found: str) -> str:
    # It comes from a file that was found bad: short, and nothing that moves the terminal's cursor.
    safe = "".join(symbol if symbol.isprintable() else "\N{REPLACEMENT CHARACTER}" for symbol in found[:60])
    return f"{safe}…" if len(found) > 60 else safe
