"""Grids: a block's numbers of a day, written down by whoever answers for it. Never names."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from stations.models import Grid, GridFigures


@transaction.atomic
def note_figures(*, grid: Grid, on: date, numbers: Mapping[str, int]) -> GridFigures:
    """Keep ``numbers`` (by the names in GridFigures.KINDS) as the block's of that day. Whoever writes
    again on the same day corrects what stands there; other days stay as they were."""
    values = {kind: numbers[kind] for kind in GridFigures.KINDS}
    row, _made = GridFigures.objects.update_or_create(grid=grid, on=on, defaults=values)
    return row
