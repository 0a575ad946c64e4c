"""The directory: every living room, by name, estate, address, nearness, service and open door."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast, StrIndex
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import public
from portal.common.geo import Point
from portal.common.paging import Page, page_of
from stations.forms.directory import WHICH_ESTATE, WHICH_SERVICE, DirectorySearch
from stations.models import Committee, Division, Estate, Service, ServiceArea, Station
from stations.models.station import StationQuerySet
from stations.rules.search import (
    alike,
    estate_needle,
    needle,
    normalise_query,
    on_street,
    only_the_place,
    plain_name,
    search_text,
)
from stations.rules.walking import estimated_minutes
from stations.views.cards import cards
from stations.views.nearby import metres_to_sites, nearest_anyway
from stations.views.otherwise import near_committee, without_ticks
from stations.views.services import likest, meant

REACH = 4000  # metres; nobody walks further to a living room
FEW = 10  # committees, estates and services named when no station is found
MOST_READ = 100  # of all three together
LAST = 2**31 - 1  # behind any place in a search text
MOST_NAMES = 20_000  # stations whose names are compared with a word that nothing is called


@dataclass
class Found:
    """One page of the directory: the stations, why each was found, and the estates the words name."""

    page: Page[Any]
    stations: list[Station]
    why: dict[int, str] = field(default_factory=dict)
    estates: list[Estate] = field(default_factory=list)


@public(cached=True)
def station_list(request: HttpRequest) -> HttpResponse:
    """Search, filter, page. What cannot be read is said in a sentence; an unknown estate is a 404."""
    now = timezone.now()
    form = DirectorySearch(request.GET)
    wanted = form.wanted
    known = labels(wanted)
    for name, sentence in (("estate", WHICH_ESTATE), ("service", WHICH_SERVICE)):
        if wanted[name] and name not in known:
            form.add_error(name, sentence)
    unknown = bool({"estate", "service"} & set(form.errors))
    rows = Station.objects.none() if unknown else filtered(wanted, known, now)
    found = search(request, rows, wanted)
    context = {
        "section": "stations",
        "form": form,
        "wanted": wanted,
        "known": known,
        "asked_nearness": "near" in request.GET and not wanted["near"],
        "page": found.page,
        "cards": cards(
            found.stations, now, from_somewhere=bool(wanted["near"] or wanted["estate"]), why=found.why
        ),
        "estates": found.estates,
        "narrowed": any(wanted.values()),
        "unreadable": bool(wanted["q"]) and not normalise_query(wanted["q"]),
    }
    if not found.stations and found.page.number == 1:
        context |= without_ticks(wanted, ranked(wanted["q"]), now)
        if not context.get("otherwise"):
            context |= instead(wanted)
        if wanted["near"]:
            context["beyond"] = nearest_anyway(wanted["near"])
    return TemplateResponse(request, "stations/directory/list.html", context, status=404 if unknown else 200)


def labels(wanted: dict[str, Any]) -> dict[str, Any]:
    """The estate and the service asked for, by "estate" and "service", as far as they exist. At most
    one statement: the names stand in one answer."""
    parts: list[QuerySet[Any, Any]] = []
    if wanted["estate"]:
        parts.append(Estate.objects.filter(pk=wanted["estate"]).annotate(what=Value("estate")))
    if wanted["service"]:
        parts.append(Service.objects.filter(slug=wanted["service"]).annotate(what=Value("service")))
    if not parts:
        return {}
    first, *more = [part.order_by().values_list("what", "pk", "name", "name_en") for part in parts]
    kinds: dict[str, Any] = {"estate": Estate, "service": Service}
    rows = first.union(*more) if more else first
    return {what: kinds[what](pk=pk, name=name, name_en=name_en) for what, pk, name, name_en in rows}


def filtered(wanted: dict[str, Any], known: dict[str, Any], now: datetime) -> StationQuerySet:
    """The stations that answer to the words and the filters, wherever they are."""
    rows = Station.objects.open_at(now) if wanted["open"] else Station.objects.published()
    if wanted["near"] or wanted["estate"]:
        rows = rows.operating()
    if wanted["q"] and not only_the_place(wanted["q"]):
        # Signs alone would match every text.
        rows = rows.matching(wanted["q"]) if normalise_query(wanted["q"]) else rows.none()
    if wanted["step_free"]:
        rows = rows.step_free()
    if "service" in known:
        rows = rows.offering(known["service"])
    return rows


def search(request: HttpRequest, rows: StationQuerySet, wanted: dict[str, Any]) -> Found:
    """One page of ``rows``: the nearest first where the reader's place or estate is known, else by name."""
    if wanted["near"]:
        return nearest(request, rows, wanted["near"])
    if wanted["estate"]:
        page = page_of(request, rows.for_cards().walked_from(wanted["estate"]))
        return Found(page, page.rows)
    page = page_of(request, rows.for_cards().order_by(*ranked(wanted["q"])))
    found = Found(page, page.rows)
    if wanted["q"] and not wanted["service"]:
        explain(found, wanted["q"])
    return found


def ranked(query: str) -> Sequence[Any]:
    """In the register's order; of words, what is called so before what only serves or neighbours it: a
    station's search text begins with its own names. What has each word, but not all in a row, comes last,
    and of that first what lies in the street that an English address names."""
    wanted = needle(query)
    order = ("committee__code", "kind", "pk")
    if not wanted:
        return order
    begins = StrIndex("search_text", Value(wanted))
    cases = [When(search_text__contains=wanted, then=begins)]
    if street := on_street(query):
        cases.append(When(search_text__contains=street, then=Value(LAST - 1)))
    return (Case(*cases, default=LAST), "status", *order)


def nearest(request: HttpRequest, rows: StationQuerySet, here: Point) -> Found:
    """The stations within 4 km of ``here``. Two statements."""
    metres = metres_to_sites(here, REACH, rows.for_cards())
    page = page_of(request, sorted(metres, key=lambda pk: (metres[pk], pk)))
    found = Station.objects.for_cards().in_bulk(page.rows)
    stations = [found[pk] for pk in page.rows if pk in found]
    for station in stations:
        station.minutes = estimated_minutes(metres[station.pk])  # type: ignore[attr-defined]
    return Found(page, stations)


def explain(found: Found, query: str) -> None:
    """Add which estates the words name, and on whose account a station was found. One statement."""
    named, wanted = named_estates(found.stations, query), needle(query)
    found.estates = list({estate.pk: estate for estates in named.values() for estate in estates}.values())
    for station in found.stations:
        own = search_text([station.name, station.own_name, station.name_en])
        if station.pk in named and wanted not in own:
            estates = _(", ").join(estate.label for estate in named[station.pk])
            found.why[station.pk] = _("Serves %(estates)s") % {"estates": estates}


def named_estates(stations: Sequence[Station], query: str) -> dict[int, list[Estate]]:
    """Of the estates that ``stations`` serve those that ``query`` names, by the station's key. One statement."""
    wanted, estate = needle(query), estate_needle(query)
    named: dict[int, list[Estate]] = {}
    for area in ServiceArea.objects.filter(station__in=stations).select_related("estate").order_by("pk"):
        text = search_text([area.estate.name, area.estate.name_en])
        if wanted and (wanted in text or (estate and estate in text)):
            named.setdefault(area.station_id, []).append(area.estate)
    return named


def instead(wanted: dict[str, Any]) -> dict[str, Any]:
    """What is known by these words where no station answers: committees, estates and services; and where
    no place is called so either, the stations whose names sound like it. At most two statements."""
    if not normalise_query(wanted["q"]):
        return {}
    if len(wanted["q"]) < 2:
        # A letter is like everything; a character (狗) may be a word.
        return {} if wanted["q"].isascii() else {"services": likest(wanted["q"], list(meant(wanted["q"])))}
    known = registered(wanted["q"])
    if wanted["near"] or wanted["estate"] or wanted["service"] or known["known_estates"]:
        return known
    if known["committees"]:
        return known | {"unhoused": near_committee(known["committees"][0])}
    if wanted["open"] or wanted["step_free"]:
        return known  # that nothing else is called so was a statement already
    return known | {"guesses": guesses(wanted["q"])}


def registered(query: str) -> dict[str, Any]:
    """The committees and estates with ``query`` in their name, and the services that are called so or share
    something with it; at most ten of each. One statement."""
    name = plain_name(query)
    estates = Estate.objects.filter(name__contains=name).order_by()
    bodies = Committee.objects.filter(name__contains=name).order_by()
    empty = Value("")
    rows = (
        estates.annotate(what=Value("estate"), key=Cast("pk", CharField()))
        .values_list("what", "key", "name", "name_en", "committee__name", "committee__name_en", empty, empty)
        .union(
            bodies.annotate(what=Value("committee"), key=Cast("code", CharField())).values_list(
                *("what", "key", "name", "name_en", "subdistrict__name", "subdistrict__name_en"),
                *("subdistrict__parent__name", "subdistrict__parent__name_en"),
            ),
            meant(query)
            .annotate(what=Value("service"), key=F("slug"))
            .values_list("what", "key", "name", "name_en", "also_called", empty, empty, empty),
            all=True,
        )
    )
    found: dict[str, list[Any]] = {"estate": [], "committee": [], "service": []}
    for what, key, name, name_en, *rest in rows.order_by("what", "key")[:MOST_READ]:
        found[what].append(_entry(what, key, name, name_en, rest))
    return {
        "known_estates": found["estate"][:FEW],
        "committees": found["committee"][:FEW],
        "services": likest(query, found["service"]),
    }


def _entry(
    what: str, key: str, name: str, name_en: str, above: Sequence[str]
) -> Committee | Estate | Service:
    # As the register would give it, as far as a line of the page shows it.
    if what == "service":
        return Service(slug=key, name=name, name_en=name_en, also_called=above[0])
    first, first_en, second, second_en = above
    if what == "estate":
        return Estate(
            pk=int(key), name=name, name_en=name_en, committee=Committee(name=first, name_en=first_en)
        )
    street = Division(name=first, name_en=first_en, parent=Division(name=second, name_en=second_en))
    return Committee(code=key, name=name, name_en=name_en, subdistrict=street)


def guesses(query: str) -> list[tuple[Station, str]]:
    """The few operating stations with a name like ``query``, each with that name where it is not its own.
    One statement."""
    rows = Station.objects.operating().order_by("pk").values_list("pk", "sounds", "slug", "name", "name_en")
    every = {pk: (heard, slug, name, name_en) for pk, heard, slug, name, name_en in rows[:MOST_NAMES]}
    found = []
    for pk, like in alike(query, ((pk, row[0]) for pk, row in every.items())):
        _heard, slug, name, name_en = every[pk]
        found.append((Station(pk=pk, slug=slug, name=name, name_en=name_en), "" if like in name else like))
    return found
