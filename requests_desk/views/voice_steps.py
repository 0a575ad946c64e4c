"""One step of a proposal, a project or a meeting at the desk: done, or its sheet shown again saying why not."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.common.errors import NotAllowed, PortalError
from requests_desk.forms.visits import both
from requests_desk.views.ticket_page import Choice

Show = Callable[..., HttpResponse]


def must_be_own(row: Any, worker: Any) -> None:
    """Officials may look at ``row``, and only its committee's desk acts. Raises NotAllowed."""
    if row.committee_id not in worker.scope.desk_committees:
        raise NotAllowed


def step(
    request: HttpRequest,
    row: Any,
    name: str,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    *,
    show: Show,
    back: str,
    done: Any,
) -> HttpResponse:
    """Do ``act`` with what the form holds and go ``back``; else the sheet of ``row`` with the form open."""
    must_be_own(row, request.user)
    status = 200
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except NotAllowed:
            raise
        except PortalError as error:
            form.add_error(None, both(error))
            status = error.status
        else:
            messages.success(request, done)
            return redirect(back)
    return show(request, type(row).objects.get(pk=row.pk), failed=(name, form), status=status)


def holds_words(form: forms.Form) -> bool:
    """Whether something was written in it, not only chosen."""
    return any(
        form[name].value() for name, field in form.fields.items() if not isinstance(field, forms.ChoiceField)
    )


def choices(
    names: Any, titles: dict[str, Any], forms_by_name: dict[str, Any], url: Callable[[str], str],
    failed: tuple[str, forms.Form] | None,
) -> list[Choice]:  # fmt: skip
    """The steps as a page shows them; one that failed stands open. Where it has just become impossible it is
    shown as long as words were typed, so that they are not lost."""
    typed = dict([failed]) if failed else {}
    wanted = [name for name in typed if name not in names and holds_words(typed[name])] + list(names)
    return [
        Choice(name, titles[name], typed.get(name) or forms_by_name[name], url(name), "", open=name in typed)
        for name in wanted
    ]
