"""The invented district's committees: each as a place's file would tell it."""

from collections.abc import Iterator
from datetime import date, timedelta

from pypinyin import lazy_pinyin

from portal.demo.files import Data, read
from portal.demo.wutong import plans, stations
from portal.demo.wutong.draw import Draw, draws

FIGURES = {  # of a grid: from, to
    "volunteers": (12, 60),
    "living_alone": (5, 30),
    "seriously_ill": (0, 8),
    "disabled": (2, 15),
    "mentally_ill": (0, 5),
    "hardship": (0, 9),
}
BEFORE = ((75, 2), (45, 1))  # days ago, and how many fewer there were of each kind
GRIDS = ("第一网格", "第二网格", "第三网格")
FAR = (1200, 1600)  # metres; beyond fifteen minutes
NEAR = (150, 640)


def programmes(today: date) -> Iterator[Data]:
    """The subdistricts' programmes, as `programmes.toml` writes them."""
    for street in read("wutong")["subdistricts"]:
        fields = dict(street["programme"])
        began, due = (today + timedelta(days=fields.pop(key)) for key in ("began", "due"))
        yield fields | {"division": street["code"], "began_on": began, "due_on": due}


def places(today: date) -> Iterator[Data]:
    """What the file of each committee would say."""
    for draw in draws(today):
        yield place(draw)


def place(draw: Draw) -> Data:
    """One committee, in the words of `portal.demo.places`."""
    estates = draw_estates(draw)
    return {
        "committee": {
            "code": draw.code,
            "phone": draw.phone(0),
            "about": f"梧桐区是演示用的虚构城区。{draw.line['name']}有{len(estates)}个小区。",
            "about_en": f"Wutong is an invented district. This committee has {len(estates)} estates.",
        },
        "relocation": plans.draw_relocation(draw),
        "estates": estates,
        "bodies": draw_bodies(draw, estates),
        "grids": draw_grids(draw, estates),
        "posts": draw_posts(draw, estates),
        "councils": draw.line.get("councils", []),
        "volunteers": draw.line.get("volunteers", []),
        "helped": list(draw_helped(draw)),
        "stations": stations.draw_all(draw, estates),
        "workers": draw_workers(draw),
    }


def draw_estates(draw: Draw) -> list[Data]:
    """Two to four estates around the middle; some far off, and here and there one nobody has measured."""
    count = draw.dice.randint(2, 4)
    return [draw_estate(draw, order, count) for order in range(count)]


def draw_estate(draw: Draw, order: int, count: int) -> Data:
    households = draw.dice.randint(18, 90) * 10
    name = draw_estate_name(draw, order)
    fields = {
        "name": name,
        "name_en": in_english(draw, name),
        "households": households,
        "older_people": households * draw.dice.randint(30, 70) // 100,
        "built": f"{draw.dice.choice((1978, 1986, 1994, 2003, 2011))}年",
    }
    metres, degrees = draw.dice.randint(*NEAR), 360 / count * order + draw.dice.randint(-20, 20)
    if draw.line.get("far") and order == count - 1:
        # To the north, where no other committee lies.
        metres, degrees = draw.dice.randint(*FAR), draw.dice.randint(-15, 15)
    unmeasured = (draw.number * 5 + order) % 17 == 3
    return fields if unmeasured else fields | draw.point(metres, degrees)


def draw_estate_name(draw: Draw, order: int) -> str:
    # No name twice in a committee: the second word goes round with the number.
    seconds = draw.book["words"]["estate_second"]
    second = seconds[(draw.number * 3 + order) % len(seconds)]
    return f"{draw.word_of('estate_first')}{second}{draw.word_of('estate_last')}"


def in_english(draw: Draw, name: str) -> str:
    """栖萤坊 as "Qiying Lane": its own word in pinyin, and what kind of place it is."""
    for last, english in draw.book["words"]["estate_last_en"].items():
        if name.endswith(last):
            return f"{''.join(lazy_pinyin(name.removesuffix(last))).capitalize()} {english}"
    raise KeyError(name)


def draw_bodies(draw: Draw, estates: list[Data]) -> Iterator[Data]:
    """A property company for each estate, an owners' committee for every other one."""
    for order, estate in enumerate(estates):
        name, english = estate["name"], estate["name_en"]
        kept = {"name": f"{name}物业", "name_en": f"{english} Property"}
        yield {"estate": name, "kind": "property", "phone": draw.phone(5)} | kept
        if order % 2 == 0:
            elected = {"name": f"{name}业委会", "name_en": f"{english} Owners' Committee"}
            yield {"estate": name, "kind": "owners", "phone": draw.phone(6)} | elected


def draw_grids(draw: Draw, estates: list[Data]) -> list[Data]:
    """Three blocks with their buildings, their figures and those of the two months before."""
    grids = []
    for number, name in enumerate(GRIDS, start=1):
        figures = {kind: draw.dice.randint(*span) for kind, span in FIGURES.items()}
        # Without dice: whatever is drawn after this stays as it was.
        before = [(ago, {kind: max(0, n - months) for kind, n in figures.items()}) for ago, months in BEFORE]
        grids.append(
            {
                "name": name,
                "name_en": f"Grid {number}",
                "figures": figures,
                "before": before,
                "houses": list(houses_of(estates, number - 1)),
            }
        )
    return grids


def houses_of(estates: list[Data], grid: int) -> Iterator[tuple[str, str, int]]:
    """The buildings of a grid: every third one of each estate, as (estate, its English name, number)."""
    for estate in estates:
        for number in range(1 + grid, min(9, estate["households"] // 60) + 1, len(GRIDS)):
            yield estate["name"], estate["name_en"], number


def draw_posts(draw: Draw, estates: list[Data]) -> list[Data]:
    """A grid head in each block, a stairwell head in the first building of each, and mutual-help groups."""
    shared = {"role": "head", "title": "网格长", "title_en": "Grid head", "work_phone": draw.phone(7)}
    heads = [shared | {"grid": grid, "holder": draw.person()} for grid in GRIDS]
    first = [(name, next(houses_of(estates, number), None)) for number, name in enumerate(GRIDS)]
    stairs = [
        {
            "role": "stairwell",
            "grid": grid,
            "building": f"{house[0]}{house[2]}号楼",
            "work_phone": draw.phone(8),
        }
        for grid, house in first
        if house
    ]
    return [*heads, *stairs, {"role": "mutual_help", "headcount": len(estates)}]


def draw_helped(draw: Draw) -> Iterator[Data]:
    """Where the committee has moved, some people help every week, two hours each. Without dice."""
    for week in range(1, 53 if draw.moved else 1):
        yield {"ago": week * 7, "people": 2 + (draw.number + week) % 5, "hours": 2}


def draw_workers(draw: Draw) -> list[Data]:
    """A head (here and there the post is vacant) and two at the desk; some have left."""
    people: list[Data] = [
        {"username": f"{draw.slug}-head", "name": draw.person(), "role": "head"},
        {"username": f"{draw.slug}-desk", "name": draw.person(), "role": "desk"},
        {"username": f"{draw.slug}-desk2", "name": draw.person(), "role": "desk"},
    ]
    if draw.line.get("vacant_head"):
        people[0]["until"] = -20
    if draw.number % 7 == 2:
        people.append(
            {"username": f"{draw.slug}-former", "name": draw.person(), "role": "desk", "until": -35}
        )
    return people
