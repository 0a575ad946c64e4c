"""Who looks after which block: grids with their buildings, posts and public work phones. Never figures."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch

from stations.models import Building, Committee, Estate, Grid, GridPost
from stations.rules.plan import Plan, plan_of


@dataclass
class Block:
    """A grid, its buildings and courts, and the posts in it."""

    grid: Grid
    buildings: list[Building] = field(default_factory=list)
    posts: list[GridPost] = field(default_factory=list)

    def holds(self, estate: Estate) -> bool:
        """Whether a building of ``estate`` stands in it."""
        return any(building.estate_id == estate.pk for building in self.buildings)

    @cached_property
    def plan(self) -> Plan:
        """Its buildings and courts as they are drawn."""
        return plan_of([(one.label, one.kind == Building.Kind.COURT) for one in self.buildings])

    @property
    def courts(self) -> int:
        return sum(one.kind == Building.Kind.COURT for one in self.buildings)

    @property
    def houses(self) -> int:
        return len(self.buildings) - self.courts

    def posts_for(self, building: Building) -> list[GridPost]:
        """Who looks after ``building``: those of the whole block, and those of this building alone; who
        answers for the block comes first."""
        mine = [post for post in self.posts if post.building_id in (None, building.pk)]
        first = (GridPost.Role.WORKER, GridPost.Role.HEAD)
        return sorted(mine, key=lambda post: post.role not in first)


@dataclass(frozen=True)
class Count:
    """How many hold a role, or how many groups there are. ``listed``: whether one of them stands by name, number
    or block in the list."""

    role: str
    words: str
    number: int
    listed: bool = True


def is_listed(post: GridPost) -> bool:
    """Whether a post tells more than that it is there: its block, who holds it, or where to phone."""
    return bool(post.grid_id or post.holder or post.work_phone)


@dataclass
class Blocks:
    """A committee's blocks in order, and the posts spread over all of them."""

    rows: list[Block]
    spread: list[GridPost]

    def __bool__(self) -> bool:
        return bool(self.rows or self.spread)

    def around(self, estate: Estate) -> list[Block]:
        """The blocks with buildings of ``estate``; all where the buildings are not recorded."""
        return [block for block in self.rows if block.holds(estate)] or self.rows

    @property
    def courts(self) -> int:
        return sum(block.courts for block in self.rows)

    @property
    def houses(self) -> int:
        return sum(block.houses for block in self.rows)

    def counts(self) -> list[Count]:
        """How many there are in each role, by their title where all of a role bear the same."""
        return counts_of([*self.spread, *(post for block in self.rows for post in block.posts)])

    def of(self, building: Building) -> Block | None:
        """The block in which ``building`` stands."""
        return next((block for block in self.rows if building in block.buildings), None)


def counts_of(posts: Iterable[GridPost]) -> list[Count]:
    by_role: dict[str, list[GridPost]] = {role: [] for role in GridPost.Role.values}
    for post in posts:
        by_role[post.role].append(post)
    found = []
    for role, rows in by_role.items():
        titles = {str(post) for post in rows}
        words = titles.pop() if len(titles) == 1 else str(GridPost.Role(role).label)
        if rows:
            number = sum(post.headcount for post in rows)
            found.append(Count(role, words, number, any(is_listed(post) for post in rows)))
    return found


def blocks_of(committee: Committee) -> Blocks:
    """Three statements, however many blocks there are."""
    buildings = Prefetch("buildings", Building.objects.select_related("estate").order_by("pk"))
    grids = Grid.objects.filter(committee=committee).prefetch_related(buildings)
    rows = {grid.pk: Block(grid, list(grid.buildings.all())) for grid in grids}
    spread: list[GridPost] = []
    for post in GridPost.objects.filter(committee=committee).select_related("building").order_by("pk"):
        block = rows.get(post.grid_id) if post.grid_id else None
        (block.posts if block else spread).append(post)
    return Blocks(list(rows.values()), spread)
