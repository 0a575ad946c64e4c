"""Pages that grow: in one language from head to foot, and taken back when their reader leaves."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager

from django.core.signals import request_finished
from django.db import close_old_connections
from django.utils import translation
from django.utils.translation import gettext

from portal.common.growing import growing


def told(left: list[str]) -> Generator[str, None, None]:
    try:
        for _n in range(3):
            yield gettext("Sheets")
    finally:
        left.append(translation.get_language())


@contextmanager
def no_database() -> Iterator[None]:
    """A request ends, and there is no connection to look after."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


def test_each_piece_is_in_the_request_s_language_and_leaves_none_behind() -> None:
    for language, words in (("en", "Sheets"), ("zh-hans", "表格")):
        with translation.override(language):
            response = growing(told([]))
        with translation.override("de"):
            for piece in response.streaming_content:
                assert piece.decode() == words
                assert translation.get_language() == "de"


def test_nothing_on_the_way_keeps_it_back() -> None:
    response = growing(told([]))
    assert response.streaming
    assert response["X-Accel-Buffering"] == "no"
    assert "Content-Length" not in response


def test_who_leaves_ends_it_and_who_stays_does_not() -> None:
    left: list[str] = []
    response = growing(told(left))
    pieces = iter(response.streaming_content)
    next(pieces)
    assert left == []
    with no_database():
        response.close()
    assert len(left) == 1

    left.clear()
    response = growing(told(left))
    assert len(list(response.streaming_content)) == 3
    assert len(left) == 1
