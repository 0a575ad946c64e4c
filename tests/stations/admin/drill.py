"""The drill: tries at what is not one's own, each judged by what came back and by what was written.

A try has won if the answer tells something of a foreign street (or a resident in full), if it is an error of ours, if
it leads out of the portal, or if a row changed that was not the attacker's to change. Each try is taken back.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote_plus, urlsplit

from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models, transaction
from django.test import Client

from stations.admin.official import CHANGING
from stations.models import Post, Worker
from tests.stations.admin.two_streets import Streets, all_models

WRITES = re.compile(r"\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.I)
# What being there writes: the session, the list of signed-in devices.
OF_NO_MATTER = {"django_session", "stations_device"}
ZIP = b"PK\x03\x04"
Values = Mapping[str, Any]
Answer = Any  # with what the test client keeps beside it


class Drill:
    """Sends tries with one ``client``, counts them, and keeps a line of each that won.

    ``strict``: the attacker has no business here at all: nothing of anybody is to be told, nothing to be written.
    """

    def __init__(self, client: Client, streets: Streets, *, strict: bool = False) -> None:
        client.raise_request_exception = False
        self.client, self.streets, self.strict = client, streets, strict
        self.tried = 0
        self.won: list[str] = []
        self.seen: Any = None  # what ``look`` saw of the last try, before it was taken back
        self.known = guarded(streets)
        self.needles = [word.encode() for word in (*streets.needles, *streets.secrets)]
        if strict:
            self.needles += [row.encode() for row in own_words(streets)]

    def get(self, url: str, data: Values | None = None) -> Answer:
        return self.send("get", url, data)

    def post(self, url: str, data: Values | None = None, look: Callable[[], Any] | None = None) -> Answer:
        return self.send("post", url, data, look)

    def send(
        self, method: str, url: str, data: Values | None = None, look: Callable[[], Any] | None = None
    ) -> Answer:
        """One try; its answer."""
        self.tried += 1
        tables: set[str] = set()

        def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            if found := WRITES.match(sql):
                tables.add(found[1])
            return execute(sql, params, many, context)

        with transaction.atomic():
            with connection.execute_wrapper(note):
                answer = getattr(self.client, method)(url, data)
            tables -= OF_NO_MATTER
            self.judge(
                f"{method.upper()} {url} {short(data)}", answer, tables, f"{url}{data or ''}{typed(data)}"
            )
            self.seen = look() if look else None
            transaction.set_rollback(True)
        return answer

    def judge(self, what: str, answer: Answer, tables: set[str], sent: str) -> None:
        """Whether the try has won."""
        if answer.status_code >= 500:
            self.win(what, f"{answer.status_code}: {getattr(answer, 'exc_info', '')}")
        where = urlsplit(answer.get("Location", ""))
        if where.netloc not in ("", "testserver") or where.scheme not in ("", "http"):
            self.win(what, f"leads to {answer['Location']}")
        said, asked = body(answer), unquote_plus(sent)
        told = [one for one in self.needles if one in said and one.decode() not in asked]
        if told:
            self.win(what, f"{answer.status_code} tells {[one.decode() for one in told[:3]]}")
        if self.strict and tables:
            self.win(what, f"writes to {sorted(tables)}")
        elif tables and (changed := self.changed(tables)):
            self.win(what, f"changes {changed}")

    def win(self, what: str, how: str) -> None:
        self.won.append(f"{what[:200]} → {how[:300]}")

    def unless(self, fine: bool, what: str) -> None:
        """A try that is judged by something else has won, unless it was ``fine``."""
        if not fine:
            self.win(what, "is let through")

    def changed(self, tables: set[str]) -> list[str]:
        now = guarded(self.streets, tables)
        return [table for table, rows in now.items() if rows != self.known[table]]


def typed(data: Values | None) -> str:
    """What stands in the files that are sent: an answer may say it again."""
    files = [one for one in (data or {}).values() if isinstance(one, SimpleUploadedFile)]
    return "".join(bytes(one.open().read()).decode() for one in files)


def short(data: Values | None) -> str:
    return ", ".join(f"{name}={value}" for name, value in (data or {}).items() if name)[:160]


def body(answer: Answer) -> bytes:
    """What an answer says; a workbook unpacked."""
    if answer.streaming or not answer.content.startswith(ZIP):
        return b"" if answer.streaming else answer.content
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        return b"".join(book.read(name) for name in book.namelist())


def own_words(streets: Streets) -> set[str]:
    """What of the own street must not be told to somebody who has no office."""
    return {streets.place.estate.name, streets.place.station.slug} | {
        str(row.reference) for row in streets.own.values() if hasattr(row, "reference")
    }


# What must stay as it is -----------------------------------------------------------------------------


def officials_keep() -> set[str]:
    """The labels of what a street's officials change in their own street: kinds of the administration, their
    inlines, and what follows from a change by actions."""
    kept = {
        "admin.LogEntry", "stations.OpeningDay", "stations.WalkingTime", "stations.ServiceArea", "requests_desk.Slot",
        "requests_desk.SheetUpload", "stations.Brand_stations", "stations.ChecklistItem_satisfies",
        "stations.SitingPlan", "stations.PlannedRoom", "stations.PromiseChange", "requests_desk.ActivitySession",
    }  # fmt: skip
    for keeper in admin.site._registry.values():
        some: list[Any] = [keeper, *keeper.inlines]
        kept |= {one.model._meta.label for one in some if one.officials_may >= CHANGING}
    return kept


def guarded(streets: Streets, tables: set[str] | None = None) -> dict[str, Any]:
    """By table what no attacker may change: foreign rows, what points at them, offices and administrators; and all
    rows of what officials only read."""
    keep, found = officials_keep(), {}
    for model in all_models():
        table = model._meta.db_table
        if (tables is not None and table not in tables) or table in OF_NO_MATTER:
            continue
        rows, foreign = model._base_manager.order_by("pk"), streets.theirs.get(model._meta.label, set())
        guard = rows.filter(pk__in=foreign) if model._meta.label in keep else rows
        found[table] = [list(guard.values_list()), *pointing(model, streets)]
        if model is Worker:
            found[table].append(list(rows.filter(is_superuser=True).values_list()))
            found[table].append(list(rows.filter(username="street").values_list()))
        if model is Post:
            found[table].append(list(rows.exclude(division=None).values_list()))
    return found


def pointing(model: type[models.Model], streets: Streets) -> Iterator[list[Any]]:
    """The keys of rows that point at foreign ones, by field; who acted is no matter here, nor which stations of others
    an own estate is near."""
    if model._meta.label in ("admin.LogEntry", "stations.WalkingTime"):
        return
    for one in model._meta.concrete_fields:
        remote = one.remote_field.model._meta.label if one.remote_field else ""
        if foreign := streets.theirs.get(remote):
            yield list(
                model._base_manager.filter(**{f"{one.attname}__in": foreign}).order_by("pk").values_list("pk")
            )


# Forms -----------------------------------------------------------------------------------------------


class Fields(HTMLParser):
    """What the browser would send of a page's POST form: the names and values of its fields."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.inside = False
        self.name = ""
        self.taking = False  # the text of a textarea

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id", "").endswith("_form") and given.get("method", "").lower() == "post"
        name = given.get("name", "")
        if not self.inside or "__prefix__" in name:
            return
        kind = given.get("type", "text")
        ticked = kind not in ("checkbox", "radio") or "checked" in given
        if tag == "input" and name and ticked and kind not in ("submit", "file", "button", "image"):
            plain = "on" if kind in ("checkbox", "radio") else ""
            self.values.setdefault(name, []).append(given.get("value", plain))
        if tag in ("select", "textarea"):
            self.name, self.taking = name, tag == "textarea"
            if self.taking:
                self.values[name] = [""]
        if tag == "option" and "selected" in given and self.name:
            self.values.setdefault(self.name, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag in ("select", "textarea"):
            self.name, self.taking = "", False

    def handle_data(self, data: str) -> None:
        if self.taking and self.name in self.values:
            self.values[self.name][0] += data


def filled(answer: Answer) -> dict[str, Any]:
    """The form of an administration's page as it would be sent back unchanged."""
    parser = Fields()
    parser.feed(answer.content.decode())
    # A browser leaves the line's end away that a textarea begins with.
    return {
        name: [one.removeprefix("\r\n").removeprefix("\n") for one in values]
        for name, values in parser.values.items()
    }


def keepers() -> dict[str, Any]:
    """{kind: its admin}, of every kind there is."""
    return {str(model._meta.model_name): keeper for model, keeper in admin.site._registry.items()}
