"""The list of tickets, and its search."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.common.context import is_demo
from requests_desk.actions import hand_overs, tickets
from requests_desk.models import Ticket
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

As = Callable[[Worker | None], Client]
LIST = "/desk/tickets/"


@pytest.fixture
def client(desk: Worker, as_: As) -> Client:
    return as_(desk)


@pytest.fixture
def ticket(place: Place, desk: Worker) -> Ticket:
    return tickets.start(ticket=make.ticket(desk, place.station, place.service), worker=desk, at=make.NOW)


class TestList:
    def test_its_filters(
        self, place: Place, desk: Worker, colleague: Worker, client: Client, ticket: Ticket
    ) -> None:
        late = make.ticket(colleague, place.station, place.service, at=make.at(-9))
        closed = make.ticket(colleague, place.station, place.service, answered=True)
        offered = make.ticket(colleague, place.station, place.service)
        hand_overs.offer(ticket=offered, worker=colleague, at=make.NOW, reason="请接手", to_worker=desk)
        expected = {
            "mine": {ticket}, "late": {late}, "offers": {offered}, "open": {ticket, late, offered},
            "all": {ticket, late, closed, offered}, "": {ticket}, "nonsense": {ticket},
        }  # fmt: skip
        for show, rows in expected.items():
            assert set(client.get(LIST, {"show": show}).context["rows"]) == rows, show

    def test_officials_see_their_area_without_people_strangers_nothing(
        self, ticket: Ticket, street: Worker, stranger: Worker, other_street: Worker, as_: As
    ) -> None:
        page = as_(street).get(LIST, {"show": "all"})
        assert page.context["rows"] == [ticket]
        for secret in ("李**", "139****5678", "李阿姨"):
            assert secret not in page.content.decode()
        for foreign in (stranger, other_street):
            assert as_(foreign).get(LIST, {"show": "all"}).context["rows"] == []

    def test_pages_by_the_rows_own_keys(self, place: Place, desk: Worker, client: Client) -> None:
        made = [make.ticket(desk, place.station, place.service, at=make.at(0, 9)) for _n in range(65)]
        seen, after, pages = [], "", 0
        while True:
            page = client.get(LIST, {"show": "all", "after": after}).context
            seen += page["rows"]
            pages += 1
            if not page["more"]:
                break
            after = page["more"]
        assert pages == 3
        assert seen == made[::-1]  # nothing twice, nothing lost, the newest first

    def test_a_page_behind_nothing_is_the_first(
        self, ticket: Ticket, client: Client, stranger: Worker, as_: As
    ) -> None:
        for after in ("2222-2222", "x\0", "' OR 1=1"):
            assert client.get(LIST, {"after": after}).context["rows"] == [ticket]

    @pytest.mark.parametrize("rows", [1, 30])
    def test_six_statements_however_many_rows(
        self, place: Place, desk: Worker, client: Client, rows: int
    ) -> None:
        for _n in range(rows):
            make.ticket(desk, place.station, place.service, estate=place.estate)
        is_demo()
        with CaptureQueriesContext(connection) as queries:
            page = client.get(LIST, {"show": "all"})
        assert len(page.context["rows"]) == rows
        assert len(queries) <= 6


class TestSearch:
    @pytest.mark.parametrize(
        "typed",
        ["139 1234 5678", "１３９１２３４５６７８", "+86 13912345678", "5678", "李阿姨", "李", "1", "１"],
    )
    def test_by_phone_name_and_todays_number(self, ticket: Ticket, client: Client, typed: str) -> None:
        page = client.post(LIST, {"q": typed})
        assert page.context["rows"] == [ticket]
        assert "李阿姨" not in page.content.decode().replace('value="李阿姨"', "")

    def test_by_reference_however_it_is_typed(self, ticket: Ticket, client: Client) -> None:
        typed = ticket.reference.replace("-", " ").lower()
        assert client.post(LIST, {"q": typed}).context["rows"] == [ticket]

    @pytest.mark.parametrize("typed", ["没有这个人", "0000", "999", "2222-2222", "%", "_", "' OR 1=1 --"])
    def test_what_is_not_there_is_not_found(self, ticket: Ticket, client: Client, typed: str) -> None:
        assert client.post(LIST, {"q": typed}).context["rows"] == []

    @pytest.mark.parametrize("typed", ["2026-02-30", "99-99 12", "2026-02-30..2026-03-02"])
    def test_a_day_that_is_none_is_named(self, ticket: Ticket, client: Client, typed: str) -> None:
        said = f"没有 {typed.split()[0]} 这一天"
        assert said in client.post(LIST, {"q": typed}).content.decode()
        assert "这一天" not in client.post(LIST, {"q": "2026-02-28"}).content.decode()

    def test_whoever_stayed_anonymous_is_said_to(self, place: Place, desk: Worker, client: Client) -> None:
        make.ticket(desk, place.station, place.service, name="", phone="")
        assert "未留姓名" in client.get(LIST).content.decode()

    def test_nobody_finds_people_of_another_desk(
        self, ticket: Ticket, stranger: Worker, street: Worker, as_: As
    ) -> None:
        for who in (stranger, street):
            for typed in ("13912345678", "李阿姨", "5678"):
                assert as_(who).post(LIST, {"q": typed}).context["rows"] == []
        assert as_(stranger).post(LIST, {"q": ticket.reference}).context["rows"] == []
        assert as_(street).post(LIST, {"q": ticket.reference}).context["rows"] == [ticket]

    def test_an_empty_search_is_a_sentence(self, ticket: Ticket, client: Client) -> None:
        assert "q" in client.post(LIST, {"q": "  "}).context["form"].errors

    @pytest.mark.parametrize(
        "typed",
        [
            "枫香里苑",
            "枫香里事项",
            "居住证",
            "11-18 1",
            "今天 1",
            "11-18",
            "李 5678",
            "34-5678",
            "工作人员desk 枫香里苑",
        ],
    )
    def test_by_place_matter_words_and_day(
        self, place: Place, desk: Worker, ticket: Ticket, client: Client, typed: str
    ) -> None:
        Ticket.objects.filter(pk=ticket.pk).update(estate=place.estate)
        make.ticket(
            desk, place.station, make.service("别的"), at=make.at(-1), words="水管", phone="", name=""
        )
        page = client.post(LIST, {"q": typed.replace("34-5678", "12345678")})
        assert page.context["rows"] == [ticket]

    def test_words_all_have_to_fit(self, ticket: Ticket, client: Client) -> None:
        assert client.post(LIST, {"q": "居住证 水管"}).context["rows"] == []

    def test_filters_alone_and_together(
        self, place: Place, desk: Worker, colleague: Worker, ticket: Ticket, client: Client
    ) -> None:
        old = make.ticket(colleague, place.station, place.service, at=make.at(-9), answered=True)
        for said, rows in (
            ({"state": "closed"}, [old]),
            ({"who": colleague.pk}, [old]),
            ({"since": "2026-11-18"}, [ticket]),
            ({"until": "2026-11-17"}, [old]),
            ({"q": "李", "state": "in_progress"}, [ticket]),
            ({"q": "李", "state": "waiting"}, []),
        ):
            assert client.post(LIST, said).context["rows"] == rows, said

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"who": "999999"}, "who"), ({"state": "x"}, "state"), ({"since": "9999-12-31"}, "since"),
            ({"since": "2026-11-18", "until": "2026-11-17"}, "until"), ({"until": "x"}, "until"),
        ],
    )  # fmt: skip
    def test_what_no_filter_can_be_is_a_sentence(
        self, ticket: Ticket, client: Client, said: dict[str, str], field: str
    ) -> None:
        page = client.post(LIST, said)
        assert field in page.context["form"].errors
        assert not page.context["searched"]

    def test_a_foreign_colleague_is_like_none(self, ticket: Ticket, stranger: Worker, client: Client) -> None:
        pages = [client.post(LIST, {"who": who}) for who in (stranger.pk, 999_999)]
        assert [page.context["form"].errors["who"] for page in pages] == [
            pages[0].context["form"].errors["who"]
        ] * 2

    def test_further_pages_are_posts(self, place: Place, desk: Worker, client: Client) -> None:
        made = [make.ticket(desk, place.station, place.service, at=make.at(0, 9)) for _n in range(35)]
        first = client.post(LIST, {"q": "李"})
        assert first.context["count"] == 35
        second = client.post(LIST, {"q": "李", "after": first.context["more"]})
        assert first.context["rows"] + second.context["rows"] == made[::-1]
        assert second.context["more"] is None

    def test_officials_find_by_what_is_no_persons(self, ticket: Ticket, street: Worker, as_: As) -> None:
        client = as_(street)
        for typed, rows in (("枫香里事项", [ticket]), ("11-18", [ticket]), ("居住证", []), ("李", [])):
            assert client.post(LIST, {"q": typed}).context["rows"] == rows, typed

    @pytest.mark.parametrize("rows", [1, 40])
    def test_its_statements_do_not_grow(self, place: Place, desk: Worker, client: Client, rows: int) -> None:
        for _n in range(rows):
            make.ticket(desk, place.station, place.service, estate=place.estate)
        is_demo()
        with CaptureQueriesContext(connection) as queries:
            client.post(LIST, {"q": "李"})
        assert len(queries) <= 7
