"""One request by its number: the same whenever seed, number and corpus are the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from tests.fuzz import values
from tests.fuzz.corpus import Corpus, Known
from tests.fuzz.forms import Form

Pairs = list[tuple[str, str]]
One = TypeVar("One")
BOUNDARY = "part-of-a-fuzz"
OFFICIALS, AT_DESKS = ("street", "district", "admin"), ("desk", "head", "stranger")


@dataclass
class Request:
    """What goes over the wire, and as whom."""

    role: str
    method: str
    path: str
    query: str = ""
    kind: str = ""  # the body's
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    checked: bool = False  # whether the token against forgery is asked for
    route: str = ""  # whither it was meant to go

    def line(self) -> str:
        """For people; what is very long is cut."""
        said = f"{self.role}: {self.method} {self.path[:300]}" + (
            f"?{self.query[:300]}" if self.query else ""
        )
        said += f" {self.kind} {self.body[:600]!r}" if self.body or self.kind else ""
        short = {name: value[:80] for name, value in self.headers.items()}
        return said + (f" {short}" if short else "") + (" (token asked for)" if self.checked else "")


class Drawer:
    """Draws requests from ``corpus``."""

    def __init__(self, corpus: Corpus, seed: int) -> None:
        self.corpus, self.seed = corpus, seed
        self.roles = list(corpus.roles)

    def draw(self, number: int) -> Request:
        return Draw(
            self.corpus, Random(f"{self.seed}/{number}"), self.roles[number % len(self.roles)]
        ).request()


class Draw:
    """One request in the making."""

    def __init__(self, corpus: Corpus, chance: Random, role: str) -> None:
        self.corpus, self.chance, self.role = corpus, chance, role
        self.known: Known = corpus.roles[role]

    def request(self) -> Request:
        ways: dict[Callable[[], Request], int] = {
            self.page: 34, self.form: 36, self.address: 16, self.blind_post: 6, self.odd_body: 4, self.odd_method: 4,
        }  # fmt: skip
        made = self.chance.choices(list(ways), list(ways.values()))[0]()
        if self.likely(0.2) and not made.path.startswith("/en/"):
            made.path = "/en" + made.path
        if self.likely(0.25):
            for name in self.chance.sample(list(values.HEADERS), self.chance.choice((1, 1, 2, 4))):
                made.headers[name] = self.one(values.HEADERS[name])
        elif made.method not in ("GET", "HEAD"):
            made.headers["HTTP_ORIGIN"] = "http://testserver"
        if self.likely(0.03):
            text = quote(self.one(values.ANYTHING)[:300], safe="/+= ")
            made.headers["HTTP_COOKIE"] = self.one(values.COOKIES).replace("{}", text)
        made.checked = made.method not in ("GET", "HEAD") and self.likely(0.1)
        return made

    # -- chance --------------------------------------------------------------------------------------------

    def likely(self, share: float) -> bool:
        return self.chance.random() < share

    def one(self, of: Sequence[One]) -> One:
        return self.chance.choice(of)

    def known_by_somebody(self) -> Known:
        """Mostly what the role itself has met, sometimes what another has."""
        return self.known if self.likely(0.85) else self.corpus.roles[self.one(list(self.corpus.roles))]

    def near(self) -> list[str]:
        """All routes; mostly those alone that the role may come by."""
        if self.likely(0.25):
            return self.corpus.routes
        shut = {"admin/": self.role not in OFFICIALS, "desk/": self.role not in (*OFFICIALS, *AT_DESKS)}
        return [
            one for one in self.corpus.routes if not any(one.startswith(door) for door in shut if shut[door])
        ]

    # -- kinds of request ----------------------------------------------------------------------------------

    def page(self) -> Request:
        """A page that was met, with another query string: mostly one or two names are wrong."""
        known = self.known_by_somebody()
        route = self.one(sorted(known.pages) or sorted(self.known.pages))
        parts = urlsplit(self.one(known.pages[route]))
        method = "HEAD" if self.likely(0.08) else "GET"
        path, query = quote_path(parts.path), self.query(route, parts.query)
        return Request(self.role, method, path, query, route=route)

    def form(self) -> Request:
        """A form that was met: as it should be filled in, but for one or two fields."""
        known = self.known_by_somebody()
        if not known.forms:
            return self.page()
        route = self.one(sorted(known.forms))
        form = self.one(known.forms[route])
        pairs = self.spoilt(route, self.filled(form), form)
        if form.method == "GET":
            query = urlencode(pairs, errors="replace")
            return Request(self.role, "GET", quote_path(form.path), query, route=route)
        query = self.query(route, form.query) if self.likely(0.15) else form.query
        made = Request(self.role, "POST", quote_path(form.path), query, route=route)
        if form.multipart or form.files:
            files = [(name, self.one(values.FILES)) for name in form.files if self.likely(0.85)]
            made.kind, made.body = f"multipart/form-data; boundary={BOUNDARY}", multipart(pairs, files)
        else:
            made.kind, made.body = (
                "application/x-www-form-urlencoded",
                urlencode(pairs, errors="replace").encode(),
            )
        return made

    def address(self) -> Request:
        """Any address there is, with real and false parts; as a GET or a bare POST."""
        route = self.one(self.near())
        wrong = self.likely(0.6)
        path = self.corpus.paths(route, lambda real: self.piece(real, wrong=wrong))
        method = self.chance.choices(("GET", "HEAD", "POST"), (8, 1, 2))[0]
        query = self.query(route, "") if self.likely(0.4) else ""
        if self.likely(0.04):
            path = path.rstrip("/") if self.likely(0.5) else path + self.one(("/", "%00", "..", "//", "?"))
        kind = "application/x-www-form-urlencoded" if method == "POST" else ""
        return Request(self.role, method, path, query, kind, route=route)

    def blind_post(self) -> Request:
        """A POST to any address of what its views were seen to read, without its page."""
        route = self.one([one for one in self.near() if self.corpus.names.get(one)] or self.corpus.routes)
        path = self.corpus.paths(route, lambda real: self.piece(real, wrong=self.likely(0.1)))
        names = self.corpus.names[route]
        chosen = self.chance.sample(names, self.chance.randint(0, min(len(names), 8)))
        body = urlencode([(name, self.value(name)) for name in chosen], errors="replace").encode()
        return Request(self.role, "POST", path, "", "application/x-www-form-urlencoded", body, route=route)

    def odd_body(self) -> Request:
        """A body that is not what it says it is."""
        made = self.form()
        kind, body = self.one(values.BODIES)
        if self.likely(0.3):
            kind, body = kind, made.body
        elif self.likely(0.3) and made.body:
            kind, body = made.kind, made.body[: self.chance.randrange(len(made.body))]
        return Request(self.role, "POST", made.path, made.query, kind, body, route=made.route)

    def odd_method(self) -> Request:
        made = self.chance.choice((self.page, self.form, self.address))()
        made.method = self.one(values.METHODS)
        return made

    # -- their parts ---------------------------------------------------------------------------------------

    def piece(self, real: list[str], *, wrong: bool) -> str:
        """What stands between two slashes."""
        if not wrong or self.likely(0.2):
            return quote(self.one(real))
        if self.likely(0.2):
            text = self.one(real)
            return quote(self.one((text[:-1], text + "a", text.swapcase(), text + "\0", "0" + text)) or "0")
        return self.one(values.PIECES)

    def query(self, route: str, given: str) -> str:
        """The query string that was met, or one of names that the views of ``route`` read."""
        if self.likely(0.12):
            return given
        if self.likely(0.06):
            return self.one(values.WHOLE_QUERIES)
        pairs = parse_qsl(given, keep_blank_values=True)
        if pairs and self.likely(0.6):
            place = self.chance.randrange(len(pairs))
            pairs[place] = (pairs[place][0], self.value(pairs[place][0]))
        names = self.corpus.names.get(route) or ["q"]
        for _time in range(self.chance.choice((0, 1, 1, 1, 2, 3))):
            name = self.one(names)
            pairs += [(name, self.value(name))] * self.chance.choice((1, 1, 1, 1, 2))
        return urlencode(pairs, errors="replace")

    def value(self, name: str) -> str:
        """For a field of that name: one that was met somewhere, or one that fits nowhere."""
        met = self.corpus.values.get(name)
        if name.endswith("_FORMS"):
            return self.one(values.COUNTS)
        if met and self.likely(0.4):
            return self.one(met)
        of = self.chance.choices(
            (values.ANYTHING, values.TEXTS, values.NUMBERS, values.DAYS, values.PLACES), (4, 2, 3, 3, 1)
        )[0]
        return self.one(of)

    def filled(self, form: Form) -> Pairs:
        """The form as somebody fills it in: what stands empty gets words that may fit."""
        pairs = [
            (name, value or (self.likely_answer(name) if self.likely(0.8) else ""))
            for name, value in form.pairs
        ]
        chosen = {name for name, _value in pairs}
        for name, choices in form.choices:
            if name not in chosen and self.likely(0.7):
                pairs.append((name, self.one(choices)))
            elif name in chosen and self.likely(0.3):
                pairs = [(other, self.one(choices) if other == name else value) for other, value in pairs]
        return pairs

    def likely_answer(self, name: str) -> str:
        """What a field of such a name is often filled in with."""
        for part, right in ANSWERS.items():
            if part in name:
                return right
        return self.one(("王小明", "长椅", "1", "3", "2026-11-19", "x"))

    def spoilt(self, route: str, pairs: Pairs, form: Form) -> Pairs:
        """One or two changes to what would be right; sometimes none."""
        for _time in range(self.chance.choice((0, 1, 1, 1, 2, 2, 5))):
            self.chance.choice((self.missing, self.twice, self.wrong, self.wrong, self.wrong, self.more))(
                route, pairs
            )
        if self.likely(0.02):
            pairs[:] = [(name, self.value(name)) for name, _value in pairs]
        if form.files and self.likely(0.1):
            pairs.append((form.files[0], "no file"))
        return pairs

    def missing(self, route: str, pairs: Pairs) -> None:
        if pairs:
            del pairs[self.chance.randrange(len(pairs))]

    def twice(self, route: str, pairs: Pairs) -> None:
        if pairs:
            name, value = self.one(pairs)
            pairs.append((name, self.value(name) if self.likely(0.5) else value))

    def wrong(self, route: str, pairs: Pairs) -> None:
        if pairs:
            counts = [place for place, (name, _value) in enumerate(pairs) if name.endswith("_FORMS")]
            place = self.one(counts) if counts and self.likely(0.3) else self.chance.randrange(len(pairs))
            pairs[place] = (pairs[place][0], self.value(pairs[place][0]))

    def more(self, route: str, pairs: Pairs) -> None:
        names = [*self.corpus.names.get(route, []), "id", "pk", "_save", "_popup", "next", "page"]
        name = self.one(names)
        pairs.append((name, self.value(name)))


ANSWERS = {
    "phone": "13812341234", "email": "w@example.cn", "_on": "2026-11-19", "day": "2026-11-19", "since": "2026-11-18",
    "until": "2026-12-18", "begins": "09:00", "ends": "10:30", "time": "10:00", "_at": "2026-11-19", "hours": "1.5",
    "lat": "31.2", "lon": "121.4", "capacity": "12", "yuan": "300", "percent": "20", "number": "7", "code": "990101001",
    "slug": "a-new-one", "username": "somebody", "password": "doorstep-demo", "reference": "2222-3333", "proof": "1234",
    "name": "王小明", "text": "水管漏水", "words": "水管漏水", "reason": "serve",
}  # fmt: skip


def quote_path(path: str) -> str:
    return quote(path, safe="/%~:@!$&'()*+,;=")


def multipart(pairs: Pairs, files: list[tuple[str, tuple[str, str, bytes]]]) -> bytes:
    """The body of a form with files, as browsers write it."""
    body = b""
    for name, value in pairs:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        body += head.encode("utf-8", "replace") + value.encode("utf-8", "replace") + b"\r\n"
    for name, (filename, kind, content) in files:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        body += f"{head}Content-Type: {kind}\r\n\r\n".encode() + content + b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode()
