"""A page's bones: its tags and the names of their attributes, whatever text stands between them."""

import re
from collections import Counter
from html.parser import HTMLParser

from django.http import HttpResponse


class Skeleton(HTMLParser):
    """Counts a page's tags with the names of their attributes; what stands in them does not count."""

    def __init__(self) -> None:
        super().__init__()
        self.bones: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.bones[" ".join([tag, *sorted(name for name, _value in attrs)])] += 1
        for name, value in attrs:
            if name in ("href", "src", "action", "formaction") and re.match(
                r"\s*(java|vb|data:text)", value or "", re.I
            ):
                self.bones[f"{tag} {name}={value}"] += 1

    def handle_comment(self, data: str) -> None:
        self.bones["comment"] += 1


def skeleton(answer: HttpResponse) -> Counter[str]:
    parser = Skeleton()
    parser.feed(answer.content.decode())
    parser.close()
    return parser.bones
