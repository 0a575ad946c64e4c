"""The form pack: what a form looks like to a screen reader, with and without mistakes."""

import re

import pytest
from crispy_forms.helper import FormHelper
from django import forms
from django.template import engines
from django.utils import translation


class Slip(forms.Form):
    name = forms.CharField(label="Name", help_text="As you <like> it")
    day = forms.ChoiceField(label="Day", choices=[("1", "Mon"), ("2", "Tue")], widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label="Topics", choices=[("a", "A")], widget=forms.CheckboxSelectMultiple, required=False
    )
    behalf = forms.BooleanField(label="For somebody else", required=False)
    key = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> None:
        raise forms.ValidationError("Nothing fits together")


class Laid(Slip):
    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


def painted(form: forms.Form, markup: str = "{{ form|crispy }}") -> str:
    source = "{% load crispy_forms_tags %}{% include 'components/error_summary.html' %}" + markup
    with translation.override("en"):
        return engines["django"].from_string(source).render({"form": form})


def ids(page: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', page)


@pytest.mark.parametrize("form", [Slip(), Slip({}), Slip({"name": "x", "day": "9"})])
def test_every_reference_leads_to_one_element(form: Slip) -> None:
    page = painted(form)
    assert len(ids(page)) == len(set(ids(page)))
    spoken = " ".join(re.findall(r'aria-describedby="([^"]+)"', page)).split()
    wanted = [*spoken, *re.findall(r'for="([^"]+)"', page), *re.findall(r'href="#([^"]+)"', page)]
    assert set(wanted) <= set(ids(page))


def test_an_untouched_form_says_nothing_of_mistakes() -> None:
    page = painted(Slip())
    assert "errors" not in page
    assert "aria-invalid" not in page
    assert page.count("(optional)") == 1


def test_an_empty_post_names_every_mistake_at_the_top_and_at_its_field() -> None:
    page = painted(Slip({}))
    top, fields = page.split("</ul>", 1)
    assert top.count("This field is required.") == 3
    assert fields.count("This field is required.") == 3
    assert 'href="#id_name"' in top
    assert 'href="#id_day_0"' in top
    assert "Nothing fits together" in top
    assert "Nothing fits together" in fields


def test_groups_are_fieldsets_and_one_checkbox_is_not() -> None:
    page = painted(Slip())
    assert page.count("<fieldset") == page.count("<legend") == 2
    assert '<label class="choice" for="id_behalf"><input type="checkbox"' in page


def test_a_radio_is_never_called_invalid_by_itself() -> None:
    page = painted(Slip({"day": "9"}))
    assert all("aria-invalid" not in radio for radio in re.findall(r'<input type="radio"[^>]*>', page))
    assert 'aria-describedby="id_day_error"' in page


def test_a_hint_is_text_unless_it_was_marked_safe() -> None:
    assert "As you &lt;like&gt; it" in painted(Slip())


def test_both_ways_to_render_a_form_paint_the_same_fields() -> None:
    by_filter, by_tag = painted(Laid({})), painted(Laid({}), "{% crispy form %}")
    assert re.sub(r"\s+", "", by_filter) == re.sub(r"\s+", "", by_tag)
    assert "<form" not in by_tag
    assert "csrf" not in by_tag
