"""Open days: a session becomes a theme's, and its desk writes down who really came."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from requests_desk.actions.own_desk import must_be_own
from requests_desk.models import ActivitySession, OpenDayRecord, OpenDayTheme
from stations.models import Worker


class OtherDistrict(PortalError):
    """The session's station lies in another district than the series."""

    sentence = _("This station lies in another district than the series of open days.")
    next_step = _("Choose a session of one of the district's own stations.")


class ThemeTaken(PortalError):
    """The session is another theme's already, and what came of it is written down."""

    sentence = _("What came of this session is written down already.")
    next_step = _("Choose another session.")


class NotYet(PortalError):
    """The session has not begun, or was called off."""

    sentence = _("Nobody can have come yet: the session has not begun, or it was called off.")
    next_step = _("Write it down after the session.")


@transaction.atomic
def plan(*, theme: OpenDayTheme, session: ActivitySession) -> OpenDayRecord:
    """Make ``session`` one of ``theme``'s, and its topic too where the station gave it none of its own; another
    theme's as long as nothing is written about it. Twice is once. Raises OtherDistrict, ThemeTaken."""
    station = session.group.activity.station
    if not station.committee.code.startswith(theme.series.district.code):
        raise OtherDistrict
    record, _new = OpenDayRecord.objects.get_or_create(session=session, defaults={"theme": theme})
    if record.theme_id != theme.pk and record.written:
        raise ThemeTaken
    if session.topic in ("", record.theme.name):
        session.topic, session.topic_en = theme.name, theme.name_en
        session.save(update_fields=["topic", "topic_en"])
    if record.theme_id != theme.pk:
        record.theme = theme
        record.save(update_fields=["theme"])
    return record


@transaction.atomic
def write_record(
    *,
    record: OpenDayRecord,
    worker: Worker,
    at: datetime,
    department_came: bool,
    staff: int,
    party_members: int,
    residents: int,
) -> OpenDayRecord:
    """Write down, or put right, who came: people, 0 and more. Where the department did not come, none of its people
    did. Raises NotAllowed away from the session's own desk, NotYet."""
    rows = OpenDayRecord.objects.select_for_update(of=("self",)).select_related(
        "session__group__activity__station"
    )
    fresh = rows.get(pk=record.pk)
    must_be_own(fresh.session.group.activity.station, worker)
    if fresh.session.called_off or fresh.session.starts_at > at:
        raise NotYet
    fresh.department_came, fresh.residents = department_came, residents
    fresh.staff = staff if department_came else 0
    fresh.party_members = party_members
    fresh.save()
    return fresh
