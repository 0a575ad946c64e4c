"""Fields for what people write about themselves: what is kept, what is refused and in which words."""

import pytest
from django import forms
from django.utils import translation

from portal.common.fields import (
    EmailAddressField,
    LineField,
    NameField,
    PhoneField,
    WordsField,
    plain_line,
)


class Card(forms.Form):
    name = NameField()
    phone = PhoneField()
    email = EmailAddressField(required=False)
    words = WordsField(most=20, too_long="too many words", required=False)
    wish = LineField(most=10, too_long="too long", required=False)


def card(**typed: str) -> Card:
    return Card({"name": "王小明", "phone": "13812341234", **typed})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("王小明", "王小明"),
        ("  王 \t 小明\r\n", "王 小明"),
        ("\u202e明小王\u2066", "明小王"),
        ("王\x07小\x1b明", "王小明"),
        ("𠮷野家", "𠮷野家"),  # outside the basic plane
        ("葛\U000e0100城", "葛\U000e0100城"),  # a variant chosen by its selector
        ("䶮", "䶮"),
        ("Zoë O’Neill-Łuk", "Zoë O’Neill-Łuk"),
        ("ＡＢ", "ＡＢ"),  # a name is kept as it was written
    ],
)
def test_a_name_is_kept_as_typed(typed: str, kept: str) -> None:
    form = card(name=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("１３８１２３４１２３４", "13812341234"),
        ("138 1234 1234", "13812341234"),
        ("02100001234", "021-00001234"),
    ],
)
def test_a_phone_number_is_cleaned(typed: str, kept: str) -> None:
    form = card(phone=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["phone"] == kept


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ({"name": ""}, "Enter a name"),
        ({"name": " \u202e "}, "Enter a name"),
        ({"name": "王\0明"}, "There is a character"),
        ({"name": "王" * 61}, "This name is longer than 60"),
        ({"name": "王" * 900_000}, "This name is longer than 60"),
        ({"phone": ""}, "Enter a phone number"),
        ({"phone": "12345678"}, "Add the area code"),
        ({"phone": "call me"}, "A phone number holds digits only"),
        ({"phone": "1381234123"}, "This does not look like"),
        ({"phone": "9" * 900_000}, "This does not look like"),
        ({"phone": "138\x001234"}, "There is a character"),
        ({"wish": "12345678901"}, "too long"),
        ({"email": "wang"}, "This does not look like an e-mail"),
        ({"email": "wang@" + "x" * 300}, "This does not look like an e-mail"),
        ({"email": "wang@exa\0mple.cn"}, "There is a character"),
        ({"words": "a\nb\0"}, "There is a character"),
        ({"words": "字" * 21}, "too many words"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(typed: dict[str, str], begins: str) -> None:
    with translation.override("en"):
        form = card(**typed)
        (field,) = form.errors
        assert field in typed
        (sentence,) = form.errors[field]
        assert sentence.startswith(begins)


def test_an_optional_phone_may_stay_empty() -> None:
    assert PhoneField(required=False).clean("  ") == ""


def test_a_line_is_one_line() -> None:
    assert plain_line("a\n b\u2028c\u00a0d") == "a b c d"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("wang@example.cn", "wang@example.cn"),
        (" wang＠ｅｘａｍｐｌｅ。ｃｎ ", "wang@example.cn"),
        ("wang@example.cn\nBcc: x@example.cn", None),
        ("", ""),
    ],
)
def test_an_address_is_put_right(typed: str, kept: str | None) -> None:
    form = card(email=typed)
    assert form.is_valid() == (kept is not None)
    if kept is not None:
        assert form.cleaned_data["email"] == kept


def test_words_keep_their_lines() -> None:
    form = card(words="  灯坏了\r\n  三楼\u202e  \n")
    assert form.is_valid()
    assert form.cleaned_data["words"] == "灯坏了\n三楼"
