"""Posts in the admin: officials put people into posts strictly inside their area, and never themselves."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from requests_desk.actions.responsibility import pass_on_responsibility
from stations.admin.filters import area
from stations.admin.official import NO_DELETING, Official, ScopedForm, official_of
from stations.admin.scoped import ScopedAdmin, ScopedInline
from stations.models import Committee, Division, Post
from stations.rules.offices import fits, may_give, roles_to_give


def gives(official: Official, post: Post) -> bool:
    """Whether ``official`` may give, change or end ``post``."""
    if official.scope.everything:
        return True
    place = post.committee or post.division
    return place is not None and may_give(post.role, place.code, official.scope.areas)


def pass_on(request: HttpRequest) -> None:
    """After a change of posts: tickets whose responsible person is gone go to the committees' heads."""
    number = pass_on_responsibility(at=timezone.now())
    if number:
        words = ngettext(
            "%(n)d open ticket went to the head.", "%(n)d open tickets went to the heads.", number
        )
        messages.info(request, words % {"n": number})


class PostForm(ScopedForm):
    """A role that fits its place, given by somebody who may."""

    class Meta:
        model = Post
        fields = ("worker", "role", "committee", "division", "since", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stood = Post.objects.get(pk=self.instance.pk) if self.instance.pk else None
        if "role" in self.fields and not self.official.scope.everything:
            offered = {*roles_to_give(self.official.scope.areas), self.instance.role, ""}
            role: Any = self.fields["role"]
            role.choices = [(value, words) for value, words in role.choices if value in offered]

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        if not self.has_changed():
            return cleaned
        if self.stood is not None and not gives(self.official, self.stood):
            self.add_error(None, _("This post is not yours to change."))
        role, committee, division = cleaned.get("role"), cleaned.get("committee"), cleaned.get("division")
        if "role" in self.fields and role:
            self._check_place(role, committee, division)
        return cleaned

    def _check_place(self, role: str, committee: Committee | None, division: Division | None) -> None:
        place = committee if role in Post.AT_COMMITTEE else division
        other = division if role in Post.AT_COMMITTEE else committee
        field = "committee" if role in Post.AT_COMMITTEE else "division"
        if field in self.errors:
            return
        if place is None or other is not None or not fits(role, place.code):
            self.add_error(
                field, _("A desk post stands at a committee, an office at a division of its own level.")
            )
        elif not (self.official.scope.everything or may_give(role, place.code, self.official.scope.areas)):
            self.add_error(field, _("You give posts inside your area only, and none of your own rank."))


class PostChoices:
    """What a post may point at: people one may put somewhere, and places one may put them."""

    def choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        rows = super().choices(db_field, request)  # type: ignore[misc]
        if db_field.name == "worker" and not official_of(request).scope.everything:
            return rows.filter(is_superuser=False).exclude(pk=official_of(request).pk)
        return rows


class PostInline(PostChoices, ScopedInline):
    """A post is ended, never deleted: who was where stays readable."""

    model = Post
    form = PostForm
    fields = ("role", "committee", "division", "since", "until")
    autocomplete_fields = ("committee", "division")
    can_delete = False

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        if obj is None and not official_of(request).scope.everything:
            # Without a post in scope they would vanish from the list of whoever made them.
            kwargs.update(min_num=1, validate_min=True)
        return super().get_formset(request, obj, **kwargs)


@admin.register(Post)
class PostAdmin(PostChoices, ScopedAdmin):
    form = PostForm
    officials_may = administrators_may = NO_DELETING
    list_display = ("worker", "role", "committee", "division", "since", "until")
    list_filter = ("role", area("committee__code"))
    list_select_related = ("worker", "committee", "division")
    search_fields = ("worker__name", "worker__username", "committee__name", "division__name")
    autocomplete_fields = ("worker", "committee", "division")
    date_hierarchy = "since"
    ordering = ("-since", "-pk")
    fields = ("worker", "role", ("committee", "division"), ("since", "until"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # Another role or place is another post: end this one and give a new one.
        return ("worker", "role", "committee", "division") if obj else ()

    def owns(self, official: Official, row: Post) -> bool:
        return row.worker_id != official.pk and not row.worker.is_superuser and gives(official, row)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"since": timezone.localdate(), **super().get_changeform_initial_data(request)}

    def settle(self, request: HttpRequest, rows: list[Any], stations: list[Any]) -> None:
        pass_on(request)
