"""The demo's open days: series of themes, their sessions at stations, and who really came."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from portal.demo import files
from portal.demo.files import Data
from portal.demo.rooms import clerk
from requests_desk.actions.activities import keep_start
from requests_desk.actions.open_days import plan, write_record
from requests_desk.actions.room_times import moment
from requests_desk.models import Activity, ActivityGroup, ActivitySession, OpenDaySeries, OpenDayTheme
from stations.models import Division, Station

MINUTES = 150
NAMES = ("name", "name_en", "department", "department_en")
ABOUT = "由一个部门带着一个主题来到这里，想来就来。"
ABOUT_EN = "A department comes here with a theme. Just come."
ASSUMED = "日期和时间为演示假定。"
ASSUMED_EN = " Days and hours are assumed for the demo."


def fill(*, at: datetime) -> None:
    """All series, with their sessions as of ``at``."""
    for fields in files.read("open_days")["series"]:
        district = Division.objects.get(code=fields["district"])
        about = {name: fields[name].strip() for name in ("name", "name_en", "about", "about_en")}
        series = OpenDaySeries.objects.create(district=district, **about)
        themes = [*fields["theme"], *unreported(fields.get("unreported"))]
        for position, line in enumerate(themes, start=1):
            named = {name: line[name] for name in NAMES if name in line}
            theme = OpenDayTheme.objects.create(series=series, position=position, **named)
            for told in line.get("sessions", ()):
                hold(theme, told, at, real=not district.code.startswith("9901"))


def unreported(shape: Data | None) -> list[Data]:
    """Themes of which only is known that there are so many."""
    if shape is None:
        return []
    numbers = range(shape["from"], shape["to"] + 1)
    return [{name: shape[name].format(number=number) for name in ("name", "name_en")} for number in numbers]


def hold(theme: OpenDayTheme, told: Data, at: datetime, *, real: bool) -> None:
    """A session of the theme, and, where it is over and its desk has written that down, who came."""
    station = Station.objects.select_related("committee").get(slug=told["station"])
    today = timezone.localtime(at).date()
    starts_at = moment(today + timedelta(days=told["day"]), time.fromisoformat(told["at"]))
    session = ActivitySession.objects.create(
        group=group_at(station, real=real), starts_at=starts_at, minutes=MINUTES, topic=theme.name,
        topic_en=theme.name_en,
    )  # fmt: skip
    keep_start(group_ids=[session.group_id])
    record = plan(theme=theme, session=session)
    came = told.get("came") or [0, *told.get("absent", ())]
    if len(came) == 3:
        staff, party_members, residents = came
        write_record(
            record=record, worker=clerk(station, today), at=at, department_came="came" in told, staff=staff,
            party_members=party_members, residents=residents,
        )  # fmt: skip


def group_at(station: Station, *, real: bool) -> ActivityGroup:
    """Whoever comes to that station's themed open days."""
    fields = {
        "name_en": "Themed open day", "theme": Activity.Theme.OPEN_DAY, "entry": Activity.Entry.JUST_COME,
        "about": ABOUT + (ASSUMED if real else ""), "about_en": ABOUT_EN + (ASSUMED_EN if real else ""),
    }  # fmt: skip
    activity, _new = Activity.objects.get_or_create(station=station, name="主题开放日", defaults=fields)
    group, _new = ActivityGroup.objects.select_related("activity__station__committee").get_or_create(
        activity=activity, defaults={"capacity": 100}
    )
    return group
