"""The demo's rounds: courts walked and forgotten, and people living alone whose visits are due. All names are
invented."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from requests_desk.actions.care import add_care, been_there
from requests_desk.actions.rounds import log_round, set_plan
from requests_desk.models import Round
from stations.models import Building, Committee, Estate, Grid, Service, Station, Worker

# Days ago, kind, how many courts from which on, what came of it, in whose words.
WALKS = (
    (12, "street", 0, 3, "nothing", ""),
    (9, "street", 3, 2, "solved", "楼道里的旧纸箱已请住户搬走。"),
    (5, "home", 0, 1, "solved", "帮忙调好了电视机顶盒。"),
    (3, "street", 0, 2, "nothing", ""),
    (0, "street", 5, 1, "ticket", "单元门的闭门器松了，门关不严。"),
)
# A real place has nothing late, and nothing broken.
AT_A_REAL_PLACE = (
    (8, "street", 0, 3, "nothing", ""),
    (6, "street", 3, 3, "solved", "帮邻居把快递送到了家门口。"),
    (4, "home", 0, 1, "solved", "帮忙调好了电视机顶盒。"),
    (0, "street", 4, 1, "ticket", "几位居民想学用手机挂号，问会客厅能不能教。"),
)
# Court, name, door, phone, days ago: added, visited (None: not yet).
PEOPLE = (
    (0, "孙桂芳", "101室", "021-0000-4101", 40, 19),
    (1, "周福根", "302室", "021-0000-4102", 40, 15),
    (2, "吴秀英", "201室", "", 30, 14),
    (0, "钱阿大", "402室", "021-0000-4103", 60, 3),
    (3, "郑玉兰", "101室", "021-0000-4104", 9, None),
)
PEOPLE_AT_A_REAL_PLACE = (
    (0, "孙桂芳", "101室", "021-0000-4105", 40, 14),
    (1, "周福根", "302室", "021-0000-4106", 40, 9),
    (2, "吴秀英", "201室", "", 30, 2),
)


def fill(*, at: datetime) -> None:
    """At the demo's desk, whose blocks are invented, and at one of the invented district."""
    ours = Station.objects.select_related("committee").get(slug="fengyangyuan")
    lay_blocks(ours.committee)
    walk(ours, Worker.objects.get(username="desk"), at, walks=AT_A_REAL_PLACE, people=PEOPLE_AT_A_REAL_PLACE)
    station = Station.objects.select_related("committee").get(slug="wutong-jinshu")
    walk(station, Worker.objects.get(username="wutong-jinshu-desk"), at, walks=WALKS, people=PEOPLE)
    head = Worker.objects.get(username="head")
    head.load_scope(on=timezone.localdate(at))
    set_plan(committee=ours.committee, worker=head, at=at, street_days=10, care_days=14)


def lay_blocks(committee: Committee) -> None:
    """Two blocks with three buildings each."""
    estate = Estate.objects.filter(committee=committee).earliest("pk")
    for place, name in enumerate(("东块（演示名）", "西块（演示名）")):
        grid = Grid.objects.create(committee=committee, name=name, name_en="", position=place + 1)
        for number in range(1, 4):
            house = place * 3 + number
            Building.objects.create(
                estate=estate, grid=grid, name=f"{house}号楼", name_en=f"Building {house}"
            )


def walk(station: Station, worker: Worker, at: datetime, *, walks: Any, people: Any) -> None:
    """The rounds of the last days, and who is visited."""
    rows = Building.objects.filter(grid__committee=station.committee).select_related("grid", "estate")
    courts = list(rows.order_by("grid__position", "pk")[:9])
    for ago, kind, begin, many, outcome, words in walks:
        when = at - timedelta(days=ago, minutes=30)
        worker.load_scope(on=timezone.localdate(when))
        matter = Service.objects.earliest("number") if outcome == Round.Outcome.TICKET else None
        log_round(
            station=station, worker=worker, at=when, courts=courts[begin : begin + many], kind=kind, outcome=outcome,
            words=words, matter=matter, key=f"demo-round-{station.pk}-{ago}",
        )  # fmt: skip
    for number, (court, name, door, phone, added, visited) in enumerate(people):
        when = at - timedelta(days=added)
        row = add_care(
            court=courts[court], worker=worker, at=when, key=f"demo-care-{station.pk}-{number}", name=name, door=door,
            phone=phone, agreed_by="本人", agreed_on=timezone.localdate(when),
        )  # fmt: skip
        if visited is not None:
            been_there(
                care=row, worker=worker, at=at - timedelta(days=visited), text="精神不错，药已按时吃。"
            )
