"""Every list of the administration as a sheet: the rows that it shows, filtered and searched as it is, in scope.

What the register of personal data says of residents is in no sheet, nor what only machines compare.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from portal.common.access import official_required
from portal.common.sheets import Sheet
from portal.views.sheets import download
from requests_desk.actions.sheets.load import KINDS
from requests_desk.rules.personal_data import REGISTER, Whose

MOST = 100_000  # rows of one sheet
AT_A_TIME = 2000
KIND_OF = {kind.model: kind for kind in KINDS.values()}
# Made by machines for machines: nobody reads them in a sheet.
INNER = {"search_text", "sounds"}
# Kinds about residents: what points at one says its reference, never what it is called.
PERSONAL = {entry.model for entry in REGISTER if entry.whose == Whose.RESIDENT}
NEVER = (models.BinaryField, models.JSONField, models.FileField)


def left_out(model: type[models.Model]) -> set[str]:
    """The fields of ``model`` that no sheet holds."""
    return INNER | {
        name
        for entry in REGISTER
        if entry.model == model._meta.label_lower and (entry.secret or entry.whose == Whose.RESIDENT)
        for name in entry.fields
    }


def fields_of(model: type[models.Model]) -> list[Any]:
    """The fields of ``model`` that a sheet holds, in their order."""
    without = left_out(model)
    return [
        one for one in model._meta.concrete_fields if one.name not in without and not isinstance(one, NEVER)
    ]


@official_required
@require_GET
def table_export(request: HttpRequest, app: str, model: str, form: str) -> HttpResponse:
    """The rows that the list of this kind shows with this query string. The five lists whose sheets can be loaded
    give those sheets."""
    keeper = keeper_of(app, model)
    if not keeper.has_view_permission(request):
        raise PermissionDenied
    rows = rows_asked_for(request, keeper)
    if rows.order_by().values("pk")[: MOST + 1].count() > MOST:
        messages.error(request, _("These are more than 100,000 rows. Narrow the list by a filter first."))
        return redirect(f"{reverse(f'admin:{app}_{model}_changelist')}?{request.GET.urlencode()}")
    kind = KIND_OF.get(keeper.model)
    sheet = kind.sheet(rows.iterator(chunk_size=AT_A_TIME)) if kind else whole_table(keeper.model, rows)
    return download(form, f"{model}-{timezone.localdate()}", sheet)


def keeper_of(app: str, model: str) -> Any:
    """The admin of that model; a 404 where it has none."""
    try:
        found = admin.site.get_model_admin(apps.get_model(app, model))
    except (LookupError, NotRegistered):
        raise Http404 from None
    return found


def rows_asked_for(request: HttpRequest, keeper: Any) -> Any:
    """What the list shows, on all of its pages."""
    if "%00" in request.META["QUERY_STRING"]:
        raise BadRequest("a NUL byte in the query string")
    try:
        return keeper.get_changelist_instance(request).get_queryset(request)
    except IncorrectLookupParameters:
        raise BadRequest("a filter that the list does not have") from None


def whole_table(model: type[models.Model], rows: Any) -> Sheet:
    """``rows`` with all their fields, each in its own type, and what they point at by its name."""
    fields = fields_of(model)
    pointing = [one.name for one in fields if one.is_relation]
    if pointing:
        rows = rows.select_related(*pointing)
    head = [
        str(
            pgettext("of a record", "Number")
            if one.primary_key and one.name == "id"
            else capfirst(one.verbose_name)
        )
        for one in fields
    ]
    return Sheet(str(model._meta.verbose_name_plural), head, cells_of(rows, fields))


def cells_of(rows: Any, fields: list[Any]) -> Iterator[list[Any]]:
    """Each row's cells."""
    names: dict[tuple[str, Any], str] = {}  # of what is pointed at: asked once each
    for row in rows.iterator(chunk_size=AT_A_TIME):
        yield [cell_of(row, one, names) for one in fields]


def name_of(row: models.Model) -> str:
    """What is written of a row that is pointed at: a proposal's name is a resident's words, its reference is not."""
    return str(getattr(row, "reference", row.pk) if row._meta.label_lower in PERSONAL else row)


def cell_of(row: Any, field: Any, names: dict[tuple[str, Any], str]) -> Any:
    """One cell, in words where the value is a code of ours."""
    value = getattr(row, field.attname)
    if value is None:
        return None
    if field.is_relation:
        if (field.name, value) not in names:
            names[field.name, value] = name_of(getattr(row, field.name))
        return names[field.name, value]
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return value if isinstance(value, int | float) or hasattr(value, "isoformat") else str(value)
