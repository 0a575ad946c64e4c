"""Late: who is to know of a promise that was not kept, and after how much working time."""

RESPONSIBLE, HEAD, STREET = 1, 2, 3


def levels(late: int, *, head_after: int, street_after: int) -> list[int]:
    """Give the levels that are to know of a ticket ``late`` working minutes past its due time (0 or more: past it,
    if only by a second), the lowest first: whoever answers for it at once, the head after ``head_after`` minutes,
    the subdistrict after ``street_after``."""
    after = {RESPONSIBLE: 0, HEAD: head_after, STREET: street_after}
    return [level for level, minutes in after.items() if late >= minutes]
