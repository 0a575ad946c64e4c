"""Activities in the admin: what is on, its groups, their timetables. Places change through the action that lets
people move up; a session is called off at the desk, where those concerned are seen and told."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from requests_desk.actions.activities import Planned, Weekly, plan_weekly
from requests_desk.actions.sign_ups import set_group_places
from requests_desk.admin.read_only import ReadOnlyAdmin, minute
from requests_desk.models import Activity, ActivityGroup, ActivitySession, SignUp, SignUpEvent
from requests_desk.rules.places import over
from stations.admin.filters import area, of_station, when
from stations.admin.official import CHANGING, NO_DELETING, ScopedForm
from stations.admin.scoped import AddThenFill, ReadOnlyInline, ScopedAdmin, ScopedInline
from stations.models import Room, Station
from stations.models.opening import Weekday

PLACES = {"capacity", "held"}


class GroupForm(ScopedForm):
    """A group; of one that stands nothing is written but what was changed here, since people sign up meanwhile."""

    class Meta:
        model = ActivityGroup
        fields = ("name", "name_en", "level", "capacity", "held", "open")

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        # Fewer places than people is staff's to decide: what is too much will stand in `over`.
        self.instance.over = over(cleaned.get("capacity") or 0, self.instance.booked)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        if self.instance.pk is None or not commit:
            return super().save(commit)
        if changed := [name for name in self.changed_data if name not in PLACES]:
            self.instance.save(update_fields=changed)
        return self.instance


class GroupInline(ScopedInline):
    model = ActivityGroup
    form = GroupForm
    officials_may = administrators_may = NO_DELETING
    can_delete = False
    fields = ("name", "name_en", "level", "capacity", "held", "open", "booked", "waiting", "over")
    readonly_fields = ("booked", "waiting", "over")
    show_change_link = True


@admin.register(Activity)
class ActivityAdmin(AddThenFill, ScopedAdmin):
    list_display = ("name", "station", "theme", "audience", "entry", "published")
    list_filter = (
        "theme", "audience", "entry", "published", of_station("station"), area("station__committee__code"),
    )  # fmt: skip
    list_select_related = ("station",)
    search_fields = ("name", "name_en")
    fields = (
        "station", "name", "name_en", "theme", "audience", "entry", "for_children", "about", "about_en", "given_by",
        "given_by_en", "bring", "bring_en", "published",
    )  # fmt: skip
    inlines = (GroupInline,)

    def settle(self, request: HttpRequest, rows: list[Any], stations: list[Station]) -> None:
        """Nothing of a station's name or hours changes with an activity."""

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        for one in formset.initial_forms:
            if PLACES & set(one.changed_data):
                said = one.cleaned_data
                moved = set_group_places(
                    group=one.instance, capacity=said["capacity"], held=said["held"], at=timezone.now()
                )
                tell_moved(request, len(moved))


def tell_moved(request: HttpRequest, count: int) -> None:
    """Say how many moved up by a change of places."""
    if count:
        sentence = ngettext(
            "%(n)d person moved up from the waiting list and is told.",
            "%(n)d people moved up from the waiting list and are told.",
            count,
        )
        messages.success(request, sentence % {"n": count})


class TimetableForm(ScopedForm):
    """Weekly sessions to be made; nothing where no weekday is ticked."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"), choices=Weekday.choices, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    first = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    last = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Days on which the station stays shut, and holidays, are left out."),
    )  # fmt: skip
    begins = forms.TimeField(
        label=_("Begins"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=5, max_value=720, initial=60)
    room = forms.ModelChoiceField(label=_("Room"), queryset=Room.objects.none(), required=False)

    class Meta:
        model = ActivityGroup
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        room: Any = self.fields.get("room")
        if room is not None and self.instance.pk:
            room.queryset = Room.objects.filter(station=self.instance.activity.station_id)

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("weekdays"):
            for name in ("first", "last", "begins", "minutes"):
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Please fill this in."))
        return cleaned

    @property
    def plan(self) -> Weekly | None:
        """The timetable that was asked for, if one was."""
        said = self.cleaned_data
        if not said.get("weekdays"):
            return None
        days = frozenset(said["weekdays"])
        return Weekly(days, said["first"], said["last"], said["begins"], said["minutes"], said["room"])


class SessionInline(ReadOnlyInline):
    model = ActivitySession
    fields = ("starts_at", "minutes", "room", "topic", "called_off", "reason", "came")
    readonly_fields = fields


@admin.register(ActivityGroup)
class ActivityGroupAdmin(ScopedAdmin):
    """A group's timetable; the group itself is made and changed on its activity's page."""

    officials_may = administrators_may = CHANGING
    form = TimetableForm
    list_display = ("activity", "which", "capacity", "booked", "waiting", "over", "begins_on")
    list_filter = ("open", of_station("activity__station"), area("activity__station__committee__code"))
    list_select_related = ("activity__station",)
    search_fields = ("activity__name", "name")
    fieldsets = (
        (None, {"fields": ("activity", "level", "capacity", "booked", "waiting")}),
        (_("Make weekly sessions"), {"fields": ("weekdays", "first", "last", "begins", "minutes", "room")}),
    )
    readonly_fields = ("activity", "level", "capacity", "booked", "waiting")
    inlines = (SessionInline,)

    @admin.display(description=_("group"))
    def which(self, row: ActivityGroup) -> str:
        return row.label or "–"

    @admin.display(description=_("first session"), ordering="starts_at")
    def begins_on(self, row: ActivityGroup) -> str:
        return minute(row.starts_at)

    def view_on_site(self, obj: Any) -> str:
        return obj.activity.get_absolute_url() if obj is not None else ""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The row itself stays as it is: people sign up meanwhile."""
        if form.plan is not None:
            tell_planned(request, plan_weekly(group=obj, plan=form.plan, at=timezone.now()))

    def settle(self, request: HttpRequest, rows: list[Any], stations: list[Station]) -> None:
        """Nothing of a station's name or hours changes with a timetable."""


def tell_planned(request: HttpRequest, planned: Planned) -> None:
    """Say how many sessions were made, and which days were left out."""
    sentence = ngettext("%(n)d session made.", "%(n)d sessions made.", planned.made) % {"n": planned.made}
    messages.success(request, sentence)
    if planned.left_out:
        days = ", ".join(f"{day:%Y-%m-%d}" for day in planned.left_out)
        messages.info(request, _("Left out, since the station stays shut: %(days)s") % {"days": days})


class SignUpEventInline(ReadOnlyInline):
    model = SignUpEvent
    fields = ("at", "kind", "actor")
    readonly_fields = fields
    verbose_name_plural = _("history")


@admin.register(SignUp)
class SignUpAdmin(ReadOnlyAdmin):
    """Who signed up, to be read: without anybody's name or number in full."""

    list_display = ("reference", "group", "state", "number", "green", "masked_name", "asked")
    list_display_links = ("reference",)
    list_filter = (
        "state", "green", "child", when("asked_at"), of_station("group__activity__station"),
        area("group__activity__station__committee__code"),
    )  # fmt: skip
    list_select_related = ("group__activity",)
    search_fields = ("=reference",)
    search_help_text = _("The reference, whole.")
    fields = (
        "reference", "group", "state", "number", "masked_name", "masked_phone", "green", "child", "consented_at",
        "asked_at", "asked_by",
    )  # fmt: skip
    inlines = (SignUpEventInline,)
    view_on_site = False  # type: ignore[assignment]  # the page is reached by its secret link alone

    @admin.display(description=_("signed up at"), ordering="asked_at")
    def asked(self, row: SignUp) -> str:
        return minute(row.asked_at)

    @admin.display(description=_("resident"))
    def masked_name(self, row: SignUp) -> str:
        return row.masked_name or "–"

    @admin.display(description=_("phone"))
    def masked_phone(self, row: SignUp) -> str:
        return row.masked_phone or "–"
