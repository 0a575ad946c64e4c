"""The officials' badge: who is signed in, what that lets them see and do, and the forms that know it.

Rights follow from the offices held today, never from groups or flags."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from stations.models import Scope, Worker

EVERYTHING = frozenset({"view", "add", "change", "delete"})
NO_DELETING = frozenset({"view", "add", "change"})
CHANGING = frozenset({"view", "change"})
LOOKING = frozenset({"view"})
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Official:
    """The signed-in worker in office: their areas, without the desks where they may work besides.
    A desk post opens nothing here."""

    pk: int
    scope: Scope


def official_of(request: HttpRequest) -> Official:
    """Who is signed in; the admin's door has loaded their scope."""
    worker = request.user
    if not isinstance(worker, Worker):
        raise LookupError("the admin's door lets only workers in")
    return office_of(worker)


def office_of(worker: Worker) -> Official:
    """``worker``, whose scope is loaded, in their offices."""
    scope = replace(worker.scope, desk_committees=frozenset(), head_committees=frozenset())
    return Official(worker.pk, scope)


def scoped(rows: models.QuerySet[Any], official: Official) -> models.QuerySet[Any]:
    """``rows`` as far as ``official`` may see them. A model without in_scope_of is for administrators
    alone."""
    if official.scope.everything:
        return rows
    in_scope = getattr(rows, "in_scope_of", None)
    return in_scope(official) if in_scope else rows.none()


class ScopedForm(forms.ModelForm):
    """A form that knows who fills it in, keeps what already stands, and can say why an action refused."""

    official: ClassVar[Official]
    refused: ClassVar[PortalError | None] = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                self._keep(name, field)

    def _keep(self, name: str, field: forms.ModelChoiceField) -> None:
        # A neighbour's estate chosen by somebody with a wider view stays choosable on this row alone.
        standing = getattr(self.instance, f"{name}_id", None)
        if standing is not None and field.queryset is not None:
            field.queryset = field.queryset | field.queryset.model._default_manager.filter(pk=standing)

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.refused is not None:
            raise ValidationError([self.refused.sentence, self.refused.next_step or ""])
        return cleaned


class InEstateForm(ScopedForm):
    """Of something that a committee has, and that stands in an estate of its own, if in one at all."""

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        committee = cleaned.get("committee") or getattr(self.instance, "committee", None)
        estate = cleaned.get("estate")
        if estate and committee and estate.committee_id != committee.pk:
            self.add_error("estate", _("This estate belongs to another committee."))
        return cleaned


class ByOffice:
    """Rights by post: what officials, and what administrators, may do with rows in their scope."""

    officials_may: frozenset[str] = EVERYTHING
    administrators_may: frozenset[str] = EVERYTHING

    def may(self, request: HttpRequest, what: str) -> bool:
        """Whether the signed-in worker may view, add, change or delete rows of this kind."""
        scope = official_of(request).scope
        return what in (self.administrators_may if scope.everything else self.officials_may)

    def owns(self, official: Official, row: Any) -> bool:
        """Whether ``official`` may change ``row``, which they may see. An admin whose rows are seen
        more widely than they are changed says so here."""
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "view")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "view")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "change") and self._owned(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "delete") and self._owned(request, obj)

    def _owned(self, request: HttpRequest, obj: Any) -> bool:
        official = official_of(request)
        return obj is None or official.scope.everything or self.owns(official, obj)


class KeysAlone:
    """Shows again what was chosen. Django asks the database for whatever was sent in place of a key, and breaks on
    what is none; here nothing is shown as chosen then, and the field says that it is no choice."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, [one for one in value if self._is_key(one)], attr)  # type: ignore[misc]

    def _is_key(self, value: Any) -> bool:
        key = self.field.remote_field.model._meta.pk  # type: ignore[attr-defined]
        try:
            key.clean(value, None)
        except ValidationError:
            return False
        return True


class OneFound(KeysAlone, AutocompleteSelect):
    """One row, found by typing."""


class SomeFound(KeysAlone, AutocompleteSelectMultiple):
    """Several of them."""


class Several(forms.ModelMultipleChoiceField):
    """A choice of several rows. SQLite is handed keys as they were sent, and breaks on one wider than any key."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            said = {"value": ", ".join(map(str, value))[:60]}
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", said) from None


class ScopedChoices:
    """Choices of foreign keys and many-to-many fields, in admins and inlines alike, stay in scope."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self.choices(db_field, request))
        self._find_by_typing(OneFound, db_field, request, kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self.choices(db_field, request))
        kwargs.setdefault("form_class", Several)
        self._find_by_typing(SomeFound, db_field, request, kwargs)
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def _find_by_typing(
        self, widget: Any, db_field: Any, request: HttpRequest, kwargs: dict[str, Any]
    ) -> None:
        admin: Any = self
        if db_field.name in admin.get_autocomplete_fields(request):
            kwargs.setdefault("widget", widget(db_field, admin.admin_site, using=kwargs.get("using")))

    def choices(self, db_field: Any, request: HttpRequest) -> models.QuerySet[Any]:
        """What ``db_field`` may point at; an admin widens or narrows it where the rule is another."""
        return scoped(db_field.remote_field.model._default_manager.all(), official_of(request))


def filled_in_by(
    form: type[forms.ModelForm], request: HttpRequest, *, part: bool = False
) -> type[forms.ModelForm]:
    """``form`` for this request: it knows the official and, unless it is ``part`` of another one, what an
    action has just refused: that is said once, not on every row."""
    refused = None if part else getattr(request, "refused", None)
    return type(form.__name__, (form,), {"official": official_of(request), "refused": refused})
