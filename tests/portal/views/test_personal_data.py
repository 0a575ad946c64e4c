"""The register of personal data in the administration: for officials, with every field."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from portal.register import register_in_words
from requests_desk.rules.personal_data import REGISTER
from stations.models import Worker
from tests.pages import count_queries, text_of

pytestmark = pytest.mark.django_db


def test_an_official_reads_every_entry(as_: Callable[..., Client], street: Worker) -> None:
    page = text_of(as_(street).get("/en" + reverse("personal_data_register")))
    assert "requests_desk_visit" in page
    assert "Consent (Art. 13 (1))" in page
    assert sum(len(group.lines) for group in register_in_words()) == len(REGISTER)


def test_every_field_has_a_name_in_words(as_: Callable[..., Client], street: Worker) -> None:
    with override("zh-hans"):
        lines = [line for group in register_in_words() for line in group.lines]
        assert not [line.fields for line in lines if re.search(r"[a-z_]{2,}", line.fields)]
    page = text_of(as_(street).get(reverse("personal_data_register")))
    assert "链接里的密钥" in page
    assert "booking_key" not in page


def test_the_desk_and_strangers_do_not(as_: Callable[..., Client], desk: Worker) -> None:
    url = reverse("personal_data_register")
    assert as_(desk).get(url).status_code == 403
    assert Client().get(url).status_code == 302


def test_it_asks_the_database_for_the_official_alone(as_: Callable[..., Client], street: Worker) -> None:
    assert count_queries(as_(street), reverse("personal_data_register")) <= 5
