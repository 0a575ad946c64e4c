"""nightly and its single steps: what time does by itself, once, however often it is run."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db.models import Max
from django.utils.translation import override

from portal.common.limits import count
from requests_desk.actions.tickets import answer
from requests_desk.management.batches import batches
from requests_desk.models import Slot, Ticket, Visit
from stations.models import OpeningDay, OpeningException, Post, Station, Worker
from tests import factories as make
from tests.cast import Place


def run(command: str = "nightly") -> str:
    out = io.StringIO()
    with override("en"):
        call_command(command, stdout=out)
    return out.getvalue()


def everything() -> dict[str, list[Any]]:
    """Every row of every table of ours."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values_list())
        for label in ("common", "stations", "requests_desk", "sessions")
        for model in apps.get_app_config(label).get_models()
    }


@pytest.fixture(autouse=True)
def no_photographs(settings: LazySettings, tmp_path: Path) -> None:
    """A night sweeps the folder of photographs; what other tests have put into theirs is not its business."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def night(
    place: Place, other_place: Place, desk: Worker, colleague: Worker, clock: time_machine.Traveller
) -> Place:
    """Some of everything that time changes, seen eight nights later."""
    make.visit(place.item, make.at(1))  # will be missed
    make.visit(place.item, make.at(9))
    make.ticket(desk, place.station, place.service, to_line=True)  # waits in a past line
    silent = make.ticket(desk, place.station, place.service)
    answer(ticket=silent, worker=desk, at=make.NOW, text="好了")
    make.ticket(colleague, place.station, place.service)  # whose post ends
    Post.objects.filter(worker=colleague).update(until=make.at(3).date())
    old = make.visit(place.item, make.at(2))
    Visit.objects.filter(pk=old.pk).update(state=Visit.State.CAME, starts_at=make.NOW - timedelta(days=200))
    stranded = make.visit(place.item, make.at(10))
    OpeningException.objects.create(station=place.station, date=stranded.starts_at.date())
    count("track:192.0.2.1", at=make.NOW, window=timedelta(minutes=10))
    Session.objects.create(session_key="k" * 32, session_data="", expire_date=make.NOW)
    Station.objects.filter(pk=place.station.pk).update(sounds="")  # from before names were heard
    clock.move_to(make.at(8, 3))
    return place


SAID = """\
17 opening days written, up to 60 days ahead.
288 slots made.
1 visits stand outside the hours.
1 visits noted as missed.
0 people reminded of tomorrow's visit.
0 reminders of steps of relocation plans.
0 people moved up from waiting lists.
1 people left in the lines of past days noted as gone.
1 answered tickets closed after silence.
1 tickets passed on from ended posts.
2 people told of late tickets.
0 answers put on the list of follow-up calls.
Personal data erased of 1 visits and 0 tickets.
0 sign-ups: personal data erased.
0 uses of rooms: personal data erased.
0 proposals: personal data erased.
0 volunteers: personal data erased.
Personal data erased of 0 rounds, 0 people living alone and 0 visits to them.
0 names of old invitations erased.
0 uploaded sheets deleted that nobody confirmed.
3 counters of tries forgotten.
1 ended sign-ins forgotten.
0 files of photographs that nobody shows any more deleted.
0 files of attachments that no ticket names any more deleted.
1 living rooms written anew into the search.
6 pages of the coverage review kept.
"""


def test_it_does_all_and_says_what(night: Place, head: Worker) -> None:
    assert run() == SAID
    assert OpeningDay.objects.aggregate(last=Max("date"))["last"] == make.at(68).date()
    assert Slot.objects.filter(starts_at__date=make.at(22).date()).count() == 36
    assert sorted(Ticket.objects.values_list("state", flat=True)) == ["closed", "left", "serving"]
    assert Ticket.objects.get(state="serving").responsible == head
    assert sorted(Visit.objects.values_list("state", flat=True)) == ["booked", "booked", "came", "no_show"]


def test_a_second_run_changes_nothing(night: Place) -> None:
    run()
    before = everything()
    again = run()
    assert everything() == before
    for line in again.splitlines():
        assert line.startswith(("0 ", "1 visits stand outside", "Personal data erased of 0 ")), line


def test_a_step_that_breaks_does_not_keep_the_others(night: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("requests_desk.management.commands.nightly.make_slots", broken)
    out = io.StringIO()
    with override("en"), pytest.raises(CommandError, match="Not done: slots"):
        call_command("nightly", stdout=out)
    assert "Personal data erased of 1 visits" in out.getvalue()
    assert "slots made" not in out.getvalue()


def test_each_step_stands_by_itself(night: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def leave_half(**_: Any) -> int:
        Visit.objects.update(place="half")
        raise RuntimeError

    monkeypatch.setattr("requests_desk.management.commands.nightly.mark_missed", leave_half)
    with pytest.raises(CommandError):
        call_command("nightly", stdout=io.StringIO())
    assert Ticket.objects.filter(state=Ticket.State.CLOSED).exists()


def test_make_slots_alone(night: Place) -> None:
    call_command("nightly", stdout=io.StringIO())
    Slot.objects.filter(visits=None).delete()
    made = run("make_slots")
    assert made.endswith(" slots made.\n")
    assert int(made.split()[0]) > 400
    assert run("make_slots") == "0 slots made.\n"


def test_erase_expired_alone(night: Place) -> None:
    none = "0 sign-ups: personal data erased.\n0 uses of rooms: personal data erased.\n"
    none += "0 proposals: personal data erased.\n0 volunteers: personal data erased.\n"
    none += "Personal data erased of 0 rounds, 0 people living alone and 0 visits to them.\n"
    assert run("erase_expired") == "Personal data erased of 1 visits and 0 tickets.\n" + none
    assert run("erase_expired") == "Personal data erased of 0 visits and 0 tickets.\n" + none


def test_stations_are_taken_a_few_at_a_time(place: Place, other_place: Place, far_place: Place) -> None:
    assert [[one.slug for one in some] for some in batches(2)] == [["place-1", "place-2"], ["place-3"]]
