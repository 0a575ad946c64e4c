"""Health: alive without asking anybody, ready only when the database answers."""

import threading

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse

from portal.common.access import public

WITHIN = 1.5  # seconds in which the database must answer: whoever asks waits two


@public()
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; no query."""
    return HttpResponse("ok\n", content_type="text/plain")


@public()
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers one query; 503 when it does not, or not in time. It is asked from beside, since
    connecting alone may take two seconds."""
    answered = threading.Event()
    asking = threading.Thread(target=ask, args=[answered], daemon=True)
    asking.start()
    asking.join(WITHIN)
    if answered.is_set():
        return HttpResponse("ready\n", content_type="text/plain")
    return HttpResponse("database does not answer\n", content_type="text/plain", status=503)


def ask(answered: threading.Event) -> None:
    """Set ``answered`` if a statement comes back, on a connection of this thread's own."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return
    finally:
        connection.close()
    answered.set()
