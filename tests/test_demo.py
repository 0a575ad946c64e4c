"""The demo from memory: the very rows that its command made, and counters that go on behind them."""

from pathlib import Path

import pytest
from django.core.management import call_command

from requests_desk.models import TicketEvent
from stations.models import OpeningDay, Station
from tests import demo as stage
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_what_is_put_back_is_what_was_kept(demo: None) -> None:
    kept = stage.all_rows()
    assert sum(len(rows) for _columns, rows in kept.values()) > 5_000
    OpeningDay.objects.all().delete()
    Station.objects.update(name="x")
    stage.put_back(kept)
    assert stage.all_rows() == kept


def test_rows_added_later_get_keys_of_their_own(demo: None) -> None:
    kept = stage.all_rows()
    stage.put_back(kept)
    last = Station.objects.order_by("pk").last()
    assert last is not None
    assert make.station(make.committee(77)).pk > last.pk


def test_the_triggers_stand_again(demo: None) -> None:
    stage.put_back(stage.all_rows())
    with pytest.raises(Exception, match="append-only"):
        TicketEvent.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_after_the_tables_were_emptied(
    clock: object, demo_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From memory, and for another worker from the file."""
    stage.lay(demo_file)
    kept = stage.all_rows()
    for known in (stage._kept, {}):
        call_command("flush", interactive=False, verbosity=0)
        assert not Station.objects.exists()
        monkeypatch.setattr(stage, "_kept", known)
        stage.lay(demo_file)
        assert stage.all_rows() == kept == stage._kept
