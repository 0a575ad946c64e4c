"""The demo once it is loaded: who signs in, what every page has to show, and that loading again renews it."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from portal.common.models import Installation
from portal.demo.load import PASSWORD, counts
from requests_desk.actions.review_counts import count
from requests_desk.actions.review_sets import Area
from requests_desk.actions.slots import make_slots
from requests_desk.models import Slot, Ticket, TicketEvent, Visit, VisitEvent
from stations.models import OpeningDay, Station
from tests import factories as make
from tests.demo import scoped
from tests.portal.demo.activities import NEIGHBOURS

pytestmark = pytest.mark.django_db

INVENTED = "9901"
POSTS = {
    "desk": {("desk", "310107005013")},
    "colleague": {("desk", "310107005013")},
    "head": {("head", "310107005013")},
    "stranger": {("desk", "310110008004")},
    "street": {("subdistrict", "310107005"), ("subdistrict", "990101001")},
    "district": {("district", "310107"), ("district", "990101")},
    "admin": set(),
}


def load(**options: object) -> None:
    call_command("load_demo", verbosity=0, **options)


@pytest.mark.usefixtures("demo")
class TestLoaded:
    """The demo as of the tests' Wednesday morning."""

    @pytest.mark.parametrize("username", POSTS)
    def test_everybody_signs_in_with_the_demos_password(self, username):
        worker = authenticate(username=username, password=PASSWORD)
        posts = {(p.role, p.committee.code if p.committee else p.division.code) for p in worker.posts.all()}
        assert posts == POSTS[username]
        assert worker.is_superuser is (username == "admin")

    def test_the_mark_stands(self):
        assert Installation.objects.get().demo_made_on == make.TODAY

    def test_every_way_a_move_can_stand_is_there(self):
        invented = count(Area((INVENTED,)), at=make.NOW)
        assert len([row for row in invented if row.under_review]) == 24
        assert {row.standing for row in invented} == {"moved", "moved_late", "in_work", "planned", "late"}
        assert any(row.counts["h_beyond"] for row in invented)
        assert any(row.counts["std_missing"] for row in invented)

    def test_nothing_unfavourable_is_told_of_a_real_place(self):
        real = Ticket.objects.exclude(committee__code__startswith=INVENTED)
        answered = real.exclude(answered_at=None)
        assert answered.count() == answered.answered_on_time().count() > 0
        assert not real.overdue(make.NOW).exists()
        assert not real.filter(state=Ticket.State.LEFT).exists()

    @pytest.mark.parametrize("username", ["desk", "colleague"])
    def test_the_bar_of_today_shows_every_state(self, username):
        today = Ticket.objects.filter(station__slug="fengyangyuan", day=make.TODAY)
        mine = today.mine(scoped(username))
        assert {"serving", "in_progress", "handed_over"} <= set(mine.values_list("state", flat=True))
        assert today.waiting().exclude(called_by=None).count() == 1
        assert today.in_line().count() == 4
        assert today.waiting().exclude(aside_at=None).count() == 1
        called = today.waiting().exclude(called_by=None).get()
        assert (called.times_called, called.called_to) == (2, 1)
        assert today.filter(state=Ticket.State.ANSWERED).exists()
        assert Visit.objects.expected(make.TODAY).filter(station__slug="fengyangyuan").exists()

    def test_times_to_book_are_free_full_and_over(self):
        ahead = Slot.objects.filter(starts_at__gt=make.NOW, open=True)
        assert ahead.over().exists()
        assert ahead.exclude(pk__in=ahead.with_room(make.NOW, green=True)).exists()
        last = timezone.localtime(ahead.latest("starts_at").starts_at).date()
        assert last == make.TODAY + timedelta(days=14)

    def test_no_bookable_time_is_missing(self):
        assert make_slots(stations=Station.objects.operating(), at=make.NOW) == 0

    def test_one_station_is_closed_today_and_one_has_no_hours(self):
        # The hours of the neighbours that are known by their activities alone are not made up.
        today = OpeningDay.objects.filter(date=make.TODAY, opens=None).exclude(station__slug__in=NEIGHBOURS)
        assert set(today.values_list("station__slug", "source")) == {
            ("wutong-mugu", "exception"),
            ("wutong-yanxia-stop", "unknown"),
        }

    @pytest.mark.parametrize(("events", "first"), [(TicketEvent, "logged"), (VisitEvent, "booked")])
    def test_every_history_begins_with_its_first_step_and_none_lies_ahead(self, events, first):
        whose = "ticket_id" if events is TicketEvent else "visit_id"
        begun: dict[int, str] = {}
        for key, kind in events.objects.order_by("pk").values_list(whose, "kind"):
            begun.setdefault(key, kind)
        rows = Ticket if events is TicketEvent else Visit
        assert len(begun) == rows.objects.count() > 0
        assert set(begun.values()) == {first}
        assert not events.objects.filter(at__gt=make.NOW).exists()

    def test_on_the_same_day_nothing_is_loaded_again_if_stale(self):
        before = set(Ticket.objects.values_list("token", flat=True))
        load(if_stale=True)
        assert set(Ticket.objects.values_list("token", flat=True)) == before

    @pytest.mark.proof
    def test_loaded_at_another_hour_it_has_as_many_rows_and_is_open(self):
        slots = str(Slot._meta.verbose_name_plural)
        before = counts() | {slots: 0}
        later = make.at(0, 0, 7)
        with time_machine.travel(later, tick=False):
            load(days=5)
        assert counts() | {slots: 0} == before
        assert make_slots(stations=Station.objects.operating(), at=later) == 0, "nor for the lengthened night"
        assert Station.objects.open_at(later).filter(slug="fengyangyuan").exists()
        assert not TicketEvent.objects.filter(at__gt=later).exists()

    def test_a_day_later_it_is_loaded_anew_and_histories_cannot_be_changed(self):
        tomorrow = make.at(1, 11)
        with time_machine.travel(tomorrow, tick=False):
            load(if_stale=True, days=1)
        assert Installation.objects.get().demo_made_on == tomorrow.date()
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            TicketEvent.objects.update(kind="left")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            VisitEvent.objects.all()._raw_delete("default")
