"""What the brush paints is what Django's own templates write, letter by letter, whatever was typed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting, get_default_renderer
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from portal.common.brush import PAINTERS, Brush

NASTY = "\"><script>alert(1)</script>&amp;'家门口\n"
ATTRIBUTES: dict[str, Any] = {
    "autofocus": True, "disabled": False, "maxlength": 20, "placeholder": _("Search"), "data-words": NASTY,
    "title": mark_safe("a &amp; b"), "aria-describedby": None,
}  # fmt: skip
CHOICES = [
    ("", "–"),
    (1, NASTY),
    (NASTY, _("Search")),
    (_("Search"), [("in", mark_safe("<b>in a group</b>")), ("b", "B")]),
]
VALUES = [None, "", "0", NASTY, mark_safe("a &amp; b"), 7, "1", "in", True, False]


def widgets() -> Iterator[forms.Widget]:
    for kind in (
        forms.TextInput, forms.NumberInput, forms.EmailInput, forms.PasswordInput, forms.HiddenInput, forms.DateInput,
        forms.TimeInput, forms.CheckboxInput, forms.Textarea,
    ):  # fmt: skip
        yield kind(attrs=ATTRIBUTES)
    yield forms.PasswordInput(render_value=True)
    yield forms.Select(attrs=ATTRIBUTES, choices=CHOICES)
    yield forms.SelectMultiple(choices=CHOICES)


@pytest.mark.parametrize("widget", list(widgets()), ids=lambda widget: type(widget).__name__)
def test_it_paints_what_the_template_writes(widget: forms.Widget) -> None:
    for value in VALUES:
        asked = [value] if isinstance(widget, forms.SelectMultiple) else value
        written = widget.render("n<a>me", asked, {"id": "id_n"}, renderer=TemplatesSetting())
        assert widget.render("n<a>me", asked, {"id": "id_n"}, renderer=Brush()) == written, value
        assert "<script>" not in written


def test_forms_are_painted_with_it() -> None:
    assert isinstance(get_default_renderer(), Brush)
    assert forms.TextInput.template_name in PAINTERS


def test_what_it_does_not_know_is_left_to_the_template() -> None:
    radio = forms.RadioSelect(choices=[("a", "A")])
    assert radio.template_name not in PAINTERS
    assert 'type="radio"' in radio.render("r", "a", renderer=Brush())
