"""Pages that grow while something is done: pieces of HTML, sent one by one as they come."""

from collections.abc import Generator, Iterator

from django.http import StreamingHttpResponse
from django.utils import translation

Pieces = Generator[str, None, None]


def growing(pieces: Pieces) -> StreamingHttpResponse:
    """A page of ``pieces`` in the language of this request. Whoever reads it may leave: ``pieces`` is closed then,
    within a piece of its leaving, and takes back in its `finally` or by leaving its transaction what it had begun."""
    response = StreamingHttpResponse(_in_language(translation.get_language(), pieces))
    # A proxy in front hands on each piece as it comes (nginx).
    response["X-Accel-Buffering"] = "no"
    return response


def _in_language(language: str, pieces: Pieces) -> Iterator[str]:
    """The request's language ends with its view; each piece is made in it all the same, and leaves none behind."""
    try:
        while True:
            with translation.override(language):
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece
    finally:
        pieces.close()
