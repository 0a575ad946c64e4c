"""Booking, moving, cancelling: what changes together, what is refused, and that a form sent twice counts once."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest
import time_machine
from django.utils.translation import override

from portal.common.errors import NotAllowed
from portal.common.models import Attempt
from requests_desk.actions.places import SlotFull
from requests_desk.actions.sent_twice import FormUsed
from requests_desk.actions.visits import (
    DayUsedUp,
    TooFarAhead,
    TooLate,
    VisitChanged,
    VisitFixed,
    WrongSlot,
    book,
    call_off,
    cancel,
    mark_missed,
    move,
)
from requests_desk.models import Message, Slot, Visit, VisitEvent
from stations.models import ChecklistItem, ItemHours, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

CONTACT = {"name": "王小明", "phone": "13812341234", "place": "梧桐路1号"}


def places(slot: Slot) -> tuple[int, int]:
    slot.refresh_from_db()
    return slot.booked, slot.booked_green


def kinds(visit: Visit) -> list[str]:
    return [event.kind for event in visit.events.all()]


@staged
def slot(place: Place) -> Slot:
    return make.slot(place.item)


@staged
def other(place: Place) -> Slot:
    return make.slot(place.item, make.at(2, 14))


class TestBook:
    def test_it_takes_a_place_and_writes_what_was_promised(self, place: Place, slot: Slot) -> None:
        visit = book(
            item=place.item, slot=slot, key="k", at=make.NOW, green=True, email="w@example.cn", **CONTACT
        )
        assert places(slot) == (1, 1)
        visit.refresh_from_db()
        assert visit.state == Visit.State.BOOKED
        assert (visit.starts_at, visit.minutes) == (slot.starts_at, slot.minutes)
        assert (visit.service, visit.station, visit.place) == (place.service, place.station, "梧桐路1号")
        assert len(visit.token) == 32
        event = visit.events.get()
        assert (event.kind, event.data) == ("booked", {"slot": slot.pk, "green": True})
        message = visit.messages.get()
        assert (message.kind, message.channel) == (Message.Kind.BOOKED, Message.Channel.EMAIL)

    def test_without_an_address_nothing_is_sent(self, place: Place, slot: Slot) -> None:
        assert not book(item=place.item, slot=slot, key="k", at=make.NOW, **CONTACT).messages.exists()

    def test_the_same_form_gives_the_same_visit(self, place: Place, slot: Slot) -> None:
        Slot.objects.filter(pk=slot.pk).update(capacity=1, held=0)
        first = book(item=place.item, slot=slot, key="k", at=make.NOW, **CONTACT)
        for minutes in (0, 1, 60 * 24 * 2):
            again = book(
                item=place.item, slot=slot, key="k", at=make.NOW + timedelta(minutes=minutes), **CONTACT
            )
            assert again == first
        assert places(slot) == (1, 0)
        assert Visit.objects.count() == VisitEvent.objects.count() == 1

    @pytest.mark.parametrize(
        "changed",
        [
            {"name": "李四"},
            {"phone": "13900000000"},
            {"green": True},
            {"on_behalf": True},
            {"email": "a@b.cn"},
        ],
    )
    def test_the_same_key_with_anything_else_is_refused(
        self, place: Place, slot: Slot, changed: dict[str, object]
    ) -> None:
        book(item=place.item, slot=slot, key="k", at=make.NOW, **CONTACT)
        with pytest.raises(FormUsed):
            book(item=place.item, slot=slot, key="k", at=make.NOW, **(CONTACT | changed))
        assert places(slot) == (1, 0)

    def test_the_same_key_for_another_time_is_refused(self, place: Place, slot: Slot, other: Slot) -> None:
        book(item=place.item, slot=slot, key="k", at=make.NOW, **CONTACT)
        with pytest.raises(FormUsed):
            book(item=place.item, slot=other, key="k", at=make.NOW, **CONTACT)
        assert places(other) == (0, 0)

    def test_a_full_time_offers_others_and_leaves_the_key(
        self, place: Place, slot: Slot, other: Slot
    ) -> None:
        Slot.objects.filter(pk=slot.pk).update(booked=2)
        with pytest.raises(SlotFull) as refused:
            book(item=place.item, slot=slot, key="k", at=make.NOW, **CONTACT)
        assert [one.starts_at for one in refused.value.offers] == [
            slot.starts_at + timedelta(minutes=30 * n) for n in (1, 2, 3)
        ]
        assert book(item=place.item, slot=other, key="k", at=make.NOW, **CONTACT).slot == other

    def test_the_shortest_notice(self, place: Place) -> None:
        slot = make.slot(place.item, make.at(0, 11))
        begins = slot.starts_at
        with pytest.raises(TooLate) as refused:
            book(item=place.item, slot=slot, key="k", at=begins - timedelta(minutes=59), **CONTACT)
        assert refused.value.offers[0].starts_at > begins
        assert book(item=place.item, slot=slot, key="k", at=begins - timedelta(minutes=60), **CONTACT).pk

    def test_staff_book_up_to_the_last_minute_and_not_after(self, place: Place, desk: Worker) -> None:
        slot = make.slot(place.item, make.at(0, 11))
        minute = timedelta(minutes=1)
        by = {"booked_by": desk, **CONTACT}
        assert book(item=place.item, slot=slot, key="a", at=slot.starts_at - minute, **by).booked_by == desk
        with pytest.raises(TooLate):
            book(item=place.item, slot=slot, key="b", at=slot.starts_at + minute, **by)

    def test_beyond_the_horizon(self, place: Place) -> None:
        slot = make.slot(place.item, make.at(14))
        place.station.horizon_days = place.item.station.horizon_days = 5
        with pytest.raises(TooFarAhead) as refused:
            book(item=place.item, slot=slot, key="k", at=make.NOW, **CONTACT)
        assert refused.value.offers
        assert places(slot) == (0, 0)

    def test_another_stations_time(self, place: Place, other_place: Place) -> None:
        foreign = make.slot(other_place.item)
        with pytest.raises(WrongSlot) as refused:
            book(item=place.item, slot=foreign, key="k", at=make.NOW, **CONTACT)
        assert {one.station_id for one in refused.value.offers} == {place.station.pk}
        assert places(foreign) == (0, 0)

    def test_staff_of_another_desk_cannot(self, place: Place, slot: Slot, stranger: Worker) -> None:
        with pytest.raises(NotAllowed):
            book(item=place.item, slot=slot, key="k", at=make.NOW, booked_by=stranger, **CONTACT)
        assert places(slot) == (0, 0)


class TestTwoADay:
    """One phone number has two visits a day at one station, whoever booked them."""

    @pytest.fixture
    def two(self, place: Place) -> list[Visit]:
        return [make.visit(place.item, make.at(1, hour)) for hour in (9, 10)]

    def test_a_third_is_refused_and_takes_no_place(self, place: Place, two: list[Visit]) -> None:
        third = make.slot(place.item, make.at(1, 11))
        with pytest.raises(DayUsedUp):
            book(item=place.item, slot=third, key="k", at=make.NOW, **CONTACT)
        assert places(third) == (0, 0)

    def test_the_second_form_sent_again_is_no_third(self, place: Place, slot: Slot) -> None:
        make.visit(place.item, make.at(1, 9))
        first = book(item=place.item, slot=slot, key="k", at=make.NOW, **CONTACT)
        assert book(item=place.item, slot=slot, key="k", at=make.NOW, **CONTACT) == first

    def test_what_was_cancelled_does_not_count(self, place: Place, two: list[Visit]) -> None:
        cancel(visit=two[0], at=make.NOW)
        third = make.slot(place.item, make.at(1, 11))
        assert book(item=place.item, slot=third, key="k", at=make.NOW, **CONTACT).pk

    def test_another_day_place_or_phone_is_another_matter(
        self, place: Place, other_place: Place, two: list[Visit]
    ) -> None:
        at = make.at(1, 11)
        for key, item, when, more in (
            ("a", place.item, make.at(2, 9), {}),
            ("b", other_place.item, at, {}),
            ("c", place.item, at, {"phone": "13900000000"}),
        ):
            assert book(item=item, slot=make.slot(item, when), key=key, at=make.NOW, **(CONTACT | more)).pk

    def test_staff_may_decide_otherwise(self, place: Place, two: list[Visit], desk: Worker) -> None:
        by: dict[str, object] = {"booked_by": desk, **CONTACT}
        third = make.slot(place.item, make.at(1, 11))
        with pytest.raises(DayUsedUp):
            book(item=place.item, slot=third, key="k", at=make.NOW, **by)
        assert book(item=place.item, slot=third, key="k", at=make.NOW, most=None, **by).pk

    def test_moving_counts_too_but_not_within_the_day(
        self, place: Place, two: list[Visit], desk: Worker
    ) -> None:
        third = make.visit(place.item, make.at(2, 9))
        with pytest.raises(DayUsedUp):
            move(visit=third, slot=make.slot(place.item, make.at(1, 11)), at=make.NOW)
        assert move(visit=two[0], slot=make.slot(place.item, make.at(1, 14)), at=make.NOW).sequence == 1
        assert (
            move(visit=third, slot=make.slot(place.item, make.at(1, 11)), at=make.NOW, actor=desk).sequence
            == 1
        )

    def test_the_counter_holds_no_phone_number(self, place: Place, slot: Slot) -> None:
        book(item=place.item, slot=slot, key="k", at=make.NOW, **CONTACT)
        assert "12341234" not in Attempt.objects.get(key__startswith="visits:").key


class TestItemsWithHoursOfTheirOwn:
    """The lawyer's Thursday: booked in its own times and in no others."""

    @pytest.fixture
    def lawyer(self, place: Place) -> ChecklistItem:
        item = make.item(place.station)
        ItemHours.objects.create(item=item, weekday=3, opens=time(14), closes=time(16))
        make.opened(place.station)
        return item

    def test_in_its_own_time(self, place: Place, lawyer: ChecklistItem) -> None:
        own = Slot.objects.filter(item=lawyer).order_by("starts_at")[0]
        assert own.starts_at == make.at(1, 14)
        assert book(item=lawyer, slot=own, key="k", at=make.NOW, **CONTACT).slot == own

    def test_not_in_the_stations(self, place: Place, lawyer: ChecklistItem) -> None:
        with pytest.raises(WrongSlot) as refused:
            book(item=lawyer, slot=make.slot(place.item, make.at(1, 14)), key="k", at=make.NOW, **CONTACT)
        assert {one.item_id for one in refused.value.offers} == {lawyer.pk}

    def test_nor_anything_else_in_the_lawyers(self, place: Place, lawyer: ChecklistItem) -> None:
        with pytest.raises(WrongSlot):
            book(item=place.item, slot=Slot.objects.filter(item=lawyer)[0], key="k", at=make.NOW, **CONTACT)


class TestCancel:
    def test_it_gives_the_place_back_once(self, place: Place, slot: Slot) -> None:
        visit = make.visit(place.item, green=True, email="w@example.cn")
        for _ in range(3):
            assert cancel(visit=visit, at=make.NOW).state == Visit.State.CANCELLED
        assert places(slot) == (0, 0)
        assert kinds(visit) == ["booked", "cancelled"]
        assert visit.messages.filter(kind=Message.Kind.CANCELLED).count() == 1
        visit.refresh_from_db()
        assert visit.sequence == 1

    def test_not_once_it_has_begun(self, visit: Visit) -> None:
        with pytest.raises(VisitFixed):
            cancel(visit=visit, at=visit.starts_at)

    @pytest.mark.parametrize("state", [Visit.State.CAME, Visit.State.NO_SHOW])
    def test_not_once_it_has_ended(self, visit: Visit, state: str) -> None:
        Visit.objects.filter(pk=visit.pk).update(state=state)
        with pytest.raises(VisitFixed):
            cancel(visit=visit, at=make.NOW)

    def test_staff_of_another_desk_cannot(self, visit: Visit, stranger: Worker) -> None:
        for action in (cancel, call_off):
            with pytest.raises(NotAllowed):
                action(visit=visit, at=make.NOW, actor=stranger)

    def test_called_off_without_an_address_stands_on_the_call_list(self, visit: Visit, desk: Worker) -> None:
        call_off(visit=visit, at=make.NOW, actor=desk)
        assert [one.visit for one in Message.objects.to_call()] == [visit]


class TestMove:
    def test_it_takes_the_new_place_and_gives_the_old_one_back(
        self, visit: Visit, slot: Slot, other: Slot
    ) -> None:
        moved = move(visit=visit, slot=other, at=make.NOW)
        assert (moved.slot, moved.starts_at, moved.sequence) == (other, other.starts_at, 1)
        assert (places(slot), places(other)) == ((0, 0), (1, 0))
        assert kinds(visit) == ["booked", "moved"]

    def test_to_where_it_stands_is_nothing(self, visit: Visit, slot: Slot) -> None:
        assert move(visit=visit, slot=slot, at=make.NOW).sequence == 0
        assert kinds(visit) == ["booked"]

    def test_to_a_full_time_keeps_the_old_one(self, visit: Visit, slot: Slot, other: Slot) -> None:
        Slot.objects.filter(pk=other.pk).update(booked=2)
        with pytest.raises(SlotFull) as refused:
            move(visit=visit, slot=other, at=make.NOW)
        assert refused.value.offers[0].starts_at == other.starts_at + timedelta(minutes=30)
        assert (places(slot), places(other)) == ((1, 0), (2, 0))

    def test_a_stale_page_does_not_move_it_again(self, visit: Visit, other: Slot, place: Place) -> None:
        stale = Visit.objects.get(pk=visit.pk)
        move(visit=visit, slot=other, at=make.NOW)
        with pytest.raises(VisitChanged):
            move(visit=stale, slot=make.slot(place.item, make.at(3)), at=make.NOW)

    @pytest.mark.parametrize("act", ["move", "cancel", "call_off"])
    @pytest.mark.parametrize("seen", [0, 1])
    def test_what_was_seen_before_a_change_changes_nothing(
        self, visit: Visit, other: Slot, place: Place, desk: Worker, act: str, seen: int
    ) -> None:
        """Another tab, or the desk, has moved it once; a page from before sends 0, a fresh one 1."""
        visit = move(visit=visit, slot=other, at=make.NOW, seen=0)
        third = make.slot(place.item, make.at(3))
        acts: dict[str, Callable[[], Visit]] = {
            "move": lambda: move(visit=visit, slot=third, at=make.NOW, seen=seen),
            "cancel": lambda: cancel(visit=visit, at=make.NOW, seen=seen),
            "call_off": lambda: call_off(visit=visit, at=make.NOW, actor=desk, seen=seen),
        }
        if seen == 0:
            with override("en"), pytest.raises(VisitChanged) as refused:
                acts[act]()
            assert str(refused.value.next_step) == "Its time is now Friday 20 November, 14:00–14:30."
            assert (places(other), places(third), kinds(visit)) == ((1, 0), (0, 0), ["booked", "moved"])
        else:
            acts[act]()
            assert places(other) == (0, 0)

    def test_it_says_that_it_was_cancelled_meanwhile(self, visit: Visit, other: Slot) -> None:
        cancel(visit=visit, at=make.NOW)
        with override("en"), pytest.raises(VisitChanged) as refused:
            move(visit=visit, slot=other, at=make.NOW, seen=0)
        assert str(refused.value.next_step) == "How it stands now: Cancelled."
        assert cancel(visit=visit, at=make.NOW, seen=0).sequence == 1  # what was wanted is done already

    def test_not_elsewhere(self, visit: Visit, other_place: Place) -> None:
        with pytest.raises(WrongSlot):
            move(visit=visit, slot=make.slot(other_place.item), at=make.NOW)

    def test_not_when_cancelled(self, visit: Visit, other: Slot) -> None:
        cancel(visit=visit, at=make.NOW)
        with pytest.raises(VisitFixed):
            move(visit=visit, slot=other, at=make.NOW)
        assert places(other) == (0, 0)

    def test_staff_of_another_desk_cannot(self, visit: Visit, other: Slot, stranger: Worker) -> None:
        with pytest.raises(NotAllowed):
            move(visit=visit, slot=other, at=make.NOW, actor=stranger)


def test_missed_are_the_standing_ones_of_past_days(
    place: Place, visit: Visit, clock: time_machine.Traveller
) -> None:
    today = make.visit(place.item, make.at(0, 12))
    assert mark_missed(at=make.at(0, 23, 59)) == 0
    assert mark_missed(at=make.at(1, 0)) == 1
    assert mark_missed(at=make.at(1, 0)) == 0
    today.refresh_from_db()
    assert (today.state, kinds(today)) == (Visit.State.NO_SHOW, ["booked", "no_show"])
    visit.refresh_from_db()
    assert visit.state == Visit.State.BOOKED
