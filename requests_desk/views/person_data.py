"""A person's data at the desk: what the head's committees hold about one phone number, copied out or erased at the
person's own wish. The number travels in the form alone, never in an address."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.common.access import worker_required
from portal.common.masking import mask_phone
from requests_desk.actions.personal_data import copy_at_wish, erase_at_wish, held_at, in_notes, must_be_head
from requests_desk.forms.person_data import PersonDataForm


@worker_required
def person_data(request: HttpRequest) -> HttpResponse:
    """First what is held, by kind and number; then the copy, or the erasure of what is over. Others get a 403."""
    worker: Any = request.user
    must_be_head(worker)
    form = PersonDataForm(request.POST if request.method == "POST" else None)
    page: dict[str, Any] = {"section": "people", "form": form}
    if form.is_bound and form.is_valid():
        phone, now = form.cleaned_data["phone"], timezone.now()
        if request.POST.get("do") == "copy":
            return as_file(copy_at_wish(phone=phone, worker=worker, at=now))
        if request.POST.get("do") == "erase":
            page["erased"] = sum(erase_at_wish(phone=phone, worker=worker, at=now).values())
        page |= {
            "held": held_at(phone, worker, at=now), "phone": phone, "masked": mask_phone(phone),
            "in_notes": in_notes(phone, must_be_head(worker)),
        }  # fmt: skip
    return TemplateResponse(request, "requests_desk/looks/person_data.html", page)


def as_file(copy: dict[str, Any]) -> HttpResponse:
    """A download that bears nobody's number in its name."""
    text = json.dumps(copy, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="personal-data-{timezone.localdate()}.json"'
    return response
