"""What a sheet writes, and what follows: the same as saving each row by hand."""

import io
from datetime import date, time
from typing import Any

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import IntegrityError

from portal.common.sheet_reading import Line
from requests_desk.actions.sheets.kind import update_rows
from requests_desk.actions.sheets.load import (
    KINDS,
    Replaced,
    forget_uploads,
    load_upload,
    packed,
    take_in,
    unpacked,
)
from requests_desk.actions.sheets.write import ChangedSince, carry_out
from requests_desk.models import SheetUpload, Slot
from stations.models import (
    Committee,
    Estate,
    ItemHours,
    Room,
    Site,
    Standard,
    Station,
    WalkingTime,
    WeekHours,
    Worker,
)
from tests import factories as make
from tests.cast import Place
from tests.requests_desk.actions.sheets.files import as_xlsx, load, official, plan, said

pytestmark = pytest.mark.django_db


def way(place: Place) -> WalkingTime:
    return WalkingTime.objects.get(estate=place.estate, site__station=place.station)


class TestEstates:
    def test_a_new_one_has_its_ways(self, place: Place, street: Worker) -> None:
        line = {"committee": place.committee.code, "name": "新苑", "households": 5, "lat": 31.2, "lon": 121.4}
        load(KINDS["estates"], street, line)
        new = Estate.objects.get(name="新苑")
        assert (new.committee, new.households, new.datum) == (place.committee, 5, "wgs84")
        assert new.ways.get(site__station=place.station).minutes == way(place).minutes

    def test_one_that_moves_has_others_and_measured_ones_stay(
        self, place: Place, other_place: Place, street: Worker
    ) -> None:
        WalkingTime.objects.filter(pk=way(place).pk).update(minutes=44, measured=True)
        line = {"committee": place.committee.code, "name": place.estate.name, "lat": 31.21, "lon": 121.4}
        load(KINDS["estates"], street, line)
        assert way(place).minutes == 44
        estimated = WalkingTime.objects.get(estate=place.estate, site__station=other_place.station)
        assert estimated.minutes > 10

    def test_many_at_once_have_the_ways_that_one_by_one_have(
        self, place: Place, far_place: Place, admin: Worker
    ) -> None:
        lines = [
            {"committee": place.committee.code, "name": f"苑{n}", "lat": 31.2 + n % 9 / 200, "lon": 121.4 + n / 400,
             "datum": "gcj02" if n % 2 else "wgs84"}
            for n in range(60)
        ]  # fmt: skip
        load(KINDS["estates"], admin, *lines)
        many = ways_of("苑")
        WalkingTime.objects.filter(estate__name__startswith="苑").delete()
        for estate in Estate.objects.filter(name__startswith="苑"):
            from_one = [estate]
            make.recalculate_ways(estates=from_one)
        assert many == ways_of("苑")
        assert len(many) > 20

    def test_a_renamed_one_is_found_by_its_new_name(self, place: Place, street: Worker) -> None:
        line = {"committee": place.committee.code, "name": "改名苑", "number": place.estate.pk}
        load(KINDS["estates"], street, line)
        place.station.refresh_from_db()
        assert "改名苑" in place.station.search_text
        assert Estate.objects.get(pk=place.estate.pk).households == 300  # no column, no change

    def test_an_empty_cell_empties(self, place: Place, street: Worker) -> None:
        Estate.objects.update(address="旧")
        load(
            KINDS["estates"],
            street,
            {"committee": place.committee.code, "name": place.estate.name, "address": None},
        )
        place.estate.refresh_from_db()
        assert place.estate.address == ""


def ways_of(name: str) -> list[tuple[Any, ...]]:
    rows = WalkingTime.objects.filter(estate__name__startswith=name).order_by("estate", "site")
    return list(rows.values_list("estate__name", "site", "minutes", "older_minutes", "measured"))


class TestStations:
    def test_a_new_one_stands_somewhere_and_is_found(self, place: Place, street: Worker) -> None:
        line = {"slug": "new-one", "committee": place.committee.code, "name": "卫星站", "kind": "satellite",
                "address": "新路 9 号", "lat": 31.2, "lon": 121.4, "used_from": "2026-01-02"}  # fmt: skip
        load(KINDS["stations"], street, line)
        new = Station.objects.get(slug="new-one")
        site = new.sites.get()
        assert (site.address, site.used_from, site.floor, site.street_front) == (
            "新路 9 号",
            date(2026, 1, 2),
            1,
            True,
        )
        assert site.ways.filter(estate=place.estate).exists()
        assert "xl9h" in new.search_text
        assert new.slot_minutes == 30

    def test_a_door_that_is_corrected_has_other_ways(self, place: Place, street: Worker) -> None:
        before = way(place).minutes
        load(KINDS["stations"], street, {"slug": place.station.slug, "lat": 31.22, "lon": 121.4})
        assert way(place).minutes > before
        assert place.station.sites.count() == 1

    def test_other_places_bring_slots_into_step(self, place: Place, street: Worker) -> None:
        load(KINDS["stations"], street, {"slug": place.station.slug, "slot_capacity": 5})
        assert set(Slot.objects.filter(station=place.station).values_list("capacity", flat=True)) == {5}

    def test_one_that_is_given_up_has_no_slots(self, place: Place, street: Worker) -> None:
        load(KINDS["stations"], street, {"slug": place.station.slug, "status": "closed"})
        assert not Slot.objects.filter(station=place.station, starts_at__gt=make.NOW).exists()

    def test_a_station_without_a_site_is_given_one(self, place: Place, street: Worker) -> None:
        Site.objects.filter(station=place.station).delete()
        wrong = plan(KINDS["stations"], street, {"slug": place.station.slug, "address": "", "floor": 2})
        assert "站点有地点就要有地址" in said(wrong)[0]
        load(KINDS["stations"], street, {"slug": place.station.slug, "address": "某处", "floor": 2})
        assert place.station.sites.get().floor == 2

    def test_a_day_to_come_is_no_move(self, place: Place, street: Worker) -> None:
        found = plan(KINDS["stations"], street, {"slug": place.station.slug, "used_from": "2026-12-01"})
        assert "这一天还没到" in said(found)[0]


class TestWeeks:
    def test_only_the_days_of_the_sheet_change(self, place: Place, street: Worker) -> None:
        load(
            KINDS["opening-hours"],
            street,
            {"station": place.station.slug, "day_6": "", "day_5": "9:00-12:00, 14:00-17:00"},
        )
        week = list(WeekHours.objects.filter(station=place.station).values_list("weekday", "opens"))
        assert sorted(week) == [(day, time(8, 30)) for day in range(5)] + [(5, time(9)), (5, time(14))]
        assert not Slot.objects.filter(station=place.station, starts_at__date=make.at(4).date()).exists()


class TestChecklists:
    def test_a_line_brings_section_room_hours_and_standard(self, place: Place, street: Worker) -> None:
        Room.objects.create(station=place.station, name="法律室")
        standard = Standard.objects.create(district=place.subdistrict.parent, name="六加X")
        standard.items.create(name="民情收集")
        line = {
            "station": place.station.slug, "service": make.service("法律咨询", slug="law").slug, "section": "法律",
            "room": "法律室", "hours": "周四 14:00-16:00", "satisfies": "民情收集", "given_by": "律师",
        }  # fmt: skip
        load(KINDS["checklists"], street, line)
        item = place.station.checklist.get(service__slug="law")
        assert (item.section.name, item.room and item.room.name, item.given_by) == ("法律", "法律室", "律师")
        assert [(one.weekday, one.opens) for one in item.hours.all()] == [(3, time(14))]
        assert [one.name for one in item.satisfies.all()] == ["民情收集"]
        assert Slot.objects.filter(item=item).exists()
        load(KINDS["checklists"], street, {**line, "hours": "", "satisfies": ""})
        assert not ItemHours.objects.filter(item=item).exists()
        assert not item.satisfies.exists()
        assert not Slot.objects.filter(item=item, starts_at__gt=make.NOW).exists()


class TestWays:
    def test_what_was_measured_stands_before_the_estimate(self, place: Place, street: Worker) -> None:
        line = {"committee": place.committee.code, "estate": place.estate.name, "station": place.station.slug,
                "minutes": 12, "source": "居委会"}  # fmt: skip
        load(KINDS["walking-times"], street, line)
        measured = way(place)
        assert (measured.minutes, measured.older_minutes, measured.measured) == (12, 17, True)
        assert measured.source == "居委会"

    def test_the_history_of_an_estimate_and_of_a_new_way_is_their_own(
        self, place: Place, street: Worker
    ) -> None:
        before = way(place).pk
        other = make.estate(place.committee, "新苑")
        WalkingTime.objects.filter(estate=other).delete()
        line = {
            "committee": place.committee.code,
            "station": place.station.slug,
            "minutes": 12,
            "source": "居委会",
        }
        load(KINDS["walking-times"], street, *({**line, "estate": one.name} for one in (place.estate, other)))
        new = WalkingTime.objects.get(estate=other)
        assert way(place).pk == before
        flags = dict(LogEntry.objects.values_list("object_id", "action_flag"))
        assert flags == {str(before): CHANGE, str(new.pk): ADDITION}

    def test_a_neighbours_door_that_the_way_leads_to_is_no_secret(
        self, place: Place, far_place: Place, street: Worker
    ) -> None:
        """The way is in the official's own list; a new one to that door is not theirs to make."""
        line = {"committee": place.committee.code, "estate": place.estate.name, "station": far_place.station.slug,
                "minutes": 12, "source": "居委会"}  # fmt: skip
        assert WalkingTime.objects.filter(estate=place.estate, site__station=far_place.station).exists()
        assert said(plan(KINDS["walking-times"], street, line)) == []
        WalkingTime.objects.filter(estate=place.estate, site__station=far_place.station).delete()
        assert "或者不归您管" in said(plan(KINDS["walking-times"], street, line))[0]


class TestWhole:
    def test_all_or_nothing(self, place: Place, street: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
        kind = KINDS["estates"]
        found = plan(kind, street, {"committee": place.committee.code, "name": "新苑", "households": 5})

        def broken(*args: Any) -> None:
            raise IntegrityError

        monkeypatch.setattr("requests_desk.actions.sheets.write._history", broken)
        with pytest.raises(ChangedSince):
            carry_out(kind=kind, plan=found, sender=official(street), at=make.NOW)
        assert not Estate.objects.filter(name="新苑").exists()

    def test_a_row_that_is_gone_is_not_brought_back(self, place: Place, street: Worker) -> None:
        estate = make.estate(place.committee, "走了")
        line = {"committee": place.committee.code, "name": "走了", "households": 50}
        found = plan(KINDS["estates"], street, line)
        estate.delete()
        with pytest.raises(ChangedSince):
            carry_out(kind=KINDS["estates"], plan=found, sender=official(street), at=make.NOW)
        assert not Estate.objects.filter(name="走了").exists()
        update_rows([], ["name"])

    def test_each_row_has_its_history(self, place: Place, admin: Worker) -> None:
        code = place.committee.code
        load(
            KINDS["committees"],
            admin,
            {"code": code, "name_en": "Maple", "name": place.committee.name},
            {"code": f"{code[:9]}055", "name_en": "New", "name": "新"},
        )
        flags = dict(LogEntry.objects.filter(user=admin).values_list("object_id", "action_flag"))
        new = Committee.objects.get(code=f"{code[:9]}055")
        assert flags == {str(place.committee.pk): CHANGE, str(new.pk): ADDITION}

    def test_what_is_kept_is_what_was_read(self) -> None:
        lines = [
            Line(1, ("名", 1, 1.5, None, True, date(2026, 1, 2), time(9, 30), make.NOW.replace(tzinfo=None)))
        ]
        assert unpacked(packed(lines)) == lines

    def test_old_uploads_go(self, place: Place, street: Worker) -> None:
        import_file = as_xlsx(
            [str(KINDS["estates"].column(key).words) for key in ("committee", "name")],
            [[place.committee.code, "新"]],
        )
        upload = take_in(
            kind=KINDS["estates"], file=io.BytesIO(import_file), size=len(import_file),
            sender=official(street), at=make.NOW,
        )  # fmt: skip
        assert forget_uploads(at=make.NOW) == 0
        assert forget_uploads(at=make.at(0, 11, 1)) == 1
        assert not SheetUpload.objects.filter(pk=upload.pk).exists()

    def test_what_a_newer_one_replaced_keeps_nothing_and_goes_with_the_old(
        self, place: Place, street: Worker
    ) -> None:
        head = [str(KINDS["estates"].column(key).words) for key in ("committee", "name")]
        first, second = (
            take_in(
                kind=KINDS["estates"], file=io.BytesIO(data), size=len(data), sender=official(street), at=make.NOW
            )
            for data in (as_xlsx(head, [[place.committee.code, name]]) for name in ("甲", "乙"))
        )  # fmt: skip
        assert [row.pk for row in SheetUpload.objects.waiting()] == [second.pk]
        assert [(row.pk, bytes(row.content)) for row in SheetUpload.objects.replaced()] == [(first.pk, b"")]
        with pytest.raises(Replaced):
            load_upload(upload=first, seen="", sender=official(street), at=make.NOW)
        assert forget_uploads(at=make.at(0, 11, 1)) == 2
