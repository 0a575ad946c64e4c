"""Health: alive without asking anybody, ready only when the database answers."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from portal.common.access import public


@public()
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; no query."""
    return HttpResponse("ok\n", content_type="text/plain")


@public()
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers one query; 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connection.close()
        return HttpResponse("database does not answer\n", content_type="text/plain", status=503)
    return HttpResponse("ready\n", content_type="text/plain")
