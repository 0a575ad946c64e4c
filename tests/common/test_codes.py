"""References, slip codes and tokens."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.common.codes import (
    ALPHABET,
    clean_reference,
    clean_slip_code,
    hash_slip_code,
    new_reference,
    new_salt,
    new_slip_code,
    new_token,
    same,
)


def test_nothing_in_the_alphabet_is_mixed_up_with_anything_else_in_it():
    assert len(set(ALPHABET)) == len(ALPHABET) == 27
    assert not set(ALPHABET) & set("0O1ILUBSZ")


def test_a_new_reference_is_eight_symbols_in_two_groups():
    symbol = f"[{ALPHABET}]"
    assert re.fullmatch(f"{symbol}{{4}}-{symbol}{{4}}", new_reference())


def test_new_references_differ():
    assert len({new_reference() for _ in range(5000)}) == 5000


def test_a_reference_can_be_drawn_the_same_every_time():
    drawn = [new_reference(random.Random(7).choice) for _ in range(2)]
    assert drawn[0] == drawn[1] == clean_reference(drawn[0])


@pytest.mark.parametrize(
    "typed",
    [
        "K7M2-9QXD",
        "k7m2-9qxd",
        "K7M29QXD",
        " k7m2 9qxd ",
        "Ｋ７Ｍ２－９ＱＸＤ",
        "k7m2—9qxd",
        "K-7-M-2-9-Q-X-D",
        "\u202dK7M2-9QXD\u202c",
        "K7MZ-9QXD",  # Z can only have been a 2
    ],
)
def test_a_reference_is_read_however_it_was_typed(typed):
    assert clean_reference(typed) == "K7M2-9QXD"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("B", "8"), ("S", "5"), ("Z", "2"), ("U", "V"), ("u", "V"), ("b", "8")],
)
def test_symbols_of_no_code_are_read_as_the_one_they_look_like(typed, meant):
    assert clean_slip_code(typed * 6) == meant * 6


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "length"),
        ("K7M2", "length"),
        ("K7M2-9QXD-A", "length"),
        ("K7M2-9QX0", "symbol"),
        ("K7M2-9QXO", "symbol"),
        ("K7M2-9QX1", "symbol"),
        ("K7M2-9QXi", "symbol"),
        ("K7M2-9QXl", "symbol"),
        ("K7M2_9QXD", "symbol"),
        ("枫杨园", "symbol"),
        ("K7M2-9QXD'--", "symbol"),
        ("\x00", "length"),
    ],
)
def test_what_is_no_reference_is_refused(typed, reason):
    with pytest.raises(ValueError, match=f"^{reason}$"):
        clean_reference(typed)


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text):
    try:
        read = clean_reference(text)
    except ValueError as refusal:
        reason = str(refusal)
    else:
        assert clean_reference(read) == read
        reason = "none"
    assert reason in {"none", "length", "symbol"}


def test_a_slip_code_is_six_symbols():
    code = new_slip_code()
    assert len(code) == 6
    assert set(code) <= set(ALPHABET)
    assert clean_slip_code(code.lower()) == code


def test_a_token_holds_192_bits_that_a_path_can_carry():
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32}", token) for token in tokens)


def test_a_hash_depends_on_code_and_salt_and_on_nothing_else():
    salt = new_salt()
    stored = hash_slip_code("4KXR7M", salt)
    assert re.fullmatch("[0-9a-f]{64}", stored)
    assert hash_slip_code("4KXR7M", salt) == stored
    assert hash_slip_code("4KXR7N", salt) != stored
    assert hash_slip_code("4KXR7M", new_salt()) != stored


def test_a_salt_is_128_bits():
    assert re.fullmatch("[0-9a-f]{32}", new_salt())
    assert new_salt() != new_salt()


def test_secrets_compare_by_value_also_beyond_ascii():
    assert same("4KXR7M", "4KXR7M")
    assert not same("4KXR7M", "4KXR7N")
    assert not same("枫", "杨")
    assert not same("", "4")
