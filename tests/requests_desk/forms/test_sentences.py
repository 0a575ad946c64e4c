"""Every form of the desk, filled in wrongly in every way: it never answers with a sentence of Django's own."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from inspect import getmembers, isclass, signature
from typing import Any

import pytest
from django import forms as django_forms
from django.core import validators
from django.forms import fields as django_fields

from requests_desk import forms
from requests_desk.forms.base import PlainForm
from requests_desk.forms.tickets import NoteForm
from requests_desk.models import Activity, Poll, RotaParty
from stations.models import Scope, Service, Worker
from tests import factories as make

# What the forms need to know beside what was typed.


def giver() -> Worker:
    """Somebody who heads two committees, and may invite to either."""
    worker = Worker()
    worker._scope = Scope(head_committees=frozenset([1, 2]))
    return worker


GIVEN: dict[str, Any] = {
    "slots": [], "stations": [], "today": make.TODAY, "parties": [], "courts": [], "matters": [], "estates": [],
    "days": [], "rooms": [], "meetings": [], "others": [], "needs": [], "resources": [], "groups": [],
    "now": make.NOW, "poll": Poll(most=2), "options": [], "activity": Activity(for_children=True),
    "bodies": [], "deputies": Worker.objects.none(), "giver": giver(), "known": {}, "weeks": [],
    "services": Service.objects.none(), "on_duty": RotaParty(), "asked": {},
}  # fmt: skip
WRONG = ("", "worker-999", "长" * 5000, "a\0b", "2099-13-45", "'\"<>", "9" * 400)


def all_forms() -> Iterator[type[PlainForm]]:
    for module in pkgutil.iter_modules(forms.__path__, "requests_desk.forms."):
        for _name, kind in getmembers(import_module(module.name), isclass):
            if issubclass(kind, PlainForm) and kind.__module__ == module.name:
                yield kind


def djangos_own() -> set[int]:
    """The sentences that Django's fields and validators bring along, by identity: the words may be in any
    language, the objects are the same."""
    kinds = [kind for module in (django_fields, validators) for _name, kind in getmembers(module, isclass)]
    said = [getattr(kind, "default_error_messages", {}) for kind in kinds]
    messages = [message for one in said for message in one.values()]
    messages += [kind.message for kind in kinds if hasattr(kind, "message")]
    return {id(message) for message in messages}


def errors_of(form: PlainForm) -> Iterator[tuple[str, Any]]:
    for name, errors in form.errors.as_data().items():
        for error in errors:
            yield name, error.message


@pytest.mark.parametrize("kind", sorted(all_forms(), key=lambda one: one.__name__))
def test_no_sentence_is_djangos(kind: type[PlainForm]) -> None:
    wants = {
        name
        for one in kind.__mro__
        if issubclass(one, PlainForm)
        for name in signature(one.__init__).parameters
    }
    given = {name: value for name, value in GIVEN.items() if name in wants}
    own = djangos_own()
    for wrong in WRONG:
        form = kind(dict.fromkeys(kind.base_fields, wrong), **given)
        found = [(name, str(message)) for name, message in errors_of(form) if id(message) in own]
        assert found == [], wrong[:20]


def test_the_test_would_notice() -> None:
    """The control: a bare form is caught at both of its fields."""

    class Bare(django_forms.Form):
        text = django_forms.CharField(max_length=3)
        pick = django_forms.ChoiceField(choices=[("a", "a")])

    own = djangos_own()
    caught = {name for name, message in errors_of(Bare({"text": "", "pick": "b"})) if id(message) in own}  # type: ignore[arg-type]
    assert caught == {"text", "pick"}


def test_every_form_of_the_desk_is_looked_at() -> None:
    names = {kind.__name__ for kind in all_forms()}
    assert {"HandOverForm", "WalkInForm", "ClosureForm", "TrackForm", "CallerForm", "TurnForm"} <= names
    assert len(names) >= 18


def test_too_long_says_how_long() -> None:
    form = NoteForm({"text": "长" * 2106})
    (error,) = form.errors["text"]
    assert "2000" in error
    assert "2106" in error
