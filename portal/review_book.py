"""The review's workbook: the page's figures, and beside them the facts they were counted from, so that anybody can
count again. No names, phones or words of residents, and no names of workers."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.sheets import Row, Sheet
from requests_desk.actions.review_counts import count
from requests_desk.actions.review_sets import Area, Look
from stations.models import Site, Station

MOST = 100_000  # rows of one sheet; a larger area is taken in parts


def facts(codes: tuple[str, ...] | None, *, at: datetime) -> list[Sheet]:
    """The sheets of what was counted, of the areas ``codes`` (None: all) as things stand at ``at``."""
    look = Look(Area(codes), at)
    counted = [one for one in count(look.area, at=at) if one.under_review]
    return [
        Sheet(_("Committees"), _committee_head(), [_committee(one) for one in counted]),
        Sheet(
            _("Estates"),
            [
                _("Register code"),
                _("Estate"),
                _("Households"),
                _("People over 60"),
                _("Minutes now"),
                _("Minutes now at an old person's pace"),
                _("Minutes before"),
                _("Minutes before at an old person's pace"),
            ],
            [[one.committee.code, estate.label, *estate.walk] for one in counted for estate in one.estates],
        ),
        Sheet(_("Sites of main stations"), _site_head(), _capped(_sites(look))),
        Sheet(
            _("Stations that operate"),
            [_("Register code"), _("Station"), _("Step-free")],
            _capped(_stations(look)),
        ),
        Sheet(
            _("Opening hours of the week"),
            [_("Register code"), _("Station"), _("Weekday"), _("Opens"), _("Closes")],
            _capped(
                _table(look.week(), "station__committee__code", "station__slug", "weekday", "opens", "closes")
            ),
        ),
        Sheet(
            _("Lines of checklists"),
            [
                _("Register code"),
                _("Station"),
                _("Service"),
                _("Last checked on"),
                _("To be checked every … days"),
            ],
            _capped(
                _table(
                    look.items(),
                    "station__committee__code",
                    "station__slug",
                    "service__name",
                    "verified_on",
                    "verify_days",
                )
            ),
        ),
        Sheet(
            _("Standard items offered"),
            [_("Register code"), _("Item")],
            _capped(
                _table(
                    look.items().filter(satisfies__isnull=False),
                    "station__committee__code",
                    "satisfies__name",
                )
            ),
        ),
        Sheet(
            _("Standard items"),
            [_("Register code of the district"), _("Item")],
            _capped(_table(look.required(), "standard__district__code", "name")),
        ),
        Sheet(_("Tickets of 90 days"), _ticket_head(), _capped(_tickets(look))),
        Sheet(
            _("Overdue tickets"),
            [_("Register code"), _("Reference"), _("Due")],
            _capped(_table(look.overdue(), "committee__code", "reference", "due_at")),
        ),
    ]


def _capped(rows: Iterator[Row]) -> Iterator[Row]:
    return islice(rows, MOST)


def _table(rows: QuerySet[Any], *columns: str) -> Iterator[Row]:
    for row in rows.order_by(columns[0], "pk").values_list(*columns).iterator():
        yield [_local(cell) for cell in row]


def _local(cell: Any) -> Any:
    return timezone.localtime(cell) if isinstance(cell, datetime) else cell


def _committee_head() -> list[str]:
    return [
        _("Register code"), _("Committee"), _("Programme began on"), _("Due on"), _("Work began on"),
    ]  # fmt: skip


def _committee(one: Any) -> list[str | date | None]:
    plan = one.plan
    return [
        one.committee.code, one.committee.label, plan.programme.began_on if plan else None,
        plan.promised_on if plan else None, plan.work_began_on if plan else None,
    ]  # fmt: skip


def _site_head() -> list[str]:
    return [
        _("Register code"), _("In use from"), _("In use until"), _("Office floor space, m²"),
        _("Service floor space, m²"),
    ]  # fmt: skip


def _sites(look: Look) -> Iterator[Row]:
    rows = Site.objects.filter(
        look.area.within("station__committee"), station__kind=Station.Kind.MAIN,
        station__status=Station.Status.OPERATING,
    )  # fmt: skip
    return _table(rows, "station__committee__code", "used_from", "used_until", "office_m2", "service_m2")


def _stations(look: Look) -> Iterator[Row]:
    step_free = set(look.step_free().values_list("pk", flat=True))
    rows = look.stations().order_by("committee__code", "pk")
    for key, code, slug in rows.values_list("pk", "committee__code", "slug").iterator():
        yield [code, slug, key in step_free]


def _ticket_head() -> list[str]:
    return [
        _("Register code"), _("Reference"), _("Day"), _("Came"), _("Answered on the spot"), _("Answered"), _("Due"),
        _("Responsible is who received first"), _("Times reopened"), _("Satisfaction"),
    ]  # fmt: skip


def _tickets(look: Look) -> Iterator[Row]:
    rows = look.tickets().annotate(score=F("opinion__score")).order_by("committee__code", "pk")
    for one in rows.select_related("committee").iterator():
        yield [
            one.committee.code, one.reference, one.day, one.get_channel_display(), one.on_the_spot,
            _local(one.answered_at), _local(one.due_at), one.responsible_id == one.first_receiver_id, one.reopened,
            one.score,
        ]  # fmt: skip
