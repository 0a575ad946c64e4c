"""The attacks, by family: each is tried over every kind that the administration keeps, and every page of officials."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portal.common.marks import MARK
from requests_desk.actions.sheets.load import KINDS
from requests_desk.models import SheetUpload
from requests_desk.rules.review import FIGURES
from stations.models import IdleRoom, Programme, SitingPlan, Worker
from tests.requests_desk.actions.sheets.files import as_csv, official
from tests.stations.admin.drill import Answer, Drill, filled, keepers
from tests.stations.admin.rows import bare, url
from tests.stations.admin.two_streets import CANARY, NAME, PHONE, THEIR_PHONE, Streets, all_models

NOWHERE = 987_654_321
VIEWS = ("change", "delete", "history")
SPELT = ("code", "slug", "username", "reference", "token", "name")
REFUSED = (403, 404)
NOT_IN = (302, 403)  # to sign-in, or to the desk
Share = Callable[[Iterable[Any]], list[Any]]  # leaves of a list what there is time for


def everything(some: Iterable[Any]) -> list[Any]:
    return list(some)


# By key -------------------------------------------------------------------------------------------


def by_key(drill: Drill, share: Share = everything) -> None:
    """A foreign row's pages by its key: like a row that is not there."""
    for _kind, row in tried(drill, share):
        for view in VIEWS:
            page = url(row, view, row.pk)
            foreign = drill.get(page)
            if drill.strict:
                drill.unless(foreign.status_code in NOT_IN, page)
            else:
                drill.unless(alike(foreign, drill.client.get(url(row, view, NOWHERE))), page)
            sent = drill.post(page, {"post": "yes", "name": "x"})
            drill.unless(drill.strict or sent.status_code != 302, f"POST {page}")
        for method, page in share(other_ways(row)):
            drill.unless(drill.send(method, page).status_code != 200, f"{method} {page}")
    password = reverse("admin:stations_worker_password", args=[drill.streets.foreign["worker"].pk])
    drill.get(password)
    drill.post(password, {"password1": "a-new-password-1", "password2": "a-new-password-1"})


def tried(drill: Drill, share: Share) -> list[tuple[str, models.Model]]:
    """The foreign rows by kind: all of them, unless nothing at all is open to the attacker."""
    rows = drill.streets.foreign.items()
    return share(rows) if drill.strict else list(rows)


def alike(foreign: Answer, nowhere: Answer) -> bool:
    return foreign.status_code in (302, *REFUSED) and bare(foreign) == bare(nowhere)


def other_ways(row: models.Model) -> Iterator[tuple[str, str]]:
    """The same page by other spellings of its key, in a popup, in English, by other methods and other fields."""
    page = url(row, "change", row.pk)
    yield from (
        ("get", url(row, "change", spelling)) for spelling in (f"+{row.pk}", f" {row.pk}", f"{row.pk}.0")
    )
    wide = str(row.pk).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    yield "get", url(row, "change", wide)
    yield from (("get", f"{page}?{query}") for query in ("_popup=1", "_to_field=id", "_to_field=id&_popup=1"))
    yield "get", f"/en{page}"
    yield from ((method, page) for method in ("head", "put", "patch", "delete"))
    for name in SPELT:
        if value := getattr(row, name, ""):
            yield "get", f"{url(row, 'change', value)}?_to_field={name}"


# Lists --------------------------------------------------------------------------------------------


def lists(drill: Drill, share: Share = everything) -> None:
    """Whatever a list is asked for, it holds no foreign row; nor does its sheet."""
    streets = drill.streets
    for kind, row in tried(drill, share):
        page, theirs = url(row, "changelist"), streets.theirs.get(row._meta.label, set())
        for query in ("all=", *share(queries(streets, row))):
            answer = drill.get(f"{page}?{query}")
            if answer.status_code == 200:
                listed = {one.pk for one in answer.context["cl"].result_list}
                drill.unless(not listed & theirs, f"{kind}?{query}")


def queries(streets: Streets, row: models.Model) -> Iterator[str]:
    """What a list may be asked for: order, pages, words of the other street, its places."""
    yield from (
        "o=1.-2.3",
        "o=99.-99",
        "o=-",
        "p=0",
        "p=9999",
        "e=1",
        "_popup=1&_to_field=id",
        "_facets=True",
    )
    for words in (CANARY, THEIR_PHONE, f"{CANARY} {CANARY}", *(getattr(row, name, "") for name in SPELT)):
        if words:
            yield urlencode({"q": words})
    yield f"area={streets.far.committee.code}"
    yield f"area={streets.far.subdistrict.code}"
    yield f"station={streets.far.station.pk}"
    yield f"_to_field=token&q={CANARY}"


# Filters ------------------------------------------------------------------------------------------


def filters(drill: Drill, share: Share = everything) -> None:
    """Relations up to two deep as filters: refused, or of own rows alone."""
    for kind, row in drill.streets.foreign.items():
        page, theirs = url(row, "changelist"), drill.streets.theirs.get(row._meta.label, set())
        for lookup in share(lookups(type(row))):
            answer = drill.get(f"{page}?{lookup}")
            fine = answer.status_code in (400, *REFUSED) or answer.status_code == 302
            if answer.status_code == 200:
                fine = (
                    own_filter(kind, lookup)
                    and not {one.pk for one in answer.context["cl"].result_list} & theirs
                )
            drill.unless(fine, f"{kind}?{lookup}")


def at_the_gate(drill: Drill, asker: Worker) -> int:
    """The same lookups, all of them, put to the lists themselves and not sent. Returns how many."""
    asked, request = 0, HttpRequest()
    request.user = asker
    for kind, keeper in keepers().items():
        for lookup in lookups(keeper.model):
            asked += 1
            name, _equals, value = lookup.partition("=")
            drill.unless(
                not keeper.lookup_allowed(name, value, request) or own_filter(kind, lookup),
                f"{kind}?{lookup}",
            )
    return asked


def own_filter(kind: str, lookup: str) -> bool:
    """Whether the list shows this filter itself."""
    name = lookup.partition("=")[0].removesuffix("__exact").removesuffix("__isnull")
    return name in keepers()[kind].list_filter


def lookups(model: type[models.Model], deep: int = 2) -> Iterator[str]:
    """A lookup of each field of ``model`` and of what it is related to."""
    for path, one in paths(model, deep):
        if one is None or isinstance(one, models.CharField | models.TextField):
            yield f"{path}__startswith=1" if one else f"{path}__isnull=0"
        else:
            yield f"{path}__exact=1"


def paths(model: type[models.Model], deep: int, before: str = "") -> Iterator[tuple[str, Any]]:
    """Each field with the path that leads to it; None stands for a relation itself."""
    for one in model._meta.get_fields(include_hidden=False):
        name = f"{before}{one.name if not one.auto_created or one.concrete else related(one)}"
        if not one.is_relation:
            yield name, one
        elif one.related_model is not None:
            yield name, None
            if deep:
                yield from paths(one.related_model, deep - 1, f"{name}__")


def related(one: Any) -> str:
    return str(one.field.related_query_name())


def guesses(drill: Drill, share: Share = everything) -> None:
    """A right guess at what officials do not see is answered like a wrong one: by filters, searches, autocompletes
    and sheets."""
    own = drill.streets.own
    for kind, name, value in share([one for one in drill.streets.hidden if one[0] in own]):
        row = own[kind]
        wrong = "".join(chr(ord(one) ^ 1) for one in value)
        page = url(row, "changelist")
        for asked in (
            f"{name}=%s", f"{name}__startswith=%s", f"{name}__regex=%s", f"{name}__in=%s", "q=%s", "q=%s&all=",
        ):  # fmt: skip
            told = {
                counted(drill.get(f"{page}?{asked % urlencode({'': word})[1:]}")) for word in (value, wrong)
            }
            drill.unless(len(told) == 1, f"{kind} by {asked}")
        for export in (f"/admin/export/{row._meta.app_label}/{kind}.csv?q=",):
            told = {
                drill.get(f"{export}{urlencode({'': word})[1:]}").content.count(b"\n")
                for word in (value, wrong)
            }
            drill.unless(len(told) == 1, export)


def counted(answer: Answer) -> tuple[int, tuple[Any, ...]]:
    if answer.status_code != 200:
        return answer.status_code, ()
    return 200, tuple(one.pk for one in answer.context["cl"].result_list)


# Autocompletes ------------------------------------------------------------------------------------


def autocompletes(drill: Drill, share: Share = everything) -> None:
    """Every field of every table as a list to choose from: nobody foreign stands in it, nobody is found by a phone."""
    asked = [
        (model, one.name, one.remote_field.model._meta.label)
        for model in all_models()
        for one in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if one.is_relation
    ]
    for model, name, remote in share(asked):
        triple = {
            "app_label": model._meta.app_label,
            "model_name": model._meta.model_name,
            "field_name": name,
        }
        found = chosen_from(drill, {**triple, "term": ""})
        if found is None:
            continue
        for term in (CANARY, THEIR_PHONE, PHONE, NAME):
            more = chosen_from(drill, {**triple, "term": term})
            drill.unless(not more, f"{triple} by {term}")
        ours = {str(key) for key in drill.streets.theirs.get(remote, ())}
        drill.unless(not found & ours, f"{triple} offers {sorted(found & ours)[:3]} of {remote}")


def chosen_from(drill: Drill, asked: dict[str, Any]) -> set[str] | None:
    """The keys offered; None where nothing is offered to anybody."""
    answer = drill.get(reverse("admin:autocomplete"), asked)
    return {one["id"] for one in answer.json()["results"]} if answer.status_code == 200 else None


# Forms --------------------------------------------------------------------------------------------


def change_forms(drill: Drill, share: Share = everything) -> tuple[list[str], list[str]]:
    """The forms of one's own rows, with foreign rows in every field that names one, with fields that they do not have,
    and with rows of others as their own parts. Returns the kinds that have such a form, and those of them that are
    saved as they stand: there nothing but the attack itself is in its way."""
    forms_of, saved = [], []
    for row in share(drill.streets.own.values()):
        page = url(row, "change", row.pk)
        shown = drill.get(page)
        if shown.status_code != 200 or not shown.context.get("show_save", True):
            drill.post(page, {"name": "x"})
            continue
        base = filled(shown)
        forms_of.append(str(row._meta.model_name))
        if drill.post(page, base).status_code == 302:
            saved.append(forms_of[-1])
        foreign_choices(drill, page, base, shown)
        for formset in formsets(shown):
            foreign_parts(drill, page, base, formset)
        mass_assignment(drill, page, base, row, shown)
    return forms_of, saved


def add_forms(drill: Drill, share: Share = everything) -> None:
    """The forms of new rows, with foreign rows in every field that names one, also in the address."""
    streets = drill.streets
    for row in share(streets.own.values()):
        page = url(row, "add")
        station = f"?station={streets.place.station.pk}" if row._meta.model_name == "checklistitem" else ""
        shown = drill.get(page + station)
        if shown.status_code != 200:
            drill.post(page, {"name": "x"})
            continue
        base = filled(shown) | {
            name: ["1"] for name, one in shown.context["adminform"].form.fields.items() if one.required
        }
        foreign_choices(drill, page + station, base, shown)
        names = [one.name for one in row._meta.concrete_fields if one.is_relation]
        for name in names:
            remote = row._meta.get_field(name).remote_field.model._meta.label
            for key in some_of(streets, remote):
                drill.get(page, {name: key, "_popup": 1})
                if name == "station":
                    drill.get(page, {"_changelist_filters": f"station={key}"})


def some_of(streets: Streets, label: str) -> list[Any]:
    """Two foreign keys of a table: one of the other street, one of the other district."""
    keys = sorted(streets.theirs.get(label, ()), key=str)
    return [keys[0], keys[-1]] if len(keys) > 1 else keys


def formsets(shown: Answer) -> list[Any]:
    return [one.formset for one in shown.context["inline_admin_formsets"]]


def foreign_choices(drill: Drill, page: str, base: dict[str, Any], shown: Answer) -> None:
    """Each field of the form itself that names a row names a foreign one: the field says no."""
    for name, one in shown.context["adminform"].form.fields.items():
        if not isinstance(one, forms.ModelChoiceField) or one.queryset is None:
            continue
        for key in some_of(drill.streets, one.queryset.model._meta.label):
            many = isinstance(one, forms.ModelMultipleChoiceField)
            answer = drill.post(page, {**base, name: [*base.get(name, ()), key] if many else key})
            fine = answer.status_code in REFUSED or (
                answer.status_code == 200 and name in answer.context["adminform"].form.errors
            )
            drill.unless(fine or one.disabled, f"POST {page} {name}={key}")


def foreign_parts(drill: Drill, page: str, base: dict[str, Any], formset: Any) -> None:
    """A part more: with foreign rows in its fields; then a foreign part as one that stands, changed or deleted; then
    own parts given to a foreign whole."""
    streets, prefix, model = drill.streets, formset.prefix, formset.model
    number = int(base.get(f"{prefix}-TOTAL_FORMS", ["0"])[0])
    standing = int(base.get(f"{prefix}-INITIAL_FORMS", ["0"])[0])
    more = {**base, f"{prefix}-TOTAL_FORMS": number + 1}
    plain = {f"{prefix}-{number}-{name}": something(one) for name, one in formset.empty_form.fields.items()}
    for name, one in formset.empty_form.fields.items():
        if (
            isinstance(one, forms.ModelChoiceField)
            and one.queryset is not None
            and name not in ("id", formset.fk.name)
        ):
            for key in some_of(streets, one.queryset.model._meta.label):
                answer = drill.post(page, {**more, **plain, f"{prefix}-{number}-{name}": key})
                drill.unless(part_refused(answer, prefix, number, name), f"POST {page} {prefix} {name}={key}")
    for key in some_of(streets, model._meta.label):
        taken = {**more, **plain, f"{prefix}-INITIAL_FORMS": standing + 1, f"{prefix}-{number}-id": key}
        drill.post(page, taken)
        drill.post(page, {**taken, f"{prefix}-{number}-DELETE": "on"})
    whole = some_of(streets, formset.fk.remote_field.model._meta.label)
    if standing and whole:
        drill.post(page, {**base, f"{prefix}-0-{formset.fk.name}": whole[0]})


def part_refused(answer: Answer, prefix: str, number: int, name: str) -> bool:
    """Whether the field said no, or was not taken at all: what was written is judged beside."""
    if answer.status_code != 200:
        return True
    formset = next(one for one in formsets(answer) if one.prefix == prefix)
    if number >= len(formset.forms) or not formset.forms[number].has_changed():  # nobody adds such parts
        return True
    return name in formset.forms[number].errors


def something(one: forms.Field) -> Any:
    """A value that a field of this kind may take."""
    if isinstance(one, forms.ModelChoiceField):
        return ""
    if isinstance(one, forms.ChoiceField):
        return next((key for key, _words in one.choices if key), "")
    if isinstance(one, forms.DateField):
        return "2026-11-20"
    if isinstance(one, forms.TimeField):
        return "09:00"
    return "on" if isinstance(one, forms.BooleanField) else "7"


RIGHTS = (
    "is_staff",
    "is_superuser",
    "is_active",
    "groups",
    "user_permissions",
    "password",
    "pin",
    "posts",
    "scope",
)


def mass_assignment(drill: Drill, page: str, base: dict[str, Any], row: models.Model, shown: Answer) -> None:
    """Every field of the table that the form does not have, with a hostile value: it changes nothing."""
    model, known = type(row), shown.context["adminform"].form.fields

    def stands() -> Any:
        return model._base_manager.filter(pk=row.pk).values().first()

    drill.post(page, base, stands)
    right = drill.seen
    extra = {name: "1" for name in RIGHTS if name not in known}
    for one in (*model._meta.concrete_fields, *model._meta.many_to_many):
        if one.name not in known and not one.primary_key:
            keys = some_of(drill.streets, one.remote_field.model._meta.label) if one.is_relation else []
            extra[one.name] = extra[one.attname if hasattr(one, "attname") else one.name] = (
                keys[0] if keys else "1"
            )
    drill.post(page, {**base, **extra}, stands)
    drill.unless(drill.seen == right, f"POST {page} with {sorted(extra)}: {different(right, drill.seen)}")


def different(one: dict[str, Any] | None, other: dict[str, Any] | None) -> dict[str, Any]:
    return {
        name: (value, (other or {}).get(name))
        for name, value in (one or {}).items()
        if value != (other or {}).get(name)
    }


# Actions ------------------------------------------------------------------------------------------


def actions(drill: Drill, share: Share = everything) -> None:
    """Every action of every list, upon foreign rows, upon everything, and by names that are none."""
    for kind, row in tried(drill, share):
        named = [one if isinstance(one, str) else one.__name__ for one in keepers()[kind].actions or ()]
        for action in ("delete_selected", *named, *share(("delete_queryset", "__class__"))):
            chosen: dict[str, Any] = {"action": action, "_selected_action": [row.pk], "index": "0"}
            for more in share(({}, {"post": "yes"}, {"post": "yes", "select_across": "1"})):
                drill.post(url(row, "changelist"), chosen | more)
            both = [row.pk, drill.streets.own[kind].pk]
            drill.post(url(row, "changelist"), chosen | {"_selected_action": both, "post": "yes"})
        editable = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": row.pk, "form-0-name": "x"}
        drill.post(url(row, "changelist"), {**editable, "_save": "1"})


# Sheets -------------------------------------------------------------------------------------------


def exports(drill: Drill, share: Share = everything) -> None:
    """Every list as a sheet, in both forms, asked for what is not one's own."""
    streets = drill.streets
    for kind, row in tried(drill, share):
        for form in ("csv", "xlsx"):
            sheet = reverse("table_export", args=[row._meta.app_label, kind, form])
            wanted = (
                "",
                f"?q={CANARY}",
                f"?area={streets.far.committee.code}",
                f"?station={streets.far.station.pk}",
            )
            for query in share(
                (*wanted, "?all=", "?fields=password,phone,token", "?phone__startswith=1", "?id__gt=0")
            ):
                drill.get(sheet + query)


def uploads(drill: Drill, admin: Worker) -> None:
    """Sheets that hold foreign rows, as an administrator would fill them in: nothing of them is taken."""
    everyone = official(admin)
    for kind in KINDS.values():
        sheet = kind.sheet(kind.rows(everyone))
        changed = [
            [other(cell) if place > 2 else cell for place, cell in enumerate(row)] for row in sheet.rows
        ]
        for rows in (list(kind.sheet(kind.rows(everyone)).rows), changed):
            data = as_csv(sheet.head, rows)
            answer = drill.post(
                reverse("sheet_new", args=[kind.key]), {"file": SimpleUploadedFile("x.csv", data, "text/csv")}
            )
            drill.unless(answer.status_code in (200, 400, 403), f"upload of {kind.key}")


def other(cell: Any) -> Any:
    return f"{cell}改" if isinstance(cell, str) and not cell.isascii() else cell


def words_in(answer: Answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode().removeprefix("\ufeff"))))


# Officials' pages ---------------------------------------------------------------------------------


def officials_pages() -> dict[str, tuple[str, ...]]:
    """{name: what stands in its address} of every page that carries the officials' mark."""
    return {
        str(one.name): tuple(one.pattern.regex.groupindex)
        for one in patterns(get_resolver())
        if getattr(one.callback, MARK, "") == "official"
    }


def patterns(resolver: Any) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield one
        elif isinstance(one, URLResolver) and one.namespace != "admin":
            yield from patterns(one)


def doors() -> set[str]:
    """The administration's own addresses that belong to no kind."""
    of_kinds = {
        f"{row._meta.app_label}_{row._meta.model_name}_" for row in (one.model for one in keepers().values())
    }
    names = {
        str(key) for key in get_resolver().namespace_dict["admin"][1].reverse_dict if isinstance(key, str)
    }
    return {name for name in names if not any(name.startswith(kind) for kind in of_kinds)}


Asked = tuple[tuple[Any, ...], dict[str, Any]]  # what stands in the address, and what is sent along


def asked_of(streets: Streets) -> dict[str, list[Asked]]:
    """What each page of officials is asked for that is not the attackers': a page without a line here fails."""
    far, foreign = streets.far, streets.foreign
    areas = [far.subdistrict.code, far.committee.code, "990102", "990101", "9901"]
    by_area: list[Asked] = [((code,), {}) for code in areas]
    figures = [figure.key for figure in FIGURES]
    rooms = list(
        IdleRoom.objects.filter(pk__in=streets.theirs["stations.IdleRoom"]).values_list("pk", flat=True)
    )
    plans = [
        one for one in SitingPlan.objects.order_by("pk") if one.pk in streets.theirs["stations.SitingPlan"]
    ]
    own_plan = SitingPlan.objects.exclude(pk__in=streets.theirs["stations.SitingPlan"]).get()
    by_plan: list[Asked] = [((one.pk,), {"name": "x", "programme": foreign["programme"].pk}) for one in plans]
    question = {"minutes": 15, "whom": "households", "places": 3, "try": 1, "room": rooms, "name": "x"}
    divided: list[Asked] = [((), {"division": code}) for code in areas]
    programme: Any = streets.own["programme"]
    keys = Programme.objects.filter(pk__in=streets.theirs["stations.Programme"]).values_list("pk", flat=True)
    upload = SheetUpload.objects.filter(pk__in=streets.theirs["requests_desk.SheetUpload"]).first()
    assert upload is not None
    by_figure: list[Asked] = [((code, key), {}) for code in areas[:2] for key in figures]
    by_kind: list[Asked] = [((key,), {}) for key in KINDS]
    return {
        "coverage_review": [*divided, ((), {"each": "committee", "on": "2026-11-01"})],
        "coverage_csv": divided, "coverage_xlsx": divided,
        "coverage_of": by_area, "coverage_csv_of": by_area, "coverage_xlsx_of": by_area, "coverage_pictures": by_area,
        "how_counted": [((), {})], "personal_data_register": [((), {})],
        "uptake_review": divided, "uptake_csv": divided,
        "estate_review": [((foreign["estate"].pk,), {})],
        "figure_rows": by_figure, "figure_sheet": by_figure,
        "figure_rows_of_all": [((key,), {"division": areas[0], "only": "yes"}) for key in figures],
        "figure_sheet_of_all": [((key,), {"division": areas[0]}) for key in figures],
        "programme_list": [((), {})],
        "programme_page": [((key,), {"state": "late"}) for key in keys],
        "programme_plan": [((key, far.committee.code), {}) for key in (*keys, programme.pk)],
        "where_next": [((), {**question, "division": code}) for code in ("", streets.place.subdistrict.code, *areas)],
        "siting_plans": [((), {**question, "division": code}) for code in (streets.place.subdistrict.code, *areas)],
        "siting_plan": by_plan, "siting_plan_rename": by_plan, "siting_plan_delete": by_plan,
        "siting_plan_hand_over": [*by_plan, ((own_plan.pk,), {"programme": foreign["programme"].pk})],
        "set_up": [((), {"step": step, "username": "x", "password": "a-password-1", "code": "9901", "name": "x"})
                   for step in ("administrator", "register", "station", "officials", "desk")],
        "sheet_list": [((), {})], "sheet_new": by_kind, "sheet_template": by_kind,
        "sheet_current": [((key, form), {"area": areas[0]}) for key in KINDS for form in ("csv", "xlsx")],
        "sheet_upload": [((upload.pk,), {"seen": ""})],
        "table_export": [((row._meta.app_label, kind, "csv"), {}) for kind, row in foreign.items()],
    }  # fmt: skip


def pages(drill: Drill, share: Share = everything) -> None:
    """Every page of officials, asked for foreign places and rows, looked at and sent to."""
    for name, wanted in asked_of(drill.streets).items():
        for args, data in share(wanted):
            drill.get(reverse(name, args=args), data)
            drill.post(reverse(name, args=args), data)


AWAY = (
    "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "https:evil.example", "http://testserver@evil.example/", "javascript:alert(1)", "/\t/evil.example",
    "%2F%2Fevil.example", "data:text/html,x",
    " //evil.example", "https://testserver.evil.example/",
)  # fmt: skip


def redirects(drill: Drill, share: Share = everything) -> None:
    """Whatever stands in ``next`` and the like, nobody is led out of the portal."""
    estate = drill.streets.own["estate"]
    for away in share(AWAY):
        for page in (
            "/admin/login/",
            "/admin/",
            reverse("sign_in"),
            "/admin/password_change/",
            url(estate, "changelist"),
        ):
            for name in ("next", "_changelist_filters", "return_to"):
                drill.get(page, {name: away})
        change = url(estate, "change", estate.pk)
        drill.post(
            f"{change}?{urlencode({'_changelist_filters': away, 'next': away})}", filled(drill.get(change))
        )
        drill.post("/admin/login/", {"next": away})


def at_the_doors(drill: Drill) -> None:
    """The administration's own pages, looked at and sent to."""
    for name in sorted(doors()):
        args = {"app_list": ("stations",)}.get(name, ())
        page = reverse(f"admin:{name}", args=args)
        if name != "logout":
            drill.get(page)
            drill.post(page, {"name": "x"})
    for row in drill.streets.own.values():
        drill.get(f"/admin/r/{row.pk}/{row.pk}/")
        drill.get(url(row, "changelist"))
        drill.get(url(row, "add"))
        drill.post(url(row, "add"), {"name": "x"})
