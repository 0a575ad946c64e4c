"""The officials' rooms in the admin: whatever they open, list, choose or delete is loaded through
in_scope_of(). Rights follow from posts, never from groups or flags."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.http import HttpRequest

from stations.models import Worker


def worker_of(request: HttpRequest) -> Worker:
    """The signed-in worker, whose scope the admin's door has loaded."""
    worker = request.user
    if not isinstance(worker, Worker):
        raise LookupError("the admin's door lets only workers in")
    return worker


def scoped(rows: models.QuerySet[Any], worker: Worker) -> models.QuerySet[Any]:
    """``rows`` as far as ``worker`` may see them. A model without in_scope_of is for administrators
    alone."""
    if worker.scope.everything:
        return rows
    in_scope = getattr(rows, "in_scope_of", None)
    return in_scope(worker) if in_scope else rows.none()


class ScopedMixin:
    """Choices of foreign keys and many-to-many fields, in admins and inlines alike, stay in scope."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> ModelChoiceField:
        kwargs.setdefault("queryset", self.choices(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField:
        kwargs.setdefault("queryset", self.choices(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def choices(self, db_field: Any, request: HttpRequest) -> models.QuerySet[Any]:
        """What ``db_field`` may point at; an admin widens it where the rule is another."""
        return scoped(db_field.remote_field.model._default_manager.all(), worker_of(request))


class OfficialsOnly:
    """Rights by post: officials may do, within their scope, what the admin offers."""

    administrators_only = False
    read_only = False

    def _allowed(self, request: HttpRequest) -> bool:
        scope = worker_of(request).scope
        return scope.everything if self.administrators_only else scope.is_official

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and self._allowed(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._allowed(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not self.read_only and self._allowed(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not self.read_only and self._allowed(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not self.read_only and self._allowed(request)


class ScopedAdmin(OfficialsOnly, ScopedMixin, admin.ModelAdmin):
    """An admin whose every list, object, choice and action is loaded through in_scope_of()."""

    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return scoped(super().get_queryset(request), worker_of(request))

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only the filters the list shows: ?committee__posts__worker=… would ask about rows beyond it."""
        name = lookup.split("__")[0] if "__" in lookup else lookup
        offered = {getattr(one, "field_path", one if isinstance(one, str) else one[0]) for one in self.list_filter}
        return lookup in {"q", "o", "p", "all", "e"} or any(
            lookup == path or lookup.startswith(f"{path}__") and lookup.count("__") <= path.count("__") + 1
            for path in offered
            if isinstance(path, str) and path.split("__")[0] == name.split("__")[0]
        )


class ScopedInline(OfficialsOnly, ScopedMixin, admin.TabularInline):
    """Rows of a parent that was itself loaded in scope."""

    extra = 0


class RelatedInScope(admin.RelatedOnlyFieldListFilter):
    """A filter that offers only what the list (already in scope) points at."""

    def has_output(self) -> bool:
        return len(self.lookup_choices) > 0
