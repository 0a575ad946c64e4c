"""Times as they are typed in a hurry."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from requests_desk.forms.clocks import TypedTimeField


@pytest.mark.parametrize(("typed", "meant"), [
    ("9:30", time(9, 30)), ("0930", time(9, 30)), ("930", time(9, 30)), ("９：３０", time(9, 30)),
    ("9点30分", time(9, 30)), ("9点", time(9)), ("14", time(14)),
    ("14.05", time(14, 5)), ("09:30:00", time(9, 30)), ("", None), (" ", None),
])  # fmt: skip
def test_read(typed: str, meant: time | None) -> None:
    assert TypedTimeField(required=False).clean(typed) == meant


@pytest.mark.parametrize("typed", ["25:00", "9:75", "morning", "-1", "9:30\0", "9" * 400])
def test_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match=r"."):
        TypedTimeField(required=False).clean(typed)
