"""Messages in the admin: what was to be said about which visit, sign-up or room, and whether it was; no address."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from requests_desk.admin.read_only import ReadOnlyAdmin, minute
from requests_desk.models import Message
from stations.admin.filters import area, of_station, when


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ("about", "kind", "channel", "state", "queued", "tries", "done", "done_by")
    list_display_links = ("about",)
    list_filter = (
        "state", "channel", "kind", when("queued_at"), of_station("visit__station"),
        area("visit__station__committee__code"),
    )  # fmt: skip
    list_select_related = ("visit", "sign_up", "room_use__room__station", "worker", "done_by")
    search_fields = ("=visit__reference", "=sign_up__reference")
    fields = ("about", "kind", "channel", "state", "queued_at", "next_try_at", "tries", "done_at", "done_by")

    @admin.display(description=_("about"))
    def about(self, row: Message) -> str:
        return str(row.worker or row.about)

    @admin.display(description=_("queued"), ordering="queued_at")
    def queued(self, row: Message) -> str:
        return minute(row.queued_at)

    @admin.display(description=_("done"), ordering="done_at")
    def done(self, row: Message) -> str:
        return minute(row.done_at)
