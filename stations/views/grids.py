"""Who looks after which block: grids with their buildings, posts and public work phones. Never figures."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from stations.models import Building, Committee, Estate, Grid, GridPost


@dataclass
class Block:
    """A grid, its buildings and courts, and the posts in it."""

    grid: Grid
    buildings: list[Building] = field(default_factory=list)
    posts: list[GridPost] = field(default_factory=list)

    def holds(self, estate: Estate) -> bool:
        """Whether a building of ``estate`` stands in it."""
        return any(building.estate_id == estate.pk for building in self.buildings)


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
