"""What others may see of a name and of a phone number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.common.masking import COMPOUND_SURNAMES, mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王小明", "王**"),
        ("王明", "王**"),
        ("王", "王**"),
        ("王阿姨", "王**"),
        ("欧阳娜娜", "欧阳**"),
        ("司马光", "司马**"),
        ("歐陽修", "歐陽**"),
        ("欧阳", "欧**"),  # two characters: 欧 by surname, 阳 by name
        ("阿不都·热合曼", "阿**"),
        ("𠮷田", "𠮷**"),
        ("Ann Lee", "A**"),
        ("ann", "A**"),
        ("Élodie", "É**"),
        ("E\u0301lodie", "É**"),
        ("  王 小明 ", "王**"),
        ("\u202e王小明", "王**"),
        ("葛\U000e0100西", "葛**"),
        ("", ""),
        ("   ", ""),
        ("\u200b", ""),
    ],
)
def test_names(name, masked):
    assert mask_name(name) == masked


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1))
def test_of_a_chinese_name_the_surname_stands_and_its_length_is_hidden(name):
    masked = mask_name(name)
    surname = masked.removesuffix("**")
    assert name.startswith(surname)
    assert len(surname) == 1 or (len(surname) == 2 and surname in COMPOUND_SURNAMES)
    assert len(masked) == len(surname) + 2


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812341234", "138****1234"),
        ("021-12345678", "021-****5678"),
        ("021-00001234", "021-****1234"),
        ("021-0000-1234", "021-****1234"),
        ("0393-6234567", "0393-****4567"),
        ("021-12345678-123", "021-****5678"),
        ("12345678", "****78"),
        ("12345", "****"),
        ("", ""),
    ],
)
def test_phones(phone, masked):
    assert mask_phone(phone) == masked


@given(st.from_regex(r"1[3-9][0-9]{9}|0[1-9][0-9]{1,2}-[0-9]{7,8}(-[0-9]{1,6})?", fullmatch=True))
def test_four_stars_stand_in_every_masked_phone(phone):
    masked = mask_phone(phone)
    assert "****" in masked
    assert sum(symbol.isdigit() for symbol in masked) <= 8
    assert masked != phone
