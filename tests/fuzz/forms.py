"""The forms of a page, as a browser would send them."""

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

Pairs = tuple[tuple[str, str], ...]
CHOSEN_BY_HAND = ("checkbox", "radio")


@dataclass(frozen=True)
class Form:
    """One form: where it goes, what it sends when nobody changes it, and what else could be chosen."""

    path: str
    query: str
    method: str
    pairs: Pairs
    files: tuple[str, ...] = ()
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    multipart: bool = False

    @property
    def kind(self) -> tuple[object, ...]:
        """Forms that ask for the same are of one kind."""
        return self.method, tuple(sorted({name for name, _value in self.pairs})), self.files

    def choosing(self, name: str, value: str) -> "Form":
        """The same with one more answer: a button pressed."""
        return replace(self, pairs=(*self.pairs, (name, value)))


@dataclass
class Draft:
    """A form while it is read."""

    attrs: dict[str, str]
    pairs: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    def forms(self, at: str) -> list[Form]:
        """Once as it stands, and once for each button with a name or an address of its own."""
        method = self.attrs.get("method", "get").upper()
        choices = tuple((name, tuple(values)) for name, values in self.choices.items())

        def to(action: str) -> Form:
            parts = urlsplit(urljoin(at, action))
            return Form(
                parts.path, parts.query, method, tuple(self.pairs), tuple(self.files), choices,
                "multipart" in self.attrs.get("enctype", ""),
            )  # fmt: skip

        action = self.attrs.get("action", "") or at
        found = [
            to(other or action).choosing(name, value) if name else to(other or action)
            for name, value, other in self.buttons
        ]
        return found or [to(action)]


class Reader(HTMLParser):
    """Reads every form; parts that stand outside theirs name it."""

    def __init__(self) -> None:
        super().__init__()
        self.drafts: list[Draft] = []
        self.inside: Draft | None = None
        self.select: tuple[Draft, str] | None = None
        self.selected = False
        self.writing: tuple[Draft, str] | None = None
        self.written = ""

    def owner(self, attrs: dict[str, str]) -> Draft | None:
        if "form" in attrs:
            return next((one for one in self.drafts if one.attrs.get("id") == attrs["form"]), None)
        return self.inside

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attrs = {name: value or "" for name, value in given}
        if tag == "form":
            self.inside = Draft(attrs)
            self.drafts.append(self.inside)
        elif tag == "option":
            self.option(attrs)
        elif tag in ("input", "button", "select", "textarea"):
            draft = self.owner(attrs)
            if draft is None or "disabled" in attrs:
                return
            if tag == "input":
                self.input(draft, attrs)
            elif tag == "button" and attrs.get("type", "submit") == "submit":
                draft.buttons.append(
                    (attrs.get("name", ""), attrs.get("value", ""), attrs.get("formaction", ""))
                )
            elif tag == "select" and attrs.get("name"):
                self.select, self.selected = (draft, attrs["name"]), False
            elif tag == "textarea" and attrs.get("name"):
                self.writing, self.written = (draft, attrs["name"]), ""

    def input(self, draft: Draft, attrs: dict[str, str]) -> None:
        name, value, kind = attrs.get("name", ""), attrs.get("value", ""), attrs.get("type", "text")
        if kind == "submit":
            draft.buttons.append((name, value, attrs.get("formaction", "")))
        elif not name:
            return
        elif kind == "file":
            draft.files.append(name)
        elif kind in CHOSEN_BY_HAND:
            draft.choices.setdefault(name, []).append(value or "on")
            if "checked" in attrs:
                draft.pairs.append((name, value or "on"))
        else:
            draft.pairs.append((name, value))

    def option(self, attrs: dict[str, str]) -> None:
        if self.select is None:
            return
        draft, name = self.select
        values = draft.choices.setdefault(name, [])
        values.append(attrs.get("value", ""))
        if "selected" in attrs or len(values) == 1:
            if values[:-1] and not self.selected:  # the first one stood for all until now
                draft.pairs.remove((name, values[0]))
            draft.pairs.append((name, values[-1]))
            self.selected = self.selected or "selected" in attrs

    def handle_data(self, data: str) -> None:
        self.written += data if self.writing else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.writing:
            draft, name = self.writing
            draft.pairs.append((name, self.written.removeprefix("\n")))
            self.writing = None


def forms(page: str, at: str) -> list[Form]:
    """The forms of ``page``, which was found at ``at``, that lead to the portal itself."""
    reader = Reader()
    reader.feed(page)
    return [form for draft in reader.drafts for form in draft.forms(at) if form.path.startswith("/")]
