"""With many tickets the search goes by its indexes, on PostgreSQL: no look reads the whole table."""

import re
from typing import Any

import pytest
from django.db import connection

from requests_desk.models import Ticket
from requests_desk.views.ticket_list import PAGE_SIZE
from requests_desk.views.ticket_search import found
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="plans of PostgreSQL")

MANY = 20_000  # copies of one ticket: of this committee every tenth, one a minute, each of a phone number of its own


@pytest.fixture
def many(place: Place, other_place: Place, desk: Worker) -> Ticket:
    ticket = make.ticket(desk, place.station, place.service)
    own = {
        "id": f"{ticket.pk} + n",
        "reference": "translate(to_char(n, 'FM00000000'), '01', 'XY')",
        "token": "'t' || n",
        "number": "NULL",
        "arrived_at": "arrived_at - n * interval '1 minute'",
        "phone": "'139' || to_char(n, 'FM00000000')",
        "committee_id": f"CASE n % 10 WHEN 0 THEN {place.committee.pk} ELSE {other_place.committee.pk} END",
    }
    columns = [field.column for field in Ticket._meta.concrete_fields]
    values = ", ".join(own.get(column, f'"{column}"') for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO requests_desk_ticket ({', '.join(columns)}) SELECT {values}"
            f" FROM requests_desk_ticket, generate_series(1, {MANY}) n WHERE id = {ticket.pk}"
        )
        cursor.execute("ANALYZE requests_desk_ticket")
    return ticket


@pytest.mark.parametrize(
    ("typed", "index"),
    [
        ("reference", "requests_desk_ticket_reference"),
        ("13900000010", "requests_desk_ticket_phone"),
        ("00000010", "ticket_phone_end"),
        ("2026-11-17", "requests_de_committ"),
        ("2026-11-10..2026-11-17", "requests_de_committ"),
    ],
)
def test_no_look_reads_the_whole_table(typed: str, index: str, many: Ticket, desk: Worker) -> None:
    plan = explained(many.reference if typed == "reference" else typed, desk)
    assert "Seq Scan on requests_desk_ticket " not in plan, plan
    assert re.search(rf"(Index|Bitmap) .*{index}", plan), plan


def test_the_control_reads_it(many: Ticket) -> None:
    rows = Ticket.objects.filter(name__contains="没有").order_by("pk")
    assert "Seq Scan on requests_desk_ticket " in rows.explain()


def explained(typed: str, worker: Worker) -> Any:
    said = {"q": typed, "state": "", "who": None, "since": None, "until": None}
    rows = found(worker, said, make.TODAY).order_by("-arrived_at", "-pk")[: PAGE_SIZE + 1]
    return rows.explain()
