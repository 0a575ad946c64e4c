"""The invented district's stations: upstairs or moved to the street, and the stops inside estates."""

from datetime import date, time, timedelta

from portal.demo.files import Data
from portal.demo.wutong.draw import Draw

HOURS = (
    ["1-5 08:30-17:30", "6-7 09:00-16:30"],
    ["1-6 08:30-17:00", "7 09:00-16:00"],
    ["1-5 08:30-12:00", "1-5 13:00-17:30", "6 09:00-16:00"],
)
SHUT_ON_SUNDAYS = 2  # the place of those hours among them
# How many days ago an item was checked, by how well the committee keeps its checklist.
CHECKS = {"fresh": (2, 60), "mixed": (20, 140), "stale": (95, 260)}
AMENITIES = ("umbrella", "charging", "books", "wheelchair", "first_aid", "tools", "toilet")
BUSY = 2  # enquiries a day, from which on visits are shorter
PLEDGE = "首问负责：谁先接待，谁负责到底\n当场能办的当场办"
PLEDGE_EN = "Whoever receives you first stays responsible\nAt once where we can"


def draw_all(draw: Draw, estates: list[Data]) -> list[Data]:
    """The main station and, where the line names one, a satellite in the last estate."""
    stations = [draw_main(draw)]
    if satellite := draw.line.get("satellite"):
        # One that operates comes first, and so is the primary station of the estate it stands in.
        operates = not satellite.keys() & {"planned", "given_up"}
        stations.insert(0 if operates else 1, draw_satellite(draw, satellite, estates[-1]))
    return stations


def draw_main(draw: Draw) -> Data:
    """The main station: upstairs, or moved to the street."""
    fields = {
        "slug": draw.slug,
        "name": f"{draw.word}居民会客厅" if draw.moved else f"{draw.word}社区服务站",
        "name_en": f"{draw.line['name_en']} {'Living Room' if draw.moved else 'Service Station'}",
        "phone": draw.phone(1),
        "hours": HOURS[draw.number % len(HOURS)],
        "desks": 2 if draw.line["busy"] >= BUSY else 1,
        "slot_minutes": 30 if draw.line["busy"] >= BUSY else 60,
        "story": draw_story(draw),
        "pledge": PLEDGE,
        "pledge_en": PLEDGE_EN,
        "sites": draw_sites(draw),
        "rooms": draw_rooms(draw),
        "sections": draw_sections(draw),
        "exceptions": draw_exceptions(draw),
        "duty": draw_duty(draw),
    }
    moved_on = draw.day("moved")
    fields |= {"amenities": draw_amenities(draw), "level": "community"} if draw.moved else {}
    fields |= draw.line.get("around", {})
    return fields | ({"opened_on": in_words(moved_on)} if moved_on else {})


def draw_amenities(draw: Draw) -> list[Data]:
    """What nobody must book, on the street: a seat and water everywhere, the others in turn."""
    others = AMENITIES[draw.number % len(AMENITIES) :][:2]
    return [{"kind": kind} for kind in ("rest", "water", *others)]


def in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def draw_story(draw: Draw) -> str:
    if draw.moved:
        return f"{draw.word}的居委会从楼上搬到了沿街，门朝马路，进门就有人接待。"
    return f"{draw.word}的居委会还在楼上，正按一居委一方案准备搬到沿街。"


def draw_sites(draw: Draw) -> list[Data]:
    """The office upstairs, and the door on the street where there is one."""
    office = draw_office(draw)
    return [office, draw_front(draw)] if draw.moved else [office]


def draw_office(draw: Draw) -> Data:
    """The hidden office upstairs, some way off the middle."""
    floor, metres, degrees = draw.dice.randint(2, 3), draw.dice.randint(550, 950), draw.dice.randint(0, 359)
    lane, door = draw.number * 8 + 6, draw.number + 2
    return {
        "address": f"{draw.word}路{lane}弄{door}号{floor}楼",
        "address_en": f"Floor {floor}, No. {door}, Lane {lane}, {draw.line['name_en']} Road",
        "entrance": f"小区里面，上楼梯到{floor}楼",
        "entrance_en": f"Inside the estate, up the stairs to floor {floor}",
        "floor": floor,
        "stairs": True,
        "step_free": False,
        "street_front": False,
        "office_m2": draw.dice.randint(12, 30) * 10,
        "service_m2": draw.dice.randint(2, 6) * 10,
        "offices": draw.dice.randint(4, 9),
        # Where an estate is far off to the north, the office lies to the south.
        **draw.point(metres, 180 if draw.line.get("far") else degrees),
    }


def draw_front(draw: Draw) -> Data:
    """The door on the street, near the middle, in use since the move."""
    number = draw.number * 8 + 11
    step_free = draw.number % 6 != 5
    return {
        "address": f"{draw.word}路{number}号",
        "address_en": f"{number} {draw.line['name_en']} Road",
        "entrance": f"临街玻璃门，{'平进' if step_free else '门口有两级台阶'}",
        "entrance_en": f"Glass door on the street, {'no step' if step_free else 'two steps up'}",
        "step_free": step_free,
        "office_m2": draw.dice.randint(3, 6) * 10,
        "service_m2": draw.dice.randint(12, 30) * 10,
        "offices": draw.dice.randint(1, 2),
        "used_from": draw.day("moved"),
        **draw.point(draw.dice.randint(30, 120), draw.dice.randint(0, 359)),
    }


def draw_rooms(draw: Draw) -> list[Data]:
    """Many on the street, few upstairs; the bar is everywhere."""
    bar, *others = draw.book["rooms"]
    count = draw.dice.randint(3, 6) if draw.moved else draw.dice.randint(1, 2)
    floor = {} if draw.moved else {"floor": 2}
    return [room | floor for room in (bar, *draw.dice.sample(others, count))]


def draw_sections(draw: Draw) -> list[Data]:
    """The checklist without what is lacking."""
    return [
        {
            "name": section["name"],
            "name_en": section["name_en"],
            "items": [draw_item(draw, slug) for slug in section["services"] if offers(draw, slug)],
        }
        for section in draw.book["checklist"]["sections"]
    ]


def offers(draw: Draw, slug: str) -> bool:
    always = slug in draw.book["checklist"]["always"]
    return slug not in draw.line.get("lacks", []) and (always or draw.dice.random() < 0.7)


def draw_item(draw: Draw, slug: str) -> Data:
    """A line of the checklist, last checked as well as the committee keeps it; -1 is never."""
    span = CHECKS.get(draw.line["checks"])
    checked = span is not None and draw.dice.random() < 0.9
    verified = draw.dice.randint(*span) if span and checked else -1
    special: Data = draw.book["checklist"]["special"].get(slug, {})
    return {"service": slug, "verified": verified} | special | draw_weekly(draw, slug)


def draw_weekly(draw: Draw, slug: str) -> Data:
    """The hours of a service that is given once a week, if it is one."""
    weekly: Data = draw.book["checklist"]["weekly"]
    if slug not in weekly:
        return {}
    return {"hours": [f"{turn(draw, list(weekly).index(slug) * 4)} {weekly[slug]}"]}


def turn(draw: Draw, offset: int) -> int:
    """A day of the week (1 is Monday) on which the committee is open; they take the days in turn."""
    last = 6 if draw.number % len(HOURS) == SHUT_ON_SUNDAYS else 7
    return (draw.number + offset) % last + 1


def draw_duty(draw: Draw) -> list[Data]:
    """Where the committee has moved, a deputy receives once a week."""
    if not draw.moved:
        return []
    deputy = {"giver": "deputy", "name": "人大代表接待", "name_en": "People's deputy"}
    return [deputy | {"weekday": turn(draw, 1), "begins": time(9, 30), "ends": time(11, 30)}]


def draw_exceptions(draw: Draw) -> list[Data]:
    """Open late on a day of next week, here and there."""
    if draw.number % 9 == 4:
        late = {
            "opens": time(8, 30),
            "closes": time(20, 0),
            "reason": "夜间服务日",
            "reason_en": "Late opening",
        }
        return [{"day": 6, **late}]
    return []


def draw_satellite(draw: Draw, line: Data, estate: Data) -> Data:
    """A stop inside an estate, for the last 100 metres. It may still be planned, or given up."""
    site = draw_hut(draw, estate)
    fields: Data = {
        "slug": f"{draw.slug}-stop",
        "kind": "satellite",
        "name": line["name"],
        "name_en": line["name_en"],
        "phone": draw.phone(2),
        "host_estate": estate["name"],
        "serves": [estate["name"]],
        "hours": line["hours"],
        "slot_minutes": 60,
        "slot_capacity": 1,
        "slot_held": 0,
        "sites": [site],
        "sections": [
            {
                "name": "就近服务",
                "name_en": "Close by",
                "items": [draw_item(draw, slug) for slug in ("advice", "repair")],
            }
        ],
    }
    if "planned" in line:
        site["used_from"] = draw.today + timedelta(days=line["planned"])
        fields |= {"status": "planned", "opened_on": in_words(site["used_from"])}
    if "given_up" in line:
        site["used_until"] = draw.today + timedelta(days=line["given_up"])
        fields |= {"status": "closed"}
    return fields


def draw_hut(draw: Draw, estate: Data) -> Data:
    """The hut at the estate's gate."""
    gate = {key: estate[key] for key in ("lat", "lon") if key in estate}
    return {
        "address": f"{estate['name']}门口",
        "address_en": "At the estate's gate",
        "entrance": "小区大门旁小屋",
        "entrance_en": "The hut beside the gate",
        "step_free": True,
        "used_from": draw.today - timedelta(days=160),
        **(gate or draw.point(400, 90)),
    }
