"""The portal with two views that believe what they are told: what a fuzz must find."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import path

from portal.urls import handler400, handler403, handler404, handler500  # noqa: F401
from portal.urls import urlpatterns as portal
from requests_desk.models import Ticket


def pages(request: HttpRequest) -> HttpResponse:
    """A list that takes the page for a number."""
    page = int(request.GET.get("page", 1))
    return HttpResponse(
        f'<a href="?page={page + 1}">→</a>' + ", ".join(str(one) for one in Ticket.objects.all()[:page])
    )


def answer(request: HttpRequest) -> HttpResponse:
    """A form that takes a choice for one of its own."""
    if request.method == "POST":
        return HttpResponse({"yes": "1", "no": "2"}[request.POST["choice"]])
    token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">'
    return HttpResponse(
        f'<form method="post">{token}<input type="radio" name="choice" value="yes" checked><button>x</button></form>'
    )


urlpatterns = [path("careless/pages/", pages), path("careless/answer/", answer), *portal]
