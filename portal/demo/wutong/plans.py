"""The invented district's plans: steps, money and promises, counted from when a move was promised, begun and done.

Without dice: whatever is drawn after this stays as it was."""

from datetime import date, timedelta

from portal.demo.files import Data
from portal.demo.wutong.draw import Draw

# Days before the works that a step is planned for, and before the promised day.
BEFORE_WORKS = {"site": 90, "residents": 75, "design": 45, "money": 21, "begun": 0}
BEFORE_DUE = {"finished": 30, "accepted": 10}
BEFORE_MOVE = {"finished": 14, "accepted": 5}  # that a step was done, where the station has moved
WORKS_LAST, AT_LEAST = 130, 60  # days, where nobody has begun: as planned, and where little time is left
OVERLOOKED = 6  # days: what was planned for longer ago was done
OFFICIALS = {"990101001": "street", "990101002": "street2"}
OTHERS = ("district", "party", "property", "maintenance", "self_gov")


def draw_relocation(draw: Draw) -> Data:
    """The committee's plan in its subdistrict's programme."""
    official = OFFICIALS[draw.code[:9]]
    return {
        "programme": draw.code[:9],
        "due_on": draw.day("due"),
        "work_began_on": draw.day("work"),
        "plan": f"一居委一方案：{draw.word}由楼上办公室搬到沿街。",
        "delay_reason": draw.line.get("delay_reason", ""),
        "to_words": draw_new_site(draw),
        "budget_yuan": budget(draw),
        "steps": draw_steps(draw),
        "funds": draw_funds(draw),
        "put_off": draw_put_off(draw),
        "responsible": draw_responsible(draw, official),
        "by": official,
    }


def draw_new_site(draw: Draw) -> str:
    """The shop on the street that was found, until the station stands there."""
    if draw.moved or "site" in draw.line.get("open_steps", []):
        return ""
    return f"{draw.word}路{draw.number * 8 + 11}号（沿街门面）"


def draw_responsible(draw: Draw, official: str) -> str:
    """The committee's head; where the post is vacant the street's official; here and there nobody yet."""
    if draw.number % 10 == 9:
        return ""
    return official if draw.line.get("vacant_head") else f"{draw.slug}-head"


def draw_steps(draw: Draw) -> dict[str, tuple[date | None, date | None]]:
    """(planned, done) of each step that has days of its own."""
    due, work, moved = (draw.line.get(key) for key in ("due", "work", "moved"))
    left_open = draw.line.get("open_steps", [])
    if due is None:
        return {"site": (None, draw.today - timedelta(days=12))}
    begun = work if work is not None else max(due - WORKS_LAST, min(20 + draw.number, due - AT_LEAST))
    planned = {kind: begun - days for kind, days in BEFORE_WORKS.items()}
    planned |= {kind: due - days for kind, days in BEFORE_DUE.items()}
    done: dict[str, int] = {}
    for kind, day in planned.items():
        late_by = (draw.number + len(kind)) % 7 - 3
        if kind in BEFORE_MOVE:
            if moved is not None:
                done[kind] = moved - BEFORE_MOVE[kind]
        elif kind != "begun" and day < -OVERLOOKED:
            done[kind] = min(day + late_by, -1)
    done |= draw.line.get("done_steps", {})
    return {
        kind: (draw.today + timedelta(days=day), None if kind in left_open else on(draw, done.get(kind)))
        for kind, day in planned.items()
    }


def on(draw: Draw, day: int | None) -> date | None:
    return None if day is None else draw.today + timedelta(days=day)


def budget(draw: Draw) -> int:
    """As published with the place's origin, where it is."""
    origin = draw.line.get("around", {}).get("origin", {})
    return int(origin.get("yuan", 90_000 + draw.number * 7 % 11 * 12_000))


def draw_funds(draw: Draw) -> list[Data]:
    """Three sources where the money is secured, one where it is not; as published, where it is."""
    whole = budget(draw)
    origin = draw.line.get("around", {}).get("origin", {})
    if share := origin.get("residents_percent"):
        theirs = whole * share // 100
        return [
            {"source": "subdistrict", "yuan": whole - theirs},
            {"source": "residents", "yuan": theirs, "note": "居民和沿街店铺"},
        ]
    most: Data = {"source": "subdistrict", "yuan": whole * 60 // 100}
    if draw.line["stage"] == "planned" or "money" in draw.line.get("open_steps", []):
        return [most]
    theirs = whole * (5 + draw.number % 4 * 5) // 100
    other = {"source": OTHERS[draw.number % len(OTHERS)], "yuan": whole - most["yuan"] - theirs}
    return [most, other, {"source": "residents", "yuan": theirs}]


def draw_put_off(draw: Draw) -> list[Data]:
    """Promises moved: how many days ago, which day was promised until then, why."""
    return [
        change | {"was": draw.today + timedelta(days=change["was"])}
        for change in draw.line.get("put_off", [])
    ]
