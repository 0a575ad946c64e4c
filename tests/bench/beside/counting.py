"""A middleware that says in a header how many queries a page took."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase


class CountQueries:
    """Outermost, so that the session's and the user's queries count as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        seen: list[str] = []

        def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
                seen.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            answer = self.get_response(request)
        answer["X-Queries"] = str(len(seen))
        return answer
