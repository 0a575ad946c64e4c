"""One way of writing a phone number, whatever was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.common.phones import REASONS, clean_phone, holds_number, last_four

MOBILE = "13812341234"

ACCEPTED = [
    # Mobiles.
    ("13812341234", MOBILE),
    ("138 1234 1234", MOBILE),
    ("138-1234-1234", MOBILE),
    ("138.1234.1234", MOBILE),
    ("  13812341234\n", MOBILE),
    ("１３８１２３４１２３４", MOBILE),
    ("１３８　１２３４　１２３４", MOBILE),
    ("138–1234—1234", MOBILE),
    ("+8613812341234", MOBILE),
    ("+86 138 1234 1234", MOBILE),
    ("＋８６－１３８１２３４１２３４", MOBILE),
    ("(+86)13812341234", MOBILE),
    ("0086 13812341234", MOBILE),
    ("8613812341234", MOBILE),
    ("\u202d138 1234 1234\u202c", MOBILE),  # copied from a phone's address book
    ("٠٢١-١٢٣٤٥٦٧٨", "021-12345678"),  # digits of other scripts are digits too
    ("16612341234", "16612341234"),
    ("19912341234", "19912341234"),
    # Landlines.
    ("021-12345678", "021-12345678"),
    ("02112345678", "021-12345678"),
    ("021 1234 5678", "021-12345678"),
    ("(021)12345678", "021-12345678"),
    ("（０２１）１２３４５６７８", "021-12345678"),
    ("021-1234-5678", "021-12345678"),
    ("010-62345678", "010-62345678"),
    ("0571-87654321", "0571-87654321"),
    ("0571 8765 4321", "0571-87654321"),
    ("0393-6234567", "0393-6234567"),
    ("03936234567", "0393-6234567"),
    ("0393-623-4567", "0393-6234567"),
    ("+86 21 1234 5678", "021-12345678"),
    ("+86-571-87654321", "0571-87654321"),
    ("+86 10 6234 5678", "010-62345678"),
    ("+86 (0)21 12345678", "021-12345678"),
    # Invented, as the demo has them.
    ("021-0000-1234", "021-00001234"),
    ("021-00001234", "021-00001234"),
    # With an extension.
    ("021-12345678-123", "021-12345678-123"),
    ("021-12345678转123", "021-12345678-123"),
    ("021-12345678 分机 8", "021-12345678-8"),
    ("021-12345678 ext. 8001", "021-12345678-8001"),
    ("021 12345678 x 12", "021-12345678-12"),
    ("0393-6234567-8", "0393-6234567-8"),
    ("021-0000-1234-56", "021-00001234-56"),
]

REFUSED = [
    ("", "empty"),
    ("   ", "empty"),
    ("-", "empty"),
    ("\u202d\u202c", "empty"),
    ("电话13812341234", "characters"),
    ("no phone", "characters"),
    ("13812341234; drop", "characters"),
    ("138123412_4", "characters"),
    ("12345678", "area_code"),
    ("6234567", "area_code"),
    ("6234-5678", "area_code"),
    ("1381234123", "length"),
    ("138123412345", "length"),
    ("12812341234", "length"),
    ("021-1234567", "length"),
    ("021-123456789", "length"),
    ("0571-876543", "length"),
    ("0121-1234567", "length"),
    ("12345", "length"),
    ("+1 212 555 0100", "length"),
    ("021-12345678-1234567", "length"),
    ("+", "length"),
    ("13812341234 13812341234", "length"),
]


@pytest.mark.parametrize(("typed", "canonical"), ACCEPTED)
def test_accepted(typed, canonical):
    assert clean_phone(typed) == canonical


@pytest.mark.parametrize(("typed", "reason"), REFUSED)
def test_refused_with_a_reason(typed, reason):
    with pytest.raises(ValueError, match=f"^{reason}$"):
        clean_phone(typed)


@pytest.mark.parametrize("canonical", sorted({canonical for _, canonical in ACCEPTED}))
def test_the_canonical_form_is_its_own_canonical_form(canonical):
    assert clean_phone(canonical) == canonical


@pytest.mark.parametrize("prefix", [str(n) for n in range(130, 200)])
def test_every_mobile_prefix_is_accepted(prefix):
    assert clean_phone(f"{prefix}12345678") == f"{prefix}12345678"


@given(st.text(max_size=30))
def test_any_text_is_cleaned_or_refused_with_a_known_reason(text):
    try:
        phone = clean_phone(text)
    except ValueError as refusal:
        reason = str(refusal)
    else:
        assert clean_phone(phone) == phone
        reason = "none"
    assert reason in {"none", *REASONS}


@pytest.mark.parametrize(
    ("phone", "digits"),
    [
        ("13812341234", "1234"),
        ("021-12345678", "5678"),
        ("0393-6234567", "4567"),
        ("021-12345678-123", "5678"),
        ("021-00001234-5", "1234"),
    ],
)
def test_last_four(phone, digits):
    assert last_four(phone) == digits


@pytest.mark.parametrize(
    "text",
    [
        "电话13912345678找王五",
        "１３９１２３４５６７８", "139 1234 5678", "139-1234-5678", "王五 6234–5678", "(021)62345678",
        "2026-11-23 13912345678", "1 3 9 1 2 3 4 5 6 7 8", "139\u200b12345678", "+86 139 1234 5678",
    ],
)  # fmt: skip
def test_words_that_hold_a_number(text: str) -> None:
    assert holds_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "合唱队排练", "2026-11-23 评议会", "2026–11–23、2026-11-24", "2020-2026年",
        "预算1200000元", "¥ 1200000", "10:00-11:30",
        "12人，3号楼501室", "123456", "3-5岁 10-12岁",
    ],
)  # fmt: skip
def test_words_that_hold_none(text: str) -> None:
    assert not holds_number(text)
