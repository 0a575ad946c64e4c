"""Twenty thousand requests by chance, to every address and as everybody: none ends in an error of ours.

FUZZ_SEED and FUZZ_REQUESTS in the environment choose others; FUZZ_ONLY=number,number sends those of a seed alone.
"""

import faulthandler
import logging
import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pytest
from django.test import Client, override_settings

from tests.demo import entered
from tests.fuzz.corpus import Corpus, Known, walk
from tests.fuzz.forms import forms
from tests.fuzz.requests import Drawer
from tests.fuzz.send import Wire, fresh
from tests.fuzz.walkers import cookie, met

pytestmark = [pytest.mark.proof, pytest.mark.django_db]

SEED = int(os.environ.get("FUZZ_SEED", "20261118"))
REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "20000"))
ONLY = [int(number) for number in os.environ.get("FUZZ_ONLY", "").split(",") if number]
ENOUGH = 20_000  # requests from which on every address must have been met
LEAST_WELL = 0.95  # of the routes that somebody must have got a page of, or a reasoned refusal
LEAST_SHARE = 0.3  # of a role's requests that must get a page, or be led to one
DOOR = "sign-in"


@dataclass
class Tally:
    """What came of many requests: how they were answered, by role and by route, and what broke."""

    by_role: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    by_route: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    broken: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    slowest: tuple[float, str] = (0, "")

    def share(self, role: str) -> float:
        """How many of a role's requests got a page or were led to one; not to the sign-in."""
        counted = self.by_role[role]
        return sum(n for status, n in counted.items() if status[0] in "23") / counted.total()

    def never_well(self) -> list[str]:
        """The routes that nobody got a page of, nor a reasoned refusal."""
        return [
            route
            for route, counted in self.by_route.items()
            if not any(status[0] in "23" or status in ("409", "410", "429") for status in counted)
        ]

    def report(self) -> Iterator[str]:
        for role, counted in self.by_role.items():
            yield f"{role:10} {self.share(role):4.0%} well: {dict(sorted(counted.items()))}"
        for why, lines in self.broken.items():
            yield f"\n{len(lines)} × {why}"
            yield from lines[:3]


def sent(drawer: Drawer, wire: Wire, numbers: Iterable[int]) -> Tally:
    """Send the requests of these ``numbers``, each undone before the next."""
    tally = Tally()
    with wire.listening():
        for number in numbers:
            fresh(number)
            request = drawer.draw(number)
            outcome = wire.send(request)
            status = DOOR if outcome.at_the_door else str(outcome.status)
            tally.by_role[request.role][status] += 1
            tally.by_route[request.route][status] += 1
            line = f"FUZZ_SEED={drawer.seed} FUZZ_ONLY={number}  {outcome.status}  {request.line()}"
            tally.slowest = max(tally.slowest, (outcome.seconds, line))
            if outcome.broken:
                where = [one.partition("): ")[0] for one in outcome.trouble] or [status]
                tally.broken["; ".join(where)].append("; ".join([line, *outcome.trouble]))
    return tally


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """A line for each request is of no use here; and this takes longer than any other test may."""
    faulthandler.cancel_dump_traceback_later()
    log = logging.getLogger("portal.request")
    log.setLevel(logging.WARNING)
    yield
    log.setLevel(logging.NOTSET)


def test_fuzz(demo: None) -> None:
    begun = time.perf_counter()
    corpus, cookies = met()
    walked = time.perf_counter() - begun
    tally = sent(Drawer(corpus, SEED), Wire(cookies), ONLY or range(REQUESTS))
    print("\n".join(tally.report()))
    count = sum(counted.total() for counted in tally.by_role.values())
    names = sum(map(len, corpus.names.values()))
    print(
        f"{count:,} requests, seed {SEED}, to {len(tally.by_route)} of {len(corpus.routes)} routes with {names:,} "
        f"names that their views read; walked {walked:.0f} s, sent {time.perf_counter() - begun - walked:.0f} s, "
        f"the slowest {tally.slowest[0]:.1f} s ({tally.slowest[1][:150]})"
    )
    assert not tally.broken
    if ONLY:
        return
    assert {role: tally.share(role) for role in tally.by_role if tally.share(role) < LEAST_SHARE} == {}
    if REQUESTS >= ENOUGH:
        assert set(corpus.routes) <= set(tally.by_route)
        print(f"never well: {tally.never_well()}")
        assert len(tally.never_well()) <= (1 - LEAST_WELL) * len(corpus.routes)


@override_settings(ROOT_URLCONF="tests.fuzz.careless")
def test_the_control(demo: None) -> None:
    """Two careless views are found by a few hundred requests, and by the line that is printed again."""
    corpus = Corpus(routes=["careless/pages/", "careless/answer/"])
    client = Client()
    walk(corpus, "anonymous", client, ["/careless/pages/", "/careless/answer/"])
    drawer, wire = Drawer(corpus, SEED), Wire({"anonymous": cookie(client)})
    tally = sent(drawer, wire, range(300))
    found = "\n".join(tally.report())
    print(found)
    for kind in ("ValueError", "MultiValueDictKeyError"):
        assert kind in found
    (line, *_more) = next(iter(tally.broken.values()))
    number = int(line.partition("FUZZ_ONLY=")[2].split()[0])
    assert list(sent(drawer, wire, [number]).broken.values()) == [[line]]


def test_forms_are_read_as_browsers_send_them() -> None:
    page = """<form id="a" method="post" action="there/?x=1" enctype="multipart/form-data"><input name="one" value="1">
      <input type="checkbox" name="two" value="yes"><input type="radio" name="three" value="a" checked>
      <select name="four"><option value="p">p<option value="q" selected>q</select><textarea name="five">
text</textarea><input type="file" name="six"><input name="seven" disabled><button name="do" value="go">go</button>
      <button formaction="elsewhere/">other</button></form><input form="a" name="eight" value="8">
      <form action="https://elsewhere.example/"><input name="nine"></form>"""
    first, second = [one for one in forms(page, "/at/") if one.method == "POST"]
    stands = (("one", "1"), ("three", "a"), ("four", "q"), ("five", "text"), ("eight", "8"))
    assert (first.path, first.query, first.multipart, first.files) == ("/at/there/", "x=1", True, ("six",))
    assert first.pairs == (*stands, ("do", "go"))
    assert (second.path, second.pairs) == ("/at/elsewhere/", stands)
    assert dict(first.choices) == {"two": ("yes",), "three": ("a",), "four": ("p", "q")}


def test_what_a_request_does_is_undone(demo: None) -> None:
    """A right form is obeyed each time, however often it is sent: the one before left nothing behind."""
    client = entered("desk")
    corpus = Corpus(routes=["desk/line/close/"], roles={"desk": Known()})
    walk(corpus, "desk", client, ["/desk/line/"])
    (form,) = corpus.roles["desk"].forms["desk/line/close/"][:1]
    drawer, wire = Drawer(corpus, SEED), Wire({"desk": cookie(client)})
    request = next(
        one for one in map(drawer.draw, range(500)) if one.path == form.path and one.method == "POST"
    )
    assert len({wire.send(request).status for _time in range(3)}) == 1
