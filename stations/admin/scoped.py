"""The officials' doormat: whatever they open, list, choose or delete in the admin is loaded through
in_scope_of(), and every save ends in the actions that follow from it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext

from portal.common.errors import PortalError
from stations.actions.stations import reindex_stations
from stations.admin.history import named_rows, readable
from stations.admin.official import (
    LOOKING,
    ByOffice,
    Official,
    ScopedChoices,
    ScopedForm,
    filled_in_by,
    official_of,
    scoped,
)
from stations.models import Station

MOST_COUNTED = 10_001  # rows of a long list that are counted; beyond that "10001" means "more"


class CappedPaginator(Paginator):
    """Pages of a long table, without ever counting it to its end."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[:MOST_COUNTED].count())


class ScopedAdmin(ByOffice, ScopedChoices, admin.ModelAdmin):
    """An admin whose every list, object, choice and action is loaded through in_scope_of().

    A row that is not there for this official is a 404, whether it exists or not.
    """

    form = ScopedForm
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # a count of every choice of every filter
    list_per_page = 50
    list_max_show_all = 500
    empty_value_display = "–"

    def visible(self, rows: models.QuerySet[Any], official: Official) -> models.QuerySet[Any]:
        """The rows that ``official`` may see."""
        return scoped(rows, official)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return self.visible(super().get_queryset(request), official_of(request))

    def get_ordering(self, request: HttpRequest) -> Any:
        """The kind's own order, said aloud: Django forgets it where rows are counted with what belongs to them, and
        a list to choose from would show one twice and another never."""
        return super().get_ordering(request) or self.opts.ordering

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        row = super().get_object(request, object_id, from_field or None)  # "" names no field
        if row is None and self.has_view_permission(request):
            raise Http404
        return row

    def view_on_site(self, obj: Any) -> str:
        """The row's public page, if it has one; never through a redirect by key, which asks nobody."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else ""

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return super().get_view_on_site_url(obj) or None

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """To be read only: nothing is ever sent there."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = super().history_view(request, object_id, extra_context)
        if isinstance(response, TemplateResponse):
            for entry in (response.context_data or {})["action_list"]:
                readable(entry)
        return response

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        return named_rows(super().construct_change_message(request, form, formsets, add), formsets or ())

    # Filters -----------------------------------------------------------------------------------

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only the filters that the list shows. Django allows every field of the table, and with
        ?phone__startswith= a masked number is soon guessed."""
        return request is not None and lookup in self._offered(request)

    def _offered(self, request: HttpRequest) -> Iterable[str]:
        for one in self.get_list_filter(request):
            if isinstance(one, type) and issubclass(one, admin.SimpleListFilter):
                yield str(one.parameter_name)
            else:  # the name of a field of one's own
                yield from (f"{one}__exact", f"{one}__isnull")
        if self.date_hierarchy:
            yield from (f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day"))

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """What is searched for without a letter or a figure is nowhere: Django takes a lone quotation mark for an empty
        quotation, which stands in every row."""
        if search_term.strip() and not any(one.isalnum() for one in search_term):
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)

    # Saving ------------------------------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PortalError as error:
            # Nothing was saved. The form is shown again as it was typed, with the action's sentence.
            request.refused = error  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def form_for(self, obj: Any) -> type[forms.ModelForm]:
        """The form for ``obj``; None is the form for a new row."""
        return self.form

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs.setdefault("form", filled_in_by(self.form_for(obj), request))
        return super().get_form(request, obj, change, **kwargs)

    def touched(self, rows: list[Any]) -> list[Station]:
        """The stations that say something else once ``rows`` change."""
        return []

    def settle(self, request: HttpRequest, rows: list[Any], stations: list[Station]) -> None:
        """Do, by actions, what follows from a change of ``rows`` (empty: they are deleted)."""
        reindex_stations(stations=stations)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.settle(request, [form.instance], self.touched([form.instance]))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_queryset(request, self.model._default_manager.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        stations = self.touched(list(queryset))
        super().delete_queryset(request, queryset)
        self.settle(request, [], stations)

    # Deleting ----------------------------------------------------------------------------------

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A row that would go along with another must be in scope as well."""
        if not super().has_delete_permission(request, obj):
            return False
        if obj is None or official_of(request).scope.everything:
            return True
        return self.get_queryset(request).filter(pk=obj.pk).exists()

    def response_action(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Where none of the ticked rows is there for this official, as where none is ticked: nothing is asked."""
        if not self._ticked(request, queryset):
            posted: Any = request.POST.copy()
            posted.setlist(ACTION_CHECKBOX_NAME, [])
            posted["select_across"] = "0"
            request.POST = posted
        return super().response_action(request, queryset)

    @staticmethod
    def _ticked(request: HttpRequest, rows: models.QuerySet[Any]) -> bool:
        if request.POST.get("select_across") == "1":
            return rows.exists()
        try:
            return rows.filter(pk__in=request.POST.getlist(ACTION_CHECKBOX_NAME)).exists()
        except (ValueError, ValidationError, OverflowError):  # what is no key at all
            return False

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        rows, counts, lacking, protected = super().get_deleted_objects(objs, request)
        # What stands in the way is counted, not named: it may be somebody's visit.
        in_the_way = _kinds_in_the_way(objs) if protected else protected
        links = _mere_links()
        told = {kind: number for kind, number in counts.items() if capfirst(str(kind)) not in links}
        return _without(rows, links), told, lacking, in_the_way


def _mere_links() -> set[str]:
    """What Django calls the rows of many-to-many relations: they have no name, and say nothing to anybody."""
    every = apps.get_models(include_auto_created=True)
    return {
        capfirst(str(words))
        for one in every
        if one._meta.auto_created
        for words in (one._meta.verbose_name, one._meta.verbose_name_plural)
    }


def _without(rows: list[Any], kinds: set[str]) -> list[Any]:
    """The nested ``rows`` of a page that asks before deleting, without those of ``kinds``."""
    kept = [_without(row, kinds) if isinstance(row, list) else row for row in rows]
    return [row for row in kept if row != [] and str(row).partition(":")[0] not in kinds]


def _kinds_in_the_way(objs: Any) -> list[str]:
    collector = NestedObjects(using=DEFAULT_DB_ALIAS, origin=objs)
    collector.collect(objs)
    kinds: dict[str, int] = {}
    for row in collector.protected:
        kind = capfirst(str(row._meta.verbose_name_plural))
        kinds[kind] = kinds.get(kind, 0) + 1
    return [f"{kind}: {number}" for kind, number in sorted(kinds.items())]


class NamedFormSet(BaseInlineFormSet):
    """Rows of a parent, whose fields and faults are named as their columns are."""

    def add_fields(self, form: Any, index: Any) -> None:
        """In a table the name stands above the column alone: whoever hears the page hears it at each field too."""
        super().add_fields(form, index)
        for field in form.fields.values():
            if field.label and not field.widget.is_hidden:
                field.widget.attrs.setdefault("aria-label", str(field.label))

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        fields = self.empty_form.fields
        named = [one for one in unique_check if one in fields and one != self.fk.name]
        columns = gettext(", ").join(str(fields[one].label) for one in named)
        said = gettext("Two lines are alike in: %(columns)s. Change one of them, or take it away.")
        return said % {"columns": columns}


class ScopedInline(ByOffice, ScopedChoices, admin.TabularInline):
    """Rows of a parent that was itself loaded in scope."""

    form = ScopedForm
    formset = NamedFormSet
    extra = 0
    parent: Any = None  # the row they belong to; None while it is being added

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = super().get_queryset(request)
        return scoped(rows, official_of(request)) if hasattr(rows, "in_scope_of") else rows

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        self.parent = obj if obj is not None and obj.pk else None
        kwargs.setdefault("form", filled_in_by(self.form, request, part=True))
        return super().get_formset(request, obj, **kwargs)


class StackedScopedInline(ScopedInline):
    """The same, for rows with many fields: one under the other."""

    template = "admin/edit_inline/stacked.html"


class ReadOnlyInline(ScopedInline):
    """What happened to a row, to be read."""

    officials_may = administrators_may = LOOKING
    can_delete = False


class AddThenFill:
    """First the row itself, then what hangs on it: its choices depend on where the row stands."""

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return super().get_inlines(request, obj) if obj is not None and obj.pk else ()  # type: ignore[misc]

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        if "_addanother" not in request.POST and "_popup" not in request.POST:
            posted: Any = request.POST.copy()
            posted["_continue"] = "1"
            request.POST = posted
        return super().response_add(request, obj, post_url_continue)  # type: ignore[misc]
