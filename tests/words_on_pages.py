"""Finds words of the wrong language on a page: what a reader sees, and what is read out to them."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

from django.conf import settings

from portal import translations

# Attributes that are read to people.
SPOKEN = {"alt", "aria-label", "placeholder", "title", "data-wait"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Of no language: what machines read, what was typed, keys and commands.
SILENT = {"script", "style", "textarea", "kbd", "code"}
LATIN = re.compile(r"[A-Za-z][A-Za-z'’]+")
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


class Words(HTMLParser):
    """Collects (text, language, tag) as they stand on the page; the language is the nearest lang=""."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str, bool]] = []  # tag, language, whether its text is left out
        self.found: list[tuple[str, str, str]] = []

    @property
    def language(self) -> str:
        return self.open[-1][1] if self.open else ""

    @property
    def silent(self) -> bool:
        return bool(self.open) and self.open[-1][2]

    def note(self, text: str, language: str, tag: str) -> None:
        text = " ".join(text.split())
        if text:
            self.found.append((text, language, tag))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        language = given.get("lang") or self.language
        for name in SPOKEN & given.keys():
            self.note(given[name], language, tag)
        if tag == "meta" and given.get("name") == "description":
            self.note(given["content"], language, tag)
        if tag == "input" and given.get("type") in ("submit", "button", "reset"):
            self.note(given.get("value", ""), language, tag)
        if tag not in VOID:
            # In the administration the fields of one language stand beside those of the other.
            typed = "readonly" in given.get("class", "").split()
            self.open.append((tag, language, self.silent or typed or tag in SILENT))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.note(data, self.language, self.open[-1][0] if self.open else "")


def words(page: str) -> list[tuple[str, str, str]]:
    """(text, language, tag) of everything on ``page`` that is read by or to somebody."""
    parser = Words()
    parser.feed(page)
    parser.close()
    return parser.found


def english_on(page: str, allowed: re.Pattern[str]) -> Iterator[str]:
    """English words on a Chinese ``page``, with their sentence; what ``allowed`` matches is left out,
    and so is what says of itself that it is English."""
    for text, language, _tag in words(page):
        if language.startswith("en"):
            continue
        for word in LATIN.findall(allowed.sub(" ", text)):
            yield f"{word}: {text[:100]}"


@cache
def interface() -> re.Pattern[str]:
    """Matches a text that is nothing but a Chinese string of the interface, its gaps filled in."""
    said = set()
    for po in translations.catalogues(settings.BASE_DIR):
        for message in translations.load(po):
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            said |= {string for string in strings if message.id and string and HAN.search(string)}
    # A string that is hardly more than its gaps fits everything.
    gap = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%[sd]|%%")
    whole = [string for string in said if len(HAN.findall(gap.sub("", string))) >= 2]
    return re.compile(
        "|".join(".+?".join(map(re.escape, gap.split(" ".join(string.split())))) for string in sorted(whole))
    )


def chinese_interface_on(page: str) -> Iterator[str]:
    """Chinese strings of the interface on an English ``page``."""
    for text, _language, tag in words(page):
        if HAN.search(text) and interface().fullmatch(text):
            yield f"{tag}: {text[:100]}"


def unmarked_chinese_on(page: str) -> Iterator[str]:
    """Chinese on an English ``page`` that does not say it is Chinese, so that it would be read out as noise."""
    for text, language, tag in words(page):
        if HAN.search(text) and not language.startswith("zh") and tag not in ("meta", "title", "option"):
            yield f"{tag}: {text[:100]}"
