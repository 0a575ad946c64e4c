"""Open days at the desk: what is to be written down, and writing it."""

from collections.abc import Callable

import pytest
from django.test import Client

from requests_desk.models import OpenDayRecord
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries, words_of
from tests.stage import staged

pytestmark = pytest.mark.django_db

As = Callable[[Worker | None], Client]
CAME = {"department_came": "yes", "staff": "4", "party_members": "6", "residents": "55"}


@staged
def record(place: Place) -> OpenDayRecord:
    theme = make.open_day_theme(place.subdistrict)
    return make.open_day_record(place.subdistrict, place.station, make.at(-1), theme=theme)


def test_written_down_after_the_session(record: OpenDayRecord, desk: Worker, as_: As) -> None:
    client = as_(desk)
    assert "To write down 1 Tuesday 17 November 10:00–11:00 · 美好教育心连心 · 区教育局" in words_of(
        client.get("/en/desk/open-days/")
    )
    answer = client.post(f"/en/desk/open-days/{record.pk}/", CAME)
    assert answer["Location"] == "/en/desk/open-days/"
    record.refresh_from_db()
    assert (record.department_came, record.staff, record.party_members, record.residents) == (True, 4, 6, 55)
    text = words_of(client.get("/en/desk/open-days/"))
    assert "To write down 0" in text
    assert "the department came" in text
    page = client.get(f"/desk/open-days/{record.pk}/").content.decode()
    assert 'value="55"' in page  # to be put right


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"department_came": ""}, "Say whether the department came."),
        ({"residents": "-1"}, "Write a whole number from 0 to 9999."),
        ({"staff": "many"}, "Write a whole number from 0 to 9999."),
    ],
)
def test_nonsense_is_said_in_a_sentence(
    record: OpenDayRecord, desk: Worker, as_: As, changed: dict[str, str], sentence: str
) -> None:
    answer = as_(desk).post(f"/en/desk/open-days/{record.pk}/", CAME | changed)
    assert sentence in words_of(answer)
    record.refresh_from_db()
    assert not record.written


def test_before_it_begins_there_is_nothing_to_write(place: Place, desk: Worker, as_: As) -> None:
    coming = make.open_day_record(place.subdistrict, place.station, make.at(2))
    client = as_(desk)
    assert "Write it down after the session." in words_of(client.get(f"/en/desk/open-days/{coming.pk}/"))
    assert client.post(f"/desk/open-days/{coming.pk}/", CAME).status_code == 409
    coming.refresh_from_db()
    assert not coming.written


def test_the_sessions_sheet_and_the_record_lead_to_each_other(
    record: OpenDayRecord, desk: Worker, street: Worker, stranger: Worker, as_: As
) -> None:
    sheet, own = f"/en/desk/activities/{record.session_id}/", f"/en/desk/open-days/{record.pk}/"
    assert f'href="{own}"' in as_(desk).get(sheet).content.decode()
    assert f'href="{sheet}"' in as_(desk).get(own).content.decode()
    theirs = as_(street).get(sheet)  # of their street: read, not written
    assert "Open days: 美好教育心连心 · 区教育局" in words_of(theirs)
    assert own not in theirs.content.decode()
    assert as_(stranger).get(sheet).status_code == 404


def test_strangers_see_nothing_and_officials_do_not_write(
    record: OpenDayRecord, stranger: Worker, district: Worker, as_: As
) -> None:
    assert "美好教育心连心" not in words_of(as_(stranger).get("/en/desk/open-days/"))
    for worker, status in ((stranger, 404), (district, 403)):
        assert as_(worker).get(f"/desk/open-days/{record.pk}/").status_code == status
        assert as_(worker).post(f"/desk/open-days/{record.pk}/", CAME).status_code == status
    record.refresh_from_db()
    assert not record.written


def test_one_row_and_thirty_take_as_many_statements(place: Place, desk: Worker, as_: As) -> None:
    client = as_(desk)

    def more(count: int) -> None:
        for _ in range(count):
            for day, written in ((-1, None), (-2, True), (2, None)):
                make.open_day_record(place.subdistrict, place.station, make.at(day), department_came=written)

    more(1)
    few = count_queries(client, "/desk/open-days/")
    more(18)
    assert count_queries(client, "/desk/open-days/") == few
