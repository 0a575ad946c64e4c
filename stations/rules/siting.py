"""Where the next stations help most: the rooms that together reach the most people who have no station near.

This is maximum coverage. It is solved exactly by HiGHS (MIT), as a whole-number programme:

    greatest  Σ weight(e) · reached(e)      over the estates e that no operating station reaches
    where     reached(e) ≤ Σ chosen(r)      over the rooms r that reach e
              Σ chosen(r) ≤ places,  Σ cost(r) · chosen(r) ≤ budget,  chosen(r) ∈ {0, 1}

Taking the room that adds most, again and again, reaches at least 1 − 1/e (63 %) of the best (Nemhauser, Wolsey and
Fisher, 1978); it is where the solver starts from, and what remains where its time does not suffice. Whichever it was,
the answer says how it was found, and carries a number that no choice of so many rooms can exceed.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace, nlargest
from math import e, floor
from typing import Any, Literal

import highspy

from portal.common.geo import Point, bounding_box, metres_between
from stations.rules.walking import estimated_minutes, metres_within, older_minutes

GUARANTEE = 1 - 1 / e
SECONDS = 8.0  # for the solver; a small area takes a few hundredths

Found = Literal["proven", "bounded"]


@dataclass(frozen=True)
class Demand:
    """An estate: how many live there, and whether an operating station reaches them."""

    key: int
    weight: int
    covered: bool


@dataclass(frozen=True)
class Candidate:
    """A room: the keys of the estates it reaches, and its cost in yuan (None: not known)."""

    key: int
    reaches: frozenset[int]
    cost: int | None = None


@dataclass(frozen=True)
class Choice:
    """Rooms chosen together, the one that adds most first; ``adds`` says how many each reaches beyond those before.

    ``gained`` is their sum, ``bound`` what no choice of as many rooms exceeds. ``found`` is "proven" where these
    are equal, "bounded" where the time did not suffice. Fewer rooms than asked for: more would add nobody.
    """

    rooms: tuple[int, ...]
    adds: tuple[int, ...]
    gained: int
    bound: int
    found: Found


def within_reach(
    rooms: Sequence[Point], estates: Sequence[Point | None], minutes: int, *, older: bool = False
) -> list[list[int]]:
    """For each of ``rooms`` the indexes of the ``estates`` at most ``minutes`` away, by estimate (walking.py):
    at an old person's pace if ``older``. An estate whose place is not known (None) is reached by none.
    """
    pace = older_minutes if older else estimated_minutes
    radius = metres_within(minutes) + 1
    placed = sorted((point.lat, index) for index, point in enumerate(estates) if point is not None)
    latitudes = [lat for lat, _index in placed]
    found = []
    for room in rooms:
        south, west, north, east = bounding_box(room, radius)
        strip = placed[bisect_left(latitudes, south) : bisect_right(latitudes, north)]
        near = ((index, estates[index]) for _lat, index in strip)
        found.append(
            [
                index
                for index, point in near
                if point is not None
                and west <= point.lon <= east
                and pace(metres_between(room, point)) <= minutes
            ]
        )
    return found


def alone(demands: Iterable[Demand], candidates: Iterable[Candidate]) -> dict[int, int]:
    """How many each room would newly reach if it were the only one."""
    open_ = _open(demands)
    return {one.key: _weight(one.reaches, open_) for one in candidates}


def in_turn(
    demands: Iterable[Demand], candidates: Iterable[Candidate], rooms: Collection[int]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """``rooms`` (keys of candidates) in the order in which each adds most, and what each adds. Raises KeyError for
    a room that is no candidate. Rooms that add nobody come last, with 0."""
    open_ = _open(demands)
    reach = {one.key: one.reaches & open_.keys() for one in candidates}
    chosen = _greedy([(key, reach[key]) for key in dict.fromkeys(rooms)], open_, len(rooms))
    keys = [key for key, _added in chosen]
    idle = [key for key in dict.fromkeys(rooms) if key not in set(keys)]
    return (*keys, *idle), (*(added for _key, added in chosen), *(0 for _key in idle))


def best_together(
    demands: Sequence[Demand],
    candidates: Sequence[Candidate],
    places: int,
    *,
    budget: int | None = None,
    seconds: float = SECONDS,
) -> Choice:
    """The ``places`` rooms that reach the most together, for at most ``budget`` yuan if one is given: rooms whose
    cost is not known are left out then.

    Without a time (``seconds`` = 0) the greedy choice is given, with its bound. Raises ValueError for less than
    one place or a negative budget.
    """
    if places < 1 or (budget is not None and budget < 0):
        raise ValueError("a choice has one place or more, and no negative budget")
    task = _reduced(demands, candidates, budget)
    begun = _start(task, places, budget)
    gained, bound = task.worth(begun), _easy_bound(task, begun, places, budget)
    chosen = begun
    if gained < bound and seconds > 0:
        better, limit = _solved(task, begun, places, budget, seconds)
        chosen = max(begun, better, key=task.worth)
        gained, bound = task.worth(chosen), min(bound, limit)
    weights = dict(enumerate(task.weights))
    ordered = _greedy([(room, task.reach[room]) for room in sorted(chosen)], weights, len(chosen))
    return Choice(
        rooms=tuple(task.keys[room] for room, _added in ordered),
        adds=tuple(added for _room, added in ordered),
        gained=gained,
        bound=max(bound, gained),
        found="proven" if gained >= bound else "bounded",
    )


# The task made small -----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Task:
    """Rooms by number: their keys, costs and the groups of estates they reach. A group is all estates that the very
    same rooms reach; its weight is their sum."""

    keys: tuple[int, ...]
    costs: tuple[int, ...]
    reach: tuple[frozenset[int], ...]
    weights: tuple[int, ...]

    def reached(self, rooms: Iterable[int]) -> frozenset[int]:
        return frozenset().union(*(self.reach[room] for room in rooms))

    def worth(self, rooms: Iterable[int]) -> int:
        return sum(self.weights[group] for group in self.reached(rooms))

    def holders(self) -> list[list[int]]:
        """For each group the rooms that reach it."""
        found: list[list[int]] = [[] for _group in self.weights]
        for room, groups in enumerate(self.reach):
            for group in groups:
                found[group].append(room)
        return found


def _open(demands: Iterable[Demand]) -> dict[int, int]:
    return {one.key: one.weight for one in demands if one.weight > 0 and not one.covered}


def _weight(reaches: Iterable[int], weights: Mapping[int, int]) -> int:
    return sum(weights.get(key, 0) for key in reaches)


def _reduced(demands: Iterable[Demand], candidates: Iterable[Candidate], budget: int | None) -> _Task:
    """Without the estates that no room reaches and the rooms that reach nobody or are beyond the budget; estates
    that the same rooms reach are one; of two rooms, one of which reaches all that the other does for no more
    money, the better stays, of equals the cheaper. None of this changes what the best choice reaches."""
    open_ = _open(demands)
    rooms = []
    cheapest_first = sorted(candidates, key=lambda one: (one.cost is None, one.cost or 0))
    for one in cheapest_first:
        affordable = budget is None or (one.cost is not None and one.cost <= budget)
        reaches = one.reaches & open_.keys()
        if affordable and reaches:
            rooms.append((one.key, one.cost or 0 if budget is not None else 0, reaches))
    grouped, weights = _merged([reaches for _key, _cost, reaches in rooms], open_)
    stay = _undominated(grouped, [cost for _key, cost, _reaches in rooms])
    # Where rooms have gone, estates that they told apart are one.
    regrouped, merged = _merged([grouped[room] for room in stay], dict(enumerate(weights)))
    kept = [rooms[room] for room in stay]
    return _Task(
        tuple(key for key, _cost, _reaches in kept),
        tuple(cost for _key, cost, _reaches in kept),
        tuple(regrouped),
        tuple(merged),
    )


def _merged(
    reach: Sequence[frozenset[int]], weights: Mapping[int, int]
) -> tuple[list[frozenset[int]], list[int]]:
    """The same with estates that the very same rooms reach as one group, numbered from 0."""
    reached_by: dict[int, list[int]] = {}
    for room, keys in enumerate(reach):
        for key in keys:
            reached_by.setdefault(key, []).append(room)
    groups: dict[tuple[int, ...], int] = {}
    sums: list[int] = []
    number: dict[int, int] = {}
    for key in sorted(reached_by):
        group = groups.setdefault(tuple(reached_by[key]), len(groups))
        number[key] = group
        if group == len(sums):
            sums.append(0)
        sums[group] += weights[key]
    return [frozenset(number[key] for key in keys) for keys in reach], sums


def _undominated(reach: Sequence[frozenset[int]], costs: Sequence[int]) -> list[int]:
    """The rooms that stay: a dominated one reaches nothing that another does not reach for as little money. Of
    equals the first stays."""
    holders: dict[int, set[int]] = {}
    for room, groups in enumerate(reach):
        for group in groups:
            holders.setdefault(group, set()).add(room)

    def beaten(room: int) -> bool:
        rivals = set.intersection(*(holders[group] for group in reach[room]))
        mine = (costs[room], -len(reach[room]), room)
        return any(
            costs[other] <= costs[room] and (costs[other], -len(reach[other]), other) < mine
            for other in rivals
        )

    return [room for room in range(len(reach)) if not beaten(room)]


# Ways to choose ----------------------------------------------------------------------------------


def _greedy(
    rooms: Sequence[tuple[int, Collection[int]]], weights: Mapping[int, int], places: int
) -> list[tuple[int, int]]:
    """Again and again the room that adds most, with what it adds, until nobody is added. What a room adds only
    ever shrinks, so most are never looked at again (Minoux, 1978)."""
    left = dict(weights)
    line = [(-_weight(reaches, left), order) for order, (_room, reaches) in enumerate(rooms)]
    heapify(line)
    chosen: list[tuple[int, int]] = []
    while line and len(chosen) < places:
        _old, order = line[0]
        room, reaches = rooms[order]
        adds = _weight(reaches, left)
        if not adds:
            heappop(line)
        elif (again := (-adds, order)) <= min(line[1:3], default=again):
            heappop(line)
            chosen.append((room, adds))
            for key in reaches:
                left.pop(key, None)
        else:
            heapreplace(line, again)
    return chosen


def _start(task: _Task, places: int, budget: int | None) -> list[int]:
    """A good choice to begin with: the greedy one; under a budget the better of adding by number and by number a
    yuan, both among what is still affordable."""
    everything = list(enumerate(task.reach))
    if budget is None:
        return [room for room, _adds in _greedy(everything, dict(enumerate(task.weights)), places)]
    return max(
        (_affordable(task, places, budget, by_yuan=by_yuan) for by_yuan in (False, True)), key=task.worth
    )


def _affordable(task: _Task, places: int, budget: int, *, by_yuan: bool) -> list[int]:
    left, purse = dict(enumerate(task.weights)), budget
    chosen: list[int] = []

    def value(room: int) -> tuple[float, int]:
        adds = _weight(task.reach[room], left)
        return adds / max(1, task.costs[room]) if by_yuan else adds, -room

    rooms = set(range(len(task.keys)))
    while len(chosen) < places:
        rooms = {room for room in rooms if task.costs[room] <= purse and _weight(task.reach[room], left)}
        if not rooms:
            break
        best = max(rooms, key=value)
        chosen.append(best)
        purse -= task.costs[best]
        for group in task.reach[best]:
            left.pop(group, None)
    return chosen


def _easy_bound(task: _Task, begun: Sequence[int], places: int, budget: int | None) -> int:
    """What nothing exceeds, without a solver: all who can be reached at all; those reached by ``begun`` and by the
    rooms that would each add most to it; and, without a budget, the greedy sum ÷ (1 − 1/e)."""
    gained = task.worth(begun)
    reached = task.reached(begun)
    rest = {group: weight for group, weight in enumerate(task.weights) if group not in reached}
    most = nlargest(places, (_weight(groups, rest) for groups in task.reach))
    bounds = [sum(task.weights), gained + sum(most)]
    if budget is None:
        bounds.append(floor(gained / GUARANTEE))
    return min(bounds)


def _solved(
    task: _Task, begun: Sequence[int], places: int, budget: int | None, seconds: float
) -> tuple[list[int], int]:
    """HiGHS's choice and the bound it has proven, beginning with ``begun``. Weights are whole, so a bound is
    rounded down."""
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    options = {
        "output_flag": False, "threads": 1, "random_seed": 0, "time_limit": seconds, "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.9,
    }  # fmt: skip
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(_programme(task, places, budget))
    solver.setSolution(_solution(task, begun))
    solver.run()
    values = solver.getSolution().col_value
    chosen = [room for room in range(len(task.keys)) if len(values) and values[room] > 0.5]
    if len(chosen) > places or (budget is not None and sum(task.costs[room] for room in chosen) > budget):
        chosen = list(begun)  # rounding, or no solution at all
    limit = solver.getInfo().mip_dual_bound
    return chosen, floor(limit + 1e-4) if abs(limit) < 1e18 else sum(task.weights)


def _programme(task: _Task, places: int, budget: int | None) -> Any:
    """The whole-number programme of the module's head, its columns the rooms and then the groups that several
    rooms reach: one that a single room reaches counts with its room."""
    rooms, holders = len(task.keys), task.holders()
    worth = [0.0] * rooms
    shared = [group for group, held in enumerate(holders) if len(held) > 1]
    for group, held in enumerate(holders):
        if len(held) == 1:
            worth[held[0]] += task.weights[group]
    rows: list[tuple[list[int], list[float], float]] = [(list(range(rooms)), [1.0] * rooms, float(places))]
    if budget is not None:
        rows.append((list(range(rooms)), [float(cost) for cost in task.costs], float(budget)))
    rows += [
        ([*holders[group], rooms + column], [-1.0] * len(holders[group]) + [1.0], 0.0)
        for column, group in enumerate(shared)
    ]
    lp: Any = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = rooms + len(shared), len(rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = [*worth, *(float(task.weights[group]) for group in shared)]
    lp.col_lower_, lp.col_upper_ = [0.0] * lp.num_col_, [1.0] * lp.num_col_
    lp.row_lower_, lp.row_upper_ = [-highspy.kHighsInf] * len(rows), [most for _at, _by, most in rows]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    starts = [0]
    for at, _by, _most in rows:
        starts.append(starts[-1] + len(at))
    lp.a_matrix_.start_ = starts
    lp.a_matrix_.index_ = [column for at, _by, _most in rows for column in at]
    lp.a_matrix_.value_ = [factor for _at, by, _most in rows for factor in by]
    whole, real = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    lp.integrality_ = [whole] * rooms + [real] * len(shared)
    return lp


def _solution(task: _Task, chosen: Collection[int]) -> Any:
    """``chosen`` as the solver's columns."""
    reached = task.reached(chosen)
    shared = [group for group, held in enumerate(task.holders()) if len(held) > 1]
    solution: Any = highspy.HighsSolution()
    solution.col_value = [
        *(float(room in chosen) for room in range(len(task.keys))),
        *(float(group in reached) for group in shared),
    ]
    return solution
