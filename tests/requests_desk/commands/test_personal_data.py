"""Everything held about one phone number: copied out, erased, and nothing of anybody else's."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from requests_desk.actions import personal_data
from requests_desk.actions.proposals import keep_back
from requests_desk.actions.reveals import reveal
from requests_desk.actions.sign_ups import withdraw
from requests_desk.actions.tickets import answer, close
from requests_desk.actions.visits import cancel
from requests_desk.actions.volunteers import add_volunteer, let_go
from requests_desk.models import CareVisit, Opinion, Ticket, TicketAttachment, Visit
from requests_desk.rules.personal_data import REGISTER, Goes
from stations.models import Room, Worker
from tests import factories as make
from tests.cast import Place
from tests.requests_desk.actions.test_erasure import CANARY, PHONE, holding

TYPED = "+86 １３７ 5555-0000"  # PHONE, as people write it


@pytest.fixture
def person(place: Place, desk: Worker) -> None:
    """One row of each kind about PHONE, every field of the register filled with a canary, all of it over; and the same
    of somebody else."""
    for name, phone in ((CANARY, PHONE), ("李阿姨", "13912345678")):
        said: dict[str, Any] = {"name": name, "phone": phone}
        visit = make.visit(place.item, **said, email=f"{phone}@example.cn")
        cancel(visit=visit, at=make.NOW)
        Visit.objects.filter(pk=visit.pk).update(state="excused", excused_by=name)
        ticket = make.ticket(desk, place.station, place.service, words=f"{name}问", **said)
        make.task(ticket, desk, text=f"找{name}")
        TicketAttachment.objects.create(
            ticket=ticket, by=desk, name=phone, kind="pdf", title=f"{name}的证", size=9, at=make.NOW
        )
        answer(ticket=ticket, worker=desk, at=make.NOW, text=f"答{name}", said_by=name)
        close(ticket=ticket, at=make.NOW)
        Opinion.objects.create(ticket=ticket, score=5, text=f"好，{name}", said_at=make.NOW)
        reveal(row=ticket, worker=desk, reason="call_back", at=make.NOW)
        group = make.group(make.activity(place.station, for_children=True))
        row = make.sign_up(group, **said, email=f"{phone}@example.cn", guardian=name, consent=True)
        withdraw(sign_up=row, at=make.NOW)
        room = Room.objects.create(station=place.station, name="活动室")
        use = make.room_use(room, make.at(2, 10), make.at(2, 11), state="asked", **said)
        use.state, use.reason, use.what_for, use.what_for_en = (
            "declined",
            f"因{name}",
            f"{name}会",
            f"of {name}",
        )
        use.email = f"{phone}@example.cn"
        use.save()
        proposal = make.proposal(place.committee, desk, new=True, title=f"{name}家", words=name, **said)
        keep_back(proposal=proposal, why=f"说的是{name}", worker=desk, at=make.NOW)
        helper = add_volunteer(
            committee=place.committee, worker=desk, at=make.TODAY, kind="other", skills=f"{name}的手艺",
            named_in_public=True, **said,
        )  # fmt: skip
        let_go(volunteer=helper, worker=desk, on=make.TODAY)
        old = make.care(
            make.court(place.estate),
            desk,
            door=f"{name}门",
            agreed_by=f"{name}之女",
            ended_on=make.TODAY,
            **said,
        )
        CareVisit.objects.create(care=old, on=make.TODAY, by=desk, text=f"{name}很好")


def run(*args: str, **options: Any) -> str:
    out = StringIO()
    call_command("personal_data", *args, stdout=out, **options)
    return out.getvalue()


def test_the_copy_holds_every_field_of_the_register_and_nobody_elses(person: None) -> None:
    text = run("export", TYPED)
    held = json.loads(text)["持有的信息"]
    assert PHONE in text
    assert "李阿姨" not in text
    assert "13912345678" not in text
    missing = []
    for entry in REGISTER:
        model = apps.get_model(entry.model)
        if entry.phone == "" or entry.secret or entry.goes not in (Goes.BLANKED, Goes.DELETED):
            continue
        rows = held.get(str(model._meta.verbose_name_plural), [])
        names = [str(model._meta.get_field(field).verbose_name) for field in entry.fields]
        missing += [
            (entry.model, name)
            for name in names
            if not any(CANARY in str(row[name]) or row[name] for row in rows)
        ]
    assert [one for one in missing if one[1] != "同意公开姓名"] == []
    for row in Ticket.objects.filter(phone=PHONE):
        assert row.token not in text
        assert row.slip_hash not in text
    assert "回电" in text  # who looked, and why


def test_erasing_empties_every_field_of_the_register_and_nobody_elses(person: None) -> None:
    before = holding("李阿姨")
    assert holding(CANARY)
    assert "共清空7条。" in run("erase", TYPED, "--no-input")
    assert holding(CANARY) == holding(PHONE) == {}
    assert holding("李阿姨") == before
    assert run("erase", PHONE, "--no-input").strip().startswith("0") or "0" in run(
        "erase", PHONE, "--no-input"
    )


def test_a_field_left_out_of_the_register_would_be_found(
    person: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    less = tuple(entry for entry in REGISTER if "guardian" not in entry.fields)
    monkeypatch.setattr("requests_desk.rules.personal_data.REGISTER", less)
    run("erase", PHONE, "--no-input")
    assert holding(CANARY) == {"requests_desk_signup": 1}


def test_what_is_under_way_is_refused_unless_told(place: Place, desk: Worker) -> None:
    ticket = make.ticket(desk, place.station, place.service, name=CANARY, phone=PHONE)
    done = make.visit(place.item, name=CANARY, phone=PHONE)
    cancel(visit=done, at=make.NOW)
    with pytest.raises(CommandError, match=ticket.reference):
        run("erase", PHONE, "--no-input")
    assert holding(CANARY) == {"requests_desk_ticket": 1, "requests_desk_visit": 1}
    run("erase", PHONE, "--no-input", "--open-too")
    assert holding(CANARY) == {}
    ticket.refresh_from_db()
    assert ticket.is_open


def test_it_asks_for_the_last_four_digits(person: None, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or "1234")
    with pytest.raises(CommandError):
        run("erase", PHONE)
    assert holding(CANARY)
    assert PHONE not in asked[0]
    monkeypatch.setattr("builtins.input", lambda _question: "0000")
    run("erase", PHONE)
    assert holding(CANARY) == {}


def test_the_file_is_new_and_its_owners_alone(person: None, tmp_path: Path) -> None:
    to = tmp_path / "copy.json"
    assert PHONE not in run("export", PHONE, "--to", str(to))
    assert to.stat().st_mode & 0o777 == 0o600
    assert PHONE in json.loads(to.read_text()).values()
    with pytest.raises(CommandError):
        run("export", PHONE, "--to", str(to))


def test_what_is_no_number_and_what_nobody_has(place: Place) -> None:
    with pytest.raises(CommandError):
        run("export", "12")
    assert json.loads(run("export", "13700000000"))["持有的信息"] == {}


def test_every_table_of_the_register_is_looked_through() -> None:
    looked = {model._meta.label_lower for model in personal_data.tables()}
    assert looked == {entry.model for entry in REGISTER if entry.phone}


def test_a_number_in_the_words_of_another_ticket_is_named_and_left(place: Place, desk: Worker) -> None:
    row = make.ticket(desk, place.station, place.service, words="请回电 137 5555 0000")
    out, err = StringIO(), StringIO()
    call_command("personal_data", "export", PHONE, stdout=out, stderr=err)
    assert row.reference in err.getvalue()
    assert row.reference not in out.getvalue()
    json.loads(out.getvalue())
    call_command("personal_data", "erase", "--no-input", PHONE, stdout=out, stderr=err)
    assert row.notes.get().text == "请回电 137 5555 0000"
    err = StringIO()
    call_command("personal_data", "export", "13700000000", stdout=out, stderr=err)
    assert not err.getvalue()
