"""Booking a visit: three questions, one a page, and nothing kept between them but the address."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from portal.common import limits
from portal.common.access import public
from portal.common.again import EXPIRED, shown_again_by
from portal.common.form_keys import FormKey, KeyNotYours, mark, new_key, read_key
from portal.common.keeping import days_kept
from requests_desk.actions.places import next_free
from requests_desk.actions.sent_twice import FormUsed
from requests_desk.actions.visits import NOT_THEN, DayUsedUp, HourUsedUp, WrongSlot, place_words
from requests_desk.actions.visits import book as book_visit
from requests_desk.forms.visits import BIGGEST_KEY, BookingForm, TimeForm, both
from requests_desk.models import Slot, Visit
from requests_desk.views.robots import ONCE_MORE, TRAP, by_a_robot, second_key
from requests_desk.views.times import strip
from stations.models import ChecklistItem, OpeningDay, Station

BOOKING = "booking"  # the purpose of the form's key


def asked_again(request: HttpRequest, slug: str) -> HttpResponse:
    """The last question once more with what was typed, and a fresh key: the form had expired."""
    at = timezone.now()
    item = asked_item(slug, request.POST)
    return ask_service(request, slug, at) if item is None else expired(request, item, at)


@require_http_methods(["GET", "HEAD", "POST"])
@public()
@shown_again_by(asked_again)
def book(request: HttpRequest, slug: str) -> HttpResponse:
    """Which service → which time → who comes; the address holds what was answered so far."""
    at = timezone.now()
    said = request.POST if request.method == "POST" else request.GET
    item = asked_item(slug, said)
    if item is None:
        return ask_service(request, slug, at)
    if request.method == "POST":
        return take_answer(request, item, at)
    return ask_time(request, item, at)


def asked_item(slug: str, said: QueryDict) -> ChecklistItem | None:
    """What is to be booked (``item``, a key, or ``service``, its slug), if it can be booked at this station."""
    items = ChecklistItem.objects.bookable().with_door().with_own_hours()
    here = items.filter(station__slug=slug, station__status=Station.Status.OPERATING)
    key, service = said.get("item", ""), said.get("service", "")
    if key.isascii() and key.isdigit() and len(key) < 19:
        return here.filter(pk=int(key)).first()
    if service and "\0" not in service and len(service) <= 60:
        return here.filter(service__slug=service).first()
    return None


def step(**answers: Any) -> str:
    """The address of a question, from the answers given before it."""
    return "?" + urlencode({name: value for name, value in answers.items() if value})


def ask_service(request: HttpRequest, slug: str, at: datetime) -> HttpResponse:
    """The first question; or why nothing can be booked here, and what to do instead."""
    station = get_object_or_404(Station.objects.published().with_site(), slug=slug)
    items = list(station.checklist.active().select_related("service", "section"))
    bookable = [item for item in items if item.bookable]
    page = {
        "station": station,
        "items": bookable,
        "drop_in": [item for item in items if not (item.bookable or item.phone_first)],
        "phone_first": [item for item in items if item.phone_first],
        "green": request.GET.get("green") == "1",
        "why_not": why_not(station, bookable, at),
    }
    return TemplateResponse(request, "requests_desk/visits/book_service.html", page)


def why_not(station: Station, bookable: list[ChecklistItem], at: datetime) -> str:
    """Why nothing can be booked at ``station``: planned, drop_in, unknown or none; "" where something can."""
    if station.status != Station.Status.OPERATING:
        return "planned"
    if not bookable:
        return "drop_in"
    if Slot.objects.filter(station=station, open=True, starts_at__gt=at).exists():
        return ""
    today = timezone.localtime(at).date()
    ahead = OpeningDay.objects.filter(station=station, date__gte=today)
    return "none" if ahead.exclude(source=OpeningDay.Source.UNKNOWN).exists() else "unknown"


def ask_time(request: HttpRequest, item: ChecklistItem, at: datetime) -> HttpResponse:
    """The second question, until ``?slot=`` names a time with room."""
    green = request.GET.get("green") == "1"
    days = strip(item, at=at, green=green, wanted=request.GET.get("day", ""))
    answered = "slot" in request.GET or "go" in request.GET
    form = TimeForm(request.GET if answered else None, slots=days.slots)
    yours = booked_here(request)
    if form.is_valid():
        contact = BookingForm(initial={"slot": form.cleaned_data["slot"].pk, "green": green})
        return ask_contact(
            request, item, form.cleaned_data["slot"], contact, yours=yours,
            key=new_key(BOOKING, request, at=at, about=form.cleaned_data["slot"].pk),
        )  # fmt: skip
    if yours is not None:
        form = TimeForm(slots=days.slots)  # no error: the place that is gone is the reader's own
    page = {
        "item": item, "station": item.station, "strip": days, "form": form, "green": green, "yours": yours,
        "restart": step(green=green and 1), "with_green": step(item=item.pk, green=1),
        "without_green": step(item=item.pk), "to_day": step(item=item.pk, green=green and 1) + "&day=",
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/visits/book_time.html", page)


def booked_here(request: HttpRequest) -> Visit | None:
    """The visit that this very browser booked at the time it asks for: who presses Back after booking
    the last place finds it taken, and must be told by whom. Costs nothing to a browser without a key."""
    slot = slot_of(request.GET)
    if slot is None or "CSRF_COOKIE" not in request.META:
        return None
    own = Visit.objects.standing().filter(slot=slot, booking_key__startswith=mark(BOOKING, request, slot.pk))
    return own.select_related("service").first()


def ask_contact(
    request: HttpRequest,
    item: ChecklistItem,
    slot: Slot | None,
    form: BookingForm,
    *,
    key: str,
    status: int = 200,
    yours: Visit | None = None,
    **why: bool,
) -> HttpResponse:
    """The third question. ``slot`` is None where the time asked for is not one; ``yours`` was booked
    there by this browser before; why it is asked again: ``stuck``, no other time of the day will do;
    ``expired``, the form could not be taken."""
    green = 1 if form["green"].value() else None
    day = timezone.localtime(slot.starts_at).date() if slot else None
    page = {
        "item": item, "station": item.station, "slot": slot, "form": form, "key": key, "trap": TRAP,
        "yours": yours, **why,
        "place": place_words(item.station, item.site),  # type: ignore[attr-defined]
        "keep_days": days_kept("visits"),
        "restart": step(green=green), "other_time": step(item=item.pk, green=green, day=day),
        # Whoever changes the print or the language of a refused form comes back to this very question.
        "here": step(item=item.pk, slot=slot and slot.pk, green=green, go=1),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/visits/book_contact.html", page, status=status)


def take_answer(request: HttpRequest, item: ChecklistItem, at: datetime) -> HttpResponse:
    """Book, and lead to the confirmation; or say what is missing, and lose nothing of what was typed."""
    typed = request.POST.get("key", "")
    try:
        key = read_key(typed, BOOKING, request)
    except KeyNotYours:
        return expired(request, item, at)
    form = BookingForm(request.POST)
    if form.is_valid() and by_a_robot(request, key, at):
        form.add_error(None, ONCE_MORE)
        about = slot_of(request.POST)
        typed = second_key(BOOKING, request, at=at, about=about and about.pk)
    if not form.is_valid():
        return ask_contact(request, item, slot_of(request.POST), form, key=typed)
    slot = Slot.objects.filter(pk=form.cleaned_data["slot"]).first()
    if "yours" in request.POST and slot and (before := same_again(request, slot, form.cleaned_data)):
        return redirect(before)
    try:
        visit = booked(request, item, slot, key, form.cleaned_data, at)
    except FormUsed:
        return already_used(request, item.station, Visit.objects.filter(booking_key=key.nonce).first())
    except (DayUsedUp, HourUsedUp) as error:
        form.add_error(None, both(error))
        return ask_contact(request, item, slot, form, key=typed, status=error.status, stuck=True)
    except NOT_THEN as error:
        form = BookingForm(request.POST, offers=error.offers, refusal=error)
        return ask_contact(request, item, slot, form, key=typed, status=error.status)
    return redirect(f"{visit.get_absolute_url()}?new")


def expired(request: HttpRequest, item: ChecklistItem, at: datetime) -> HttpResponse:
    """Nothing is booked by a form whose token or key does not fit this browser (any more). It is shown again as
    it was sent, with a key of its own; whoever has booked with it before is led to their visit."""
    slot = slot_of(request.POST)
    form = BookingForm(request.POST)
    form.add_error(None, EXPIRED)
    key = new_key(BOOKING, request, at=at, about=slot and slot.pk)
    return ask_contact(request, item, slot, form, key=key, status=KeyNotYours.status, expired=True)


def same_again(request: HttpRequest, slot: Slot, said: dict[str, Any]) -> Visit | None:
    """The visit that this browser booked at this time for this very person. Asked only where the page has
    told them of it: whoever goes Back and sends the form once more means the same visit."""
    own = Visit.objects.standing().filter(
        slot=slot,
        booking_key__startswith=mark(BOOKING, request, slot.pk),
        name=said["name"],
        phone=said["phone"],
    )
    return own.first()


def booked(
    request: HttpRequest,
    item: ChecklistItem,
    slot: Slot | None,
    key: FormKey,
    said: dict[str, Any],
    at: datetime,
) -> Visit:
    """The visit. Raises what actions.visits.book raises."""
    if slot is None:
        raise WrongSlot(offers=next_free(item, around=at, green=said["green"], at=at))
    return book_visit(
        item=item, slot=slot, place=place_words(item.station, item.site), key=key.nonce, at=at,  # type: ignore[attr-defined]
        shown_at=key.made_at,
        language=get_language() or settings.LANGUAGE_CODE, client=limits.client_address(request),
        **{name: said[name] for name in ("name", "phone", "email", "on_behalf", "green")},
    )  # fmt: skip


def slot_of(said: QueryDict) -> Slot | None:
    """The time a form that must be shown again was about."""
    typed = said.get("slot", "")
    known = typed.isascii() and typed.isdigit() and int(typed[:20]) <= BIGGEST_KEY
    return Slot.objects.filter(pk=int(typed)).first() if known else None


def already_used(request: HttpRequest, station: Station, visit: Visit | None) -> HttpResponse:
    """The form has booked ``visit`` before, in this very browser: it is named, without its link."""
    page = {"station": station, "visit": visit}
    return TemplateResponse(request, "requests_desk/visits/book_used.html", page, status=FormUsed.status)
