"""The demo's rooms, open days and service packs: what is reported is read, what is assumed says so, and whatever went
wrong went wrong in the invented district."""

import pytest
from django.db.models import Q

from requests_desk.models import OpenDayRecord, OpenDaySeries, RoomUse
from stations.models import PackOffer
from tests.every_page import ON_ONE_DATABASE
from tests.portal.demo.pages import Walk, bare

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), *ON_ONE_DATABASE]

REAL = ~Q(room__station__committee__code__startswith="9901")
ESTATES = ("houchaofu", "liulang-dongyuan", "tielu-tianfu")


@pytest.mark.parametrize(
    ("slug", "room", "use"),
    [
        ("mudan-7", "活动厅", "合唱排练"),
        ("mudan-7", "活动厅", "居民议事“1+1+X”"),
        ("mudan-7", "健康小屋", "社区卫生服务中心医生咨询"),
        ("fengyangyuan", "阅读角", "邻里读书会"),
        ("fengyangyuan", "未成年人活动角", "亲子绘本时间"),
    ],
)
def test_the_room_and_its_use_are_found_from_the_stations_page(slug, room, use):
    walk = Walk()
    address = f"/stations/{slug}/rooms/"
    assert address in {to for to, _words in walk.open(f"/stations/{slug}/").links}
    rows = RoomUse.objects.standing().filter(
        room__station__slug=slug, room__name=room, what_for__startswith=use
    )
    assert rows.exists()
    assert all("假定" in row.what_for for row in rows)
    assert bare(room) in walk.open(address).text


def test_one_room_has_many_uses():
    kinds = RoomUse.objects.filter(room__station__slug="mudan-7", room__name="活动厅").values_list(
        "kind", flat=True
    )
    assert {"activity", "meeting", "residents"} <= set(kinds)


def test_ten_themes_three_of_them_reported_seven_not_invented():
    series = OpenDaySeries.objects.get(district__code="330102")
    text = Walk().open(series.get_absolute_url()).text
    for name in ("美好教育心连心", "法律服务面对面", "非遗文化学一学"):
        assert bare(name) in text
    assert series.themes.count() == 10
    assert series.themes.filter(name__startswith="主题待定", department="").count() == 7
    for words in ("检验下沉成效", "部门轮流", "日期和时间为演示假定", "未见报道"):
        assert bare(words) in text


@pytest.mark.parametrize("slug", ESTATES)
def test_a_themed_open_day_stands_among_the_estates_activities(slug):
    record = OpenDayRecord.objects.get(session__group__activity__station__slug=slug)
    text = Walk().open(record.session.group.activity.get_absolute_url()).text
    assert bare(record.theme.name) in text
    assert "假定" in text


@pytest.mark.parametrize("slug", ESTATES)
def test_the_departments_pack_stands_on_the_estates_checklist(slug):
    offer = PackOffer.objects.get(station__slug=slug)
    assert (offer.state, offer.pack.district.code) == ("accepted", "330102")
    assert "部门服务包" in Walk().open(f"/stations/{slug}/checklist/").text


def test_nothing_unfavourable_is_said_of_a_real_place():
    uses = RoomUse.objects.filter(REAL, session=None)
    assert uses.exists()
    assert set(uses.values_list("state", flat=True)) == {"approved"}
    real = OpenDayRecord.objects.exclude(theme__series__district__code__startswith="9901")
    assert set(real.values_list("department_came", "residents")) == {(None, None)}
    offers = PackOffer.objects.exclude(station__committee__code__startswith="9901")
    assert set(offers.values_list("state", flat=True)) == {"accepted"}


def test_the_invented_district_has_every_state():
    uses = RoomUse.objects.exclude(REAL).filter(session=None)
    assert set(uses.values_list("state", flat=True)) == {"asked", "approved", "declined", "given_up"}
    refused = uses.get(what_for="楼组长碰头会")
    assert (refused.state, refused.reason[:9]) == ("declined", "这个时间已经给了别")
    winner = uses.standing().overlapping(refused.starts_at, refused.ends_at).get(room=refused.room)
    assert winner.what_for == "广场舞雨天排练"
    records = OpenDayRecord.objects.filter(theme__series__district__code="990101")
    assert set(records.values_list("department_came", flat=True)) == {True, False, None}
    offers = PackOffer.objects.filter(pack__district__code="990101")
    assert set(offers.values_list("state", flat=True)) == {"offered", "accepted", "declined"}
