"""The demo for tests that walk through the whole portal: loaded once for a module, at the tests' own moment."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from portal.demo.load import PASSWORD
from tests import factories as make

DAYS = 5  # of visits and tickets behind the tests' moment


def on_the_test_database() -> bool:
    """pytest-django makes one only where a test bears the mark ``django_db``."""
    settings = connection.settings_dict
    return str(settings["NAME"]) == str(settings["TEST"]["NAME"]) or settings["NAME"].startswith("test_")


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo as of the tests' Wednesday, at which the clock stands still; committed, and gone after the
    module. The module's tests bear the mark ``django_db``."""
    if not on_the_test_database():
        raise RuntimeError("The demo would go into a database that is not the tests' own.")
    with time_machine.travel(make.NOW, tick=False):
        with django_db_blocker.unblock():
            cache.clear()
            call_command("load_demo", days=DAYS, verbosity=0)
        yield
        with django_db_blocker.unblock():
            call_command("flush", interactive=False, verbosity=0)
            cache.clear()


def entered(username: str) -> Client:
    """A browser in which that person of the demo has signed in; nobody for ""."""
    client = Client()
    if username:
        assert client.login(username=username, password=PASSWORD)
    return client
