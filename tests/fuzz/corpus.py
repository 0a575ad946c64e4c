"""What each role meets on a walk through the portal: addresses, forms, and the names that views read."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import Resolver404, URLResolver, get_resolver, resolve

from tests.crawl import crawl
from tests.fuzz.forms import Form, forms

PLACE = re.compile(r"<(?:\w+:)?(?P<path>\w+)>|\(\?P<(?P<pattern>\w+)>(?:[^()]|\([^()]*\))*\)")
EXAMPLES = 12  # of one kind of page or form that a role remembers


@dataclass
class Known:
    """What one role has met, by route."""

    pages: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    forms: dict[str, list[Form]] = field(default_factory=lambda: defaultdict(list))


@dataclass
class Corpus:
    """What all roles have met: ``names`` that the views of a route read, and ``pieces`` of addresses that are
    real, by the route up to their end."""

    roles: dict[str, Known] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    pieces: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    routes: list[str] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # of a name, anywhere

    def note_names(self, route: str, names: Iterable[str]) -> None:
        known = self.names[route]
        known += sorted({name for name in names if isinstance(name, str)} - set(known))

    def note_pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        for name, value in pairs:
            note(self.values[name], value, 40)

    def note_path(self, path: str) -> None:
        route, given = where(path)
        for place in PLACE.finditer(route):
            name = place["path"] or place["pattern"]
            if name in given:
                note(self.pieces[route[: place.end()]], str(given[name]), 40)

    def paths(self, route: str, piece: Callable[[list[str]], str]) -> str:
        """An address of ``route``, with what ``piece`` makes of the values that are real at each place."""
        out, at = "", 0
        for place in PLACE.finditer(route):
            name = place["path"] or place["pattern"]
            real = self.pieces.get(route[: place.end()]) or self.of_name(name)
            out += plain(route[at : place.start()]) + piece(real)
            at = place.end()
        return "/" + out + plain(route[at:])

    def of_name(self, name: str) -> list[str]:
        """Values of that name at any other place of any address."""
        ends = (f":{name}>", f"<{name}>")
        return [one for key, values in self.pieces.items() if key.endswith(ends) for one in values] or ["1"]


def note(known: list[str], value: str, most: int) -> None:
    if value not in known and len(known) < most:
        known.append(value)


def plain(route: str) -> str:
    """Part of a route without the signs of patterns."""
    return re.sub(r"\\(.)", r"\1", route.replace("^", "").replace("$", "").replace(r"\Z", ""))


def where(path: str) -> tuple[str, dict[str, Any]]:
    """The route of ``path``, the same in both languages, and what stands in it; "" where there is none."""
    try:
        match = resolve(re.sub(r"^/en(?=/)", "", path))
    except Resolver404:
        return "", {}
    return match.route, match.kwargs


def all_routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every route there is, the administration's too, without the language in front."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from all_routes(pattern, route)
        else:
            yield route


@contextmanager
def reading(names: set[str]) -> Iterator[None]:
    """Every name that is looked for in a query string or a form goes into ``names``."""
    with pytest.MonkeyPatch.context() as patch:
        for method in ("__getitem__", "__contains__", "get", "getlist"):
            patch.setattr(QueryDict, method, noting(getattr(QueryDict, method), names))
        yield


def noting(method: Callable[..., Any], names: set[str]) -> Callable[..., Any]:
    def noted(self: QueryDict, name: Any, *args: Any, **more: Any) -> Any:
        names.add(name)
        return method(self, name, *args, **more)

    return noted


def few_filters(url: str) -> bool:
    """The lists of the administration can be filtered without end, and both languages have the same forms."""
    most = 1 if url.startswith("/admin/") else 2
    return url.count("=") <= most and not url.startswith("/en/") and "_changelist_filters" not in url


def walk(corpus: Corpus, role: str, client: Client, starts: list[str]) -> None:
    """Go wherever links lead, then send every form once as it stands; what comes back may hold further forms."""
    known, names = corpus.roles.setdefault(role, Known()), set[str]()
    waiting: list[Form] = []
    with reading(names):
        for url, answer in crawl(client, *starts, each=2, follow=few_filters):
            seen(corpus, known, url, answer, names, waiting)
        kinds: set[tuple[object, ...]] = set()
        while waiting:
            form = waiting.pop()
            kind = (where(form.path)[0], *form.kind)
            if kind in kinds:
                continue
            kinds.add(kind)
            with transaction.atomic():
                cookies = client.cookies.output()
                answer = client.post(
                    f"{form.path}?{form.query}", sent(form), headers={"Origin": "http://testserver"}
                )
                seen(corpus, known, form.path, answer, names, waiting)
                transaction.set_rollback(True)
            if client.cookies.output() != cookies:  # somebody signed out, or chose another print
                client.cookies.load(cookies.replace("Set-Cookie: ", ""))


def sent(form: Form) -> dict[str, list[str]]:
    """What a browser sends of ``form`` when nobody changes it."""
    data: dict[str, list[str]] = defaultdict(list)
    for name, value in form.pairs:
        data[name].append(value)
    return data


def seen(
    corpus: Corpus, known: Known, url: str, answer: HttpResponse, names: set[str], waiting: list[Form]
) -> None:
    """Remember where ``url`` was, what was read to answer it, and which forms stand there."""
    parts = urlsplit(url)
    route = where(parts.path)[0]
    corpus.note_path(parts.path)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    corpus.note_pairs(pairs)
    corpus.note_names(route, {*names, *(name for name, _value in pairs)})
    names.clear()
    if answer.status_code < 400:
        note(known.pages[route], url, EXAMPLES)
    if not answer.get("Content-Type", "").startswith("text/html") or answer.streaming:
        return
    for form in forms(answer.content.decode(), url):
        there = where(form.path)[0]
        corpus.note_path(form.path)
        corpus.note_pairs((name, value) for name, values in form.choices for value in values)
        corpus.note_names(there, (name for name, _value in form.pairs))
        kept = known.forms[there]
        if len(kept) < EXAMPLES and all(one.kind != form.kind or one.path != form.path for one in kept):
            kept.append(form)
            if form.method == "POST":
                waiting.append(form)
    names.clear()


def knock(corpus: Corpus, role: str, client: Client) -> None:
    """Try what ``role`` has not met on its walk, so that the names its views read are known."""
    known, names = corpus.roles[role], set[str]()
    with reading(names):
        for route in corpus.routes:
            if route in known.pages or route in known.forms:
                continue
            path = corpus.paths(route, lambda real: quote(real[0]))
            for call in (client.get, client.post):
                cookies = client.cookies.output()
                with transaction.atomic():
                    answer: Any = call(path, headers={"Origin": "http://testserver"})
                    seen(corpus, known, path, answer, names, [])
                    transaction.set_rollback(True)
                if client.cookies.output() != cookies:
                    client.cookies.load(cookies.replace("Set-Cookie: ", ""))
