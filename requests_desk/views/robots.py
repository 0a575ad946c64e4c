"""The turnstile of forms that anybody may send: it stops what no person does, and a person once at most."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.common.form_keys import FormKey, new_key

TRAP = "website"  # a field that people do not see and robots fill in
ONCE_MORE = _(
    "Nothing is sent yet, and nothing is wrong with your answers. The form was filled in very quickly: press the "
    "button once more, so that we know you are no machine."
)


def by_a_robot(request: HttpRequest, key: FormKey, at: datetime) -> bool:
    """Whether something filled in what nobody sees, or was quicker than anybody types. A person whom
    this meets presses the button once more, with the key of `second_key`."""
    return bool(request.POST.get(TRAP)) or at - key.made_at < _typing()


def second_key(purpose: str, request: HttpRequest, *, at: datetime, about: object) -> str:
    """A fresh key for the form that is shown once more: with it nobody is too quick a second time."""
    return new_key(purpose, request, at=at - _typing(), about=about)


def _typing() -> timedelta:
    return timedelta(seconds=settings.PORTAL_FORM_SECONDS)
