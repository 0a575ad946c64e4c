"""The two clocks of a ticket on the real calendar of 2026, each case worked out by hand and the working beside it.

A working day is 08:30 to 17:30 and has nine hours, without a break at noon. Off in 2026: 1 to 3 January, 15 to 23
February, 4 to 6 April, 1 to 5 May, 19 to 21 June, 25 to 27 September, 1 to 7 October. Made up for on 4 January
(Sunday), 14 and 28 February (Saturdays), 9 May (Saturday), 20 September (Sunday), 10 October (Saturday). For 2027
nothing is announced: only what the law says is off (1 January; 5 to 8 February), and no day is made up for.
"""

from dataclasses import dataclass
from datetime import datetime

import chinese_calendar
import pytest

from requests_desk.actions import hand_overs, tickets
from requests_desk.models import HandOver, Ticket
from stations.models import Holiday, Service, Worker
from tests import factories as make
from tests.cast import Place


@dataclass(frozen=True)
class Case:
    """A promise of so many working ``hours`` (0: at once, an hour), what happens when, and what must stand there
    in the end: the total's and the step's due time, and the minutes spent before the clock last started."""

    what: str
    hours: int
    steps: str
    due: str
    step_due: str = ""  # the same
    spent: int = 0


CASES = (
    # Inside one day, and at its edges.
    Case("a morning", 4, "received 2026-03-02 09:00", "2026-03-02 13:00"),  # Mon 09:00 + 4 h
    Case("a whole day", 9, "received 2026-03-02 08:30", "2026-03-02 17:30"),  # fills Monday to the brim
    Case("before the day begins", 4, "received 2026-03-02 07:45", "2026-03-02 12:30"),  # begins 08:30; + 4 h
    Case("as the day ends", 4, "received 2026-03-02 17:30", "2026-03-03 12:30"),  # nothing on Mon; Tue 08:30 + 4
    Case("at night", 9, "received 2026-03-02 22:10", "2026-03-03 17:30"),  # all of Tuesday
    Case("after midnight", 1, "received 2026-03-03 00:05", "2026-03-03 09:30"),  # Tue 08:30 + 1
    Case("at once, in the last half hour", 0, "received 2026-03-02 17:00", "2026-03-03 09:00"),  # 0:30 + 0:30
    # Weekends.
    Case("on a Sunday", 4, "received 2026-03-08 11:00", "2026-03-09 12:30"),  # Mon 08:30 + 4
    Case("on a Saturday", 9, "received 2026-03-07 10:00", "2026-03-09 17:30"),  # all of Monday
    Case("over a weekend", 4, "received 2026-03-06 15:00", "2026-03-09 10:00"),  # Fri 2:30, Mon 1:30
    Case("three days over one", 27, "received 2026-03-04 10:00", "2026-03-09 10:00"),  # 7:30 + 9 + 9, Mon 1:30
    Case("a working week", 45, "received 2026-03-02 08:30", "2026-03-06 17:30"),  # 5 × 9
    Case("ten working days", 90, "received 2026-03-02 10:00", "2026-03-16 10:00"),  # 7:30 + 9 × 9 = 88:30, Mon 1:30
    # National Day, 1 to 7 October; Saturday the 10th is worked. Mid-Autumn, Friday 25 September.
    Case("on its eve", 4, "received 2026-09-30 16:00", "2026-10-08 11:00"),  # Wed 1:30, Thu 8th 2:30
    Case("in its midst", 9, "received 2026-10-03 12:00", "2026-10-08 17:30"),  # all of Thu 8th
    Case("on its first day, at once", 0, "received 2026-10-01 09:00", "2026-10-08 09:30"),  # Thu 8th 08:30 + 1
    Case("into the make-up Saturday", 9, "received 2026-10-09 16:30", "2026-10-10 16:30"),  # Fri 1, Sat 8
    Case("on the make-up Saturday", 9, "received 2026-10-10 10:00", "2026-10-12 10:00"),  # Sat 7:30, Mon 1:30
    Case("on the Sunday after it", 4, "received 2026-10-11 09:00", "2026-10-12 12:30"),  # off; Mon 08:30 + 4
    Case("three days after its eve", 27, "received 2026-09-30 17:30", "2026-10-10 17:30"),  # Thu, Fri, Sat: 3 × 9
    Case("over Mid-Autumn", 27, "received 2026-09-24 17:00", "2026-09-30 17:00"),  # Thu 0:30, Mon 9, Tue 9, Wed 8:30
    Case("before a make-up Sunday", 4, "received 2026-09-19 10:00", "2026-09-20 12:30"),  # Sat off; Sun 08:30 + 4
    Case("over a make-up Sunday", 18, "received 2026-09-18 12:00", "2026-09-21 12:00"),  # Fri 5:30, Sun 9, Mon 3:30
    # Spring Festival, 15 to 23 February; Saturdays 14 and 28 are worked.
    Case("into its make-up Saturday", 9, "received 2026-02-13 16:00", "2026-02-14 16:00"),  # Fri 1:30, Sat 7:30
    Case("on its last working day", 4, "received 2026-02-14 17:00", "2026-02-24 12:00"),  # Sat 0:30, Tue 24th 3:30
    Case("on New Year's Day", 9, "received 2026-02-17 10:00", "2026-02-24 17:30"),  # all of Tue 24th
    # Thu 4, Fri 9 (13), Sat 9 (22), Tue 24th 9 (31), Wed 9 (40), Thu 5
    Case("a week over all of it", 45, "received 2026-02-12 13:30", "2026-02-26 13:30"),
    Case("into the second Saturday", 9, "received 2026-02-27 17:00", "2026-02-28 17:00"),  # Fri 0:30, Sat 8:30
    Case("after the second Saturday", 4, "received 2026-02-28 17:30", "2026-03-02 12:30"),  # Mon 08:30 + 4
    # The other holidays.
    Case("New Year to a make-up Sunday", 9, "received 2025-12-31 16:30", "2026-01-04 16:30"),  # Wed 1, Sun 8
    Case("on a make-up Sunday", 0, "received 2026-01-04 09:00", "2026-01-04 10:00"),
    Case("Qingming", 4, "received 2026-04-03 17:00", "2026-04-07 12:00"),  # Fri 0:30, Tue 3:30
    Case("Labour Day", 18, "received 2026-04-30 12:00", "2026-05-07 12:00"),  # Thu 5:30, Wed 6th 9, Thu 3:30
    Case("its make-up Saturday", 9, "received 2026-05-08 17:00", "2026-05-09 17:00"),  # Fri 0:30, Sat 8:30
    Case("Dragon Boat", 1, "received 2026-06-18 17:29", "2026-06-22 09:29"),  # Thu 0:01, Mon 0:59
    # The end of a year whose next is not announced.
    Case("the last day is one", 9, "received 2026-12-31 08:30", "2026-12-31 17:30"),
    Case("over New Year's Day", 9, "received 2026-12-31 16:30", "2027-01-04 16:30"),  # Thu 1, Mon 8
    Case("on New Year's Day 2027", 4, "received 2027-01-01 12:00", "2027-01-04 12:30"),  # Fri off; Mon 08:30 + 4
    Case("two days over it", 18, "received 2026-12-30 17:00", "2027-01-04 17:00"),  # Wed 0:30, Thu 9, Mon 8:30
    Case("by the law alone", 9, "received 2027-02-04 16:00", "2027-02-09 16:00"),  # Thu 1:30, Fri–Mon off, Tue 7:30
    # Reopened: the total goes on with what is left.
    Case(  # spent 10:00–17:30 = 7:30; 19:30 left from Fri 08:30: Fri 9, Mon 9, Tue 1:30
        "reopened within the week", 27,
        "received 2026-03-04 10:00, answered 2026-03-04 17:30, reopened 2026-03-06 08:30",
        "2026-03-10 10:00", spent=450,
    ),
    Case(  # spent 2; 2 left, from Mon 08:30
        "reopened on a Sunday night", 4,
        "received 2026-03-02 08:30, answered 2026-03-02 10:30, reopened 2026-03-08 22:00",
        "2026-03-09 10:30", spent=120,
    ),
    Case(  # spent Mon 9 + Tue 0:30; nothing is left: due at once
        "reopened when it was late already", 4,
        "received 2026-03-02 08:30, answered 2026-03-03 09:00, reopened 2026-03-04 09:00",
        "2026-03-04 09:00", spent=570,
    ),
    Case(  # the same as the day ends: due with the next morning
        "reopened late at half past five", 4,
        "received 2026-03-02 08:30, answered 2026-03-03 09:00, reopened 2026-03-04 17:30",
        "2026-03-05 08:30", spent=570,
    ),
    Case(  # spent 4; 5 left, all on Thu 8 October
        "reopened in the week of National Day", 9,
        "received 2026-09-30 08:30, answered 2026-09-30 12:30, reopened 2026-10-03 10:00",
        "2026-10-08 13:30", spent=240,
    ),
    Case(  # spent 2, then 3 more (12:00–15:00); 4 left from Tue 08:30
        "reopened twice", 9,
        "received 2026-03-02 09:00, answered 2026-03-02 11:00, reopened 2026-03-02 12:00,"
        "answered 2026-03-02 15:00, reopened 2026-03-03 08:30",
        "2026-03-03 12:30", spent=300,
    ),
    Case(  # spent 1; closed after seven days; 8 left: Fri 7:30, Mon 0:30
        "reopened after it had closed", 9,
        "received 2026-03-02 09:00, answered 2026-03-02 10:00, closed 2026-03-09 12:00, reopened 2026-03-13 10:00",
        "2026-03-16 09:00", spent=60,
    ),
    Case(  # answered at night, half the clock stood: 16:30–17:30
        "answered at night, reopened at night", 9,
        "received 2026-03-02 16:30, answered 2026-03-02 23:00, reopened 2026-03-02 23:30",
        "2026-03-03 16:30", spent=60,  # 8 left: Tue 08:30 + 8
    ),
    # The step clock: from acceptance, the whole promise again; the total stands.
    Case(  # step: Mon 2:30, Tue 6:30
        "accepted the same day", 9, "received 2026-03-02 10:00, offered 2026-03-02 11:00, accepted 2026-03-02 15:00",
        "2026-03-03 10:00", "2026-03-03 15:00",
    ),
    Case(  # step: all of Tuesday
        "accepted as the day ends", 9,
        "received 2026-03-02 10:00, offered 2026-03-02 11:00, accepted 2026-03-02 17:30",
        "2026-03-03 10:00", "2026-03-03 17:30",
    ),
    Case(  # total: Fri 1:30, Mon 7:30; step: all of Monday
        "accepted on a Sunday", 9, "received 2026-03-06 16:00, offered 2026-03-06 17:00, accepted 2026-03-08 20:00",
        "2026-03-09 16:00", "2026-03-09 17:30",
    ),
    Case(  # total: Sat 8:30, Tue 24th 9, Wed 0:30; step: Tue 9, Wed 9
        "accepted in the Spring Festival", 18,
        "received 2026-02-14 09:00, offered 2026-02-14 10:00, accepted 2026-02-18 12:00",
        "2026-02-25 09:00", "2026-02-25 17:30",
    ),
    Case(  # declined: the step is still that of the receipt
        "declined", 9, "received 2026-03-02 10:00, offered 2026-03-02 11:00, declined 2026-03-02 15:00",
        "2026-03-03 10:00",
    ),
    Case(  # step: Thu 31 December 1:30, Fri off, Mon 4 January 2:30
        "accepted on the year's last day", 4,
        "received 2026-12-31 09:00, offered 2026-12-31 10:00, accepted 2026-12-31 16:00",
        "2026-12-31 13:00", "2027-01-04 11:00",
    ),
)  # fmt: skip


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text.strip()).replace(tzinfo=make.SHANGHAI)


@pytest.fixture
def holidays(db: None) -> None:
    """As announced, 2027 not being among them."""
    constants = chinese_calendar.constants
    announced = dict.fromkeys(constants.holidays, True) | dict.fromkeys(constants.workdays, False)
    Holiday.objects.bulk_create(
        Holiday(date=day, off=off, name="x", source="x")
        for day, off in announced.items()
        if day.year in (2025, 2026)
    )


def live(case: Case, place: Place, desk: Worker, street: Worker) -> Ticket:
    """Let everything happen to a ticket that ``case`` tells of."""
    Service.objects.filter(pk=place.service.pk).update(limit_hours=case.hours)
    place.service.refresh_from_db()
    first, *rest = [part.strip().split(" ", 1) for part in case.steps.split(",")]
    ticket = make.ticket(desk, place.station, place.service, at=moment(first[1]))
    for kind, when in rest:
        at = moment(when)
        offer = HandOver.objects.filter(ticket=ticket).last()
        if kind == "offered":
            office = place.committee.subdistrict
            hand_overs.offer(ticket=ticket, worker=desk, at=at, reason="街道管", to_division=office)
        elif kind == "accepted":
            assert offer is not None
            hand_overs.accept(hand_over=offer, worker=street, at=at)
        elif kind == "declined":
            assert offer is not None
            hand_overs.decline(hand_over=offer, worker=street, at=at, reason="不归我们", next_address="物业")
        elif kind == "closed":
            assert tickets.close_silent(at=at) == 1
        elif kind == "answered":
            tickets.answer(ticket=ticket, worker=desk, at=at, text="好了")
        else:
            tickets.reopen(ticket=ticket, worker=desk, at=at, text="没好")
    return Ticket.objects.get(pk=ticket.pk)


def test_both_clocks_as_worked_out_by_hand(
    place: Place, desk: Worker, street: Worker, holidays: None
) -> None:
    assert len(CASES) >= 50
    found, expected = {}, {}
    for case in CASES:
        ticket = live(case, place, desk, street)
        found[case.what] = (ticket.due_at, ticket.step_due_at, ticket.spent_minutes)
        expected[case.what] = (moment(case.due), moment(case.step_due or case.due), case.spent)
    assert len(expected) == len(CASES)
    assert found == expected
