"""Open days: a session becomes a theme's, and its desk writes down who came."""

import pytest

from portal.common.errors import NotAllowed
from requests_desk.actions import open_days
from requests_desk.models import ActivitySession, OpenDayRecord, OpenDaySeries, OpenDayTheme
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

CAME = {"department_came": True, "staff": 4, "party_members": 6, "residents": 55}


@staged
def theme(place: Place) -> OpenDayTheme:
    return make.open_day_theme(place.subdistrict)


def test_a_session_becomes_a_themes_once(place: Place, theme: OpenDayTheme) -> None:
    session = make.open_day_session(place.station)
    record = open_days.plan(theme=theme, session=session)
    assert open_days.plan(theme=theme, session=session) == record
    other = OpenDayTheme.objects.create(series=theme.series, name="法律服务面对面", position=2)
    assert open_days.plan(theme=other, session=session).theme == other
    assert OpenDayRecord.objects.count() == 1


def test_the_theme_is_the_sessions_topic_unless_it_has_its_own(place: Place, theme: OpenDayTheme) -> None:
    session = make.open_day_session(place.station)
    open_days.plan(theme=theme, session=session)
    assert ActivitySession.objects.get(pk=session.pk).topic == theme.name
    other = OpenDayTheme.objects.create(series=theme.series, name="法律服务面对面", name_en="Law", position=2)
    open_days.plan(theme=other, session=session)
    session.refresh_from_db()
    assert (session.topic, session.topic_en) == ("法律服务面对面", "Law")
    own = make.open_day_session(place.station, topic="包粽子")
    assert open_days.plan(theme=theme, session=own).session.topic == "包粽子"


def test_who_came_stays_with_its_theme(place: Place, desk: Worker, theme: OpenDayTheme) -> None:
    record = open_days.plan(theme=theme, session=make.open_day_session(place.station, make.at(-1)))
    open_days.write_record(record=record, worker=desk, at=make.NOW, **CAME)
    other = OpenDayTheme.objects.create(series=theme.series, name="法律服务面对面", position=2)
    with pytest.raises(open_days.ThemeTaken):
        open_days.plan(theme=other, session=record.session)


def test_another_districts_station_is_refused(place: Place) -> None:
    elsewhere = make.division("990102", "别区", make.division("9901", "示范市"))
    series = OpenDaySeries.objects.create(district=elsewhere, name="开放日")
    theme = OpenDayTheme.objects.create(series=series, name="主题")
    with pytest.raises(open_days.OtherDistrict):
        open_days.plan(theme=theme, session=make.open_day_session(place.station))


def test_the_desk_writes_down_and_puts_right(place: Place, desk: Worker, theme: OpenDayTheme) -> None:
    record = open_days.plan(theme=theme, session=make.open_day_session(place.station, make.at(-1)))
    assert not record.written
    written = open_days.write_record(record=record, worker=desk, at=make.NOW, **CAME)
    assert written.written
    assert (written.staff, written.party_members, written.residents) == (4, 6, 55)
    absent = open_days.write_record(
        record=record, worker=desk, at=make.NOW, **CAME | {"department_came": False}
    )
    assert (absent.department_came, absent.staff, absent.party_members) == (False, 0, 6)


def test_nobody_has_come_before_it_begins_or_when_it_was_called_off(
    place: Place, desk: Worker, theme: OpenDayTheme
) -> None:
    coming = open_days.plan(theme=theme, session=make.open_day_session(place.station, make.at(1)))
    off = open_days.plan(
        theme=theme, session=make.open_day_session(place.station, make.at(-1), called_off=True)
    )
    for record in (coming, off):
        with pytest.raises(open_days.NotYet):
            open_days.write_record(record=record, worker=desk, at=make.NOW, **CAME)


def test_only_the_sessions_own_desk_writes(
    place: Place, theme: OpenDayTheme, stranger: Worker, district: Worker
) -> None:
    record = open_days.plan(theme=theme, session=make.open_day_session(place.station, make.at(-1)))
    for worker in (stranger, district):
        with pytest.raises(NotAllowed):
            open_days.write_record(record=record, worker=worker, at=make.NOW, **CAME)
    record.refresh_from_db()
    assert not record.written
