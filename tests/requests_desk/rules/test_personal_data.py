"""The register of personal data: no field that can hold words is in neither list, and none is in both."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from requests_desk.rules.impersonal_fields import IMPERSONAL_FIELDS
from requests_desk.rules.personal_data import REGISTER, Goes, Time

WORDS = (
    models.CharField, models.TextField, models.FileField, models.JSONField, models.BinaryField,
    models.GenericIPAddressField,
)  # fmt: skip
PERSONAL = {(entry.model, field) for entry in REGISTER for field in entry.fields}
IMPERSONAL = {(model, field) for model, fields in IMPERSONAL_FIELDS.items() for field in fields.split()}


def of_words(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    """The fields of ``model`` that somebody may type into, or that hold whatever code puts there."""
    for field in model._meta.local_concrete_fields:
        if isinstance(field, WORDS) and not field.choices:
            yield model._meta.label_lower, field.name


def in_neither(found: list[type[models.Model]]) -> set[tuple[str, str]]:
    return {one for model in found for one in of_words(model)} - PERSONAL - IMPERSONAL


def test_every_field_of_words_is_personal_or_said_to_be_none() -> None:
    missing = in_neither(apps.get_models(include_auto_created=True))
    assert not missing, f"Put into rules/personal_data.py or rules/impersonal_fields.py: {sorted(missing)}"


def test_a_planted_field_would_be_found() -> None:
    class Planted(models.Model):
        nickname = models.CharField(max_length=9)
        papers = models.FileField()
        colour = models.CharField(max_length=9, choices=[("red", "red")])
        size = models.IntegerField()

        class Meta:
            app_label = "requests_desk"

        def __str__(self) -> str:
            return self.nickname

    try:
        assert in_neither([Planted]) == {
            ("requests_desk.planted", "nickname"),
            ("requests_desk.planted", "papers"),
        }
    finally:
        del apps.all_models["requests_desk"]["planted"]
        apps.clear_cache()


def test_no_field_is_in_both_lists_nor_in_one_twice() -> None:
    assert not PERSONAL & IMPERSONAL
    assert len(PERSONAL) == sum(len(entry.fields) for entry in REGISTER)


def test_both_lists_name_fields_that_exist() -> None:
    gone = set()
    for label, field in PERSONAL | IMPERSONAL:
        try:
            apps.get_model(label)._meta.get_field(field)
        except (LookupError, FieldDoesNotExist):
            gone.add((label, field))
    assert not gone


def test_what_is_emptied_is_reached_from_a_row_that_says_when() -> None:
    for entry in REGISTER:
        model = apps.get_model(entry.model)
        if entry.goes in (Goes.BLANKED, Goes.DELETED):
            root = model._meta.get_field(entry.part_of).related_model if entry.part_of else model
            assert root is not None
            assert root._meta.get_field("erased_at")  # type: ignore[union-attr]


def test_every_lookup_leads_to_a_phone_number() -> None:
    for entry in REGISTER:
        if entry.phone:
            apps.get_model(entry.model)._default_manager.filter(
                **{entry.phone: "13800000000"}
            ).query.sql_with_params()


def test_every_persons_name_stands_in_the_register() -> None:
    """By their kind of form: whatever model has a phone beside a name is about somebody, if not a place."""
    places = {"stations.committee", "stations.estatebody", "stations.station"}
    holding = {
        model._meta.label_lower for model in apps.get_models()
        if {"name", "phone"} <= {field.name for field in model._meta.local_concrete_fields}
    }  # fmt: skip
    assert holding - places == {model for model, field in PERSONAL if field == "phone"}


def test_every_kind_has_a_time_of_keeping_and_no_time_is_of_nothing() -> None:
    """What a kind's time is asked for stands in the settings' table, and everything there is told in the register."""
    assert {one.kept.kind for one in REGISTER if isinstance(one.kept, Time)} == set(settings.PORTAL_KEEP_DAYS)
    assert min(settings.PORTAL_KEEP_DAYS.values()) > 0
