"""What's on: the week's activities, and one activity with its groups and sessions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import public
from portal.common.links import absolute
from portal.common.paging import page_of
from portal.common.qr import qr_svg
from requests_desk.forms.sign_ups import NO_PLACE, NO_WEEK, ActivityFilter
from requests_desk.models import Activity, ActivityGroup, ActivitySession, OpenDaySeries, day_bounds
from requests_desk.views.activity_words import Room, days_of, listed, room_in
from stations.models import Site, Station

ON_A_PAGE = 60
FURTHEST = timedelta(days=370)  # weeks that anybody plans
WEEK = timedelta(days=7)
OTHERS = "others"  # in the address of an activity: the group asked for takes nobody, choose another
LONGEST = timedelta(hours=14)  # of any session


@dataclass(frozen=True)
class Week:
    """A week as it is listed: from its Monday, the present one from today."""

    monday: date
    first: date
    today: date

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def before(self) -> date | None:
        """The week before; None where that is over."""
        return self.monday - WEEK if self.monday > self.today else None

    @property
    def after(self) -> date:
        return self.monday + WEEK

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        return day_bounds(self.first)[0], day_bounds(self.sunday)[1]


def week_of(wanted: date | None, today: date) -> Week:
    """The week that holds ``wanted``, if that is one somebody plans; else the present one."""
    day = wanted if wanted and today <= wanted <= today + FURTHEST else today
    monday = day - timedelta(days=day.weekday())
    return Week(monday, max(monday, today), today)


@public(cached=True)
def activity_list(request: HttpRequest) -> HttpResponse:
    """The week's sessions by day, today first; narrowed by place, theme, audience."""
    at = timezone.now()
    form = ActivityFilter(request.GET)
    wanted = form.wanted
    day = wanted.pop("week")
    week = week_of(day, timezone.localtime(at).date())
    rows = ActivitySession.objects.none() if no_place(form) else narrowed(wanted)
    page = page_of(request, listed(rows.between(*week.bounds)), ON_A_PAGE)
    kept = request.GET.copy()
    for name in ("week", "page"):
        kept.pop(name, None)
    narrow = any(wanted.values())
    context: dict[str, Any] = {
        "section": "activities", "form": form, "wanted": wanted, "week": week, "page": page,
        "days": days_of(page.rows, at), "kept": kept.urlencode(), "narrow": narrow,
        "narrowed": bool(request.GET), "misread": misread(form, day, week),
    }  # fmt: skip
    if not page.rows:
        context["next"] = listed(rows.filter(starts_at__gte=week.bounds[1])).first()
        context["unknown"] = NO_PLACE if no_place(form) or not (context["next"] or known(wanted)) else None
    return TemplateResponse(request, "requests_desk/activities/list.html", context)


def misread(form: ActivityFilter, day: date | None, week: Week) -> list[Any]:
    """The sentences about what was asked for and is not known, the place left out."""
    wrong = [form.errors[name][0] for name in ("theme", "audience", "week") if name in form.errors]
    there = day is None or week.monday <= day <= week.sunday
    return wrong if there else [*wrong, NO_WEEK]


def no_place(form: ActivityFilter) -> bool:
    """Whether a place was asked for that can be none."""
    return bool({"place", "station"} & set(form.errors))


def known(wanted: dict[str, Any]) -> bool:
    """Whether there is such a place at all, or an activity of that name. One statement, where one was asked for."""
    rows = Station.objects.published()
    if wanted["station"] and not rows.filter(slug=wanted["station"]).exists():
        return False
    if not wanted["place"]:
        return True
    named = Activity.objects.published().filter(name__icontains=wanted["place"])
    return rows.matching(wanted["place"]).exists() or named.exists()


def narrowed(wanted: dict[str, Any]) -> Any:
    """The public sessions that stand, of the place, theme and audience asked for."""
    rows = ActivitySession.objects.published().standing()
    for name in ("theme", "audience"):
        if wanted[name]:
            rows = rows.filter(**{f"group__activity__{name}": wanted[name]})
    if wanted["station"]:
        rows = rows.filter(group__activity__station__slug=wanted["station"])
    if wanted["place"]:
        here = Station.objects.matching(wanted["place"])
        rows = rows.filter(
            Q(group__activity__station__in=here) | Q(group__activity__name__icontains=wanted["place"])
        )
    return rows


@dataclass(frozen=True)
class Group:
    """A group on the activity's page: its room in words, its sessions to come, those called off among them."""

    row: ActivityGroup
    room: Room
    coming: list[ActivitySession]

    @property
    def standing(self) -> list[ActivitySession]:
        return [one for one in self.coming if not one.called_off]

    @property
    def can_sign_up(self) -> bool:
        """Whether one more can be signed up, be it to the waiting list."""
        return self.room.kind not in ("come", "closed") and any(not one.called_off for one in self.coming)


def load(pk: int) -> Activity:
    """The public activity with its station and committee; 404 for any other."""
    return get_object_or_404(Activity.objects.published().select_related("station__committee"), pk=pk)


def groups_of(activity: Activity, at: datetime) -> list[Group]:
    """The activity's groups with what is still to come of each. Two statements."""
    groups: Any = activity.groups
    rows = groups.prefetch_related(_to_come(at)).order_by("pk")
    found = []
    for row in rows:
        row.activity = activity
        left = [one for one in row.to_come if one.ends_at > at]
        future = [one for one in left if one.starts_at > at and not one.called_off]
        room = room_in(row, activity, at)
        if not future and room.kind != "come":
            room = Room("closed", _("over"))
        found.append(Group(row, room, left))
    return found


@public(cached=True)
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """What it is, who gives it, what to bring, its groups with their times and room."""
    at, row = timezone.now(), load(pk)
    groups = groups_of(row, at)
    context = {
        "section": "activities", "activity": row, "station": row.station, "groups": groups,
        "site": site_of(row.station), "over": not any(one.standing for one in groups),
        "series": OpenDaySeries.objects.of_activity(row), "others": OTHERS in request.GET,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/activities/activity.html", context)


def _to_come(at: datetime) -> Prefetch:
    """The sessions that are not over, as far as the database can tell, as ``to_come``."""
    rows = ActivitySession.objects.filter(starts_at__gt=at - LONGEST).select_related("room")
    return Prefetch("sessions", rows.order_by("starts_at", "pk"), to_attr="to_come")


def site_of(station: Station) -> Site | None:
    return Site.objects.current().filter(station=station).first()


@public(cached=True)
def activity_poster(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet of A4 for notice boards: what, when, where, and a square that leads to the sign-up."""
    at, row = timezone.now(), load(pk)
    context = {
        "section": "activities", "activity": row, "station": row.station, "site": site_of(row.station),
        "groups": [one for one in groups_of(row, at) if one.standing],
        "phone": row.station.phone or row.station.committee.phone,
        "qr": qr_svg(absolute(row.get_absolute_url()), title=_("QR code of this activity's page")),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/activities/poster.html", context)
