"""Scope: what one worker's current posts let them see. Every `in_scope_of` starts here."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q


@dataclass(frozen=True)
class Scope:
    """What the posts held on one day add up to.

    ``desk_committees`` are keys of committees where a desk post (worker or head) is held,
    ``head_committees`` those where the post is the head's, ``areas`` division codes of office
    posts. An administrator (``everything``) sees all. ``on`` is that day, where it matters who is away.
    """

    desk_committees: frozenset[int] = frozenset()
    head_committees: frozenset[int] = frozenset()
    areas: tuple[str, ...] = ()
    division_ids: frozenset[int] = frozenset()
    everything: bool = False
    on: date | None = None

    @property
    def is_official(self) -> bool:
        return self.everything or bool(self.areas)

    @property
    def has_post(self) -> bool:
        return self.is_official or bool(self.desk_committees)

    @property
    def needs_second_factor(self) -> bool:
        """Whether a password alone is too little: for heads, officials and administrators."""
        return self.is_official or bool(self.head_committees)

    def code_in_areas(self, field: str) -> Q:
        """Rows whose register code (in ``field``) lies in one of the areas: a child's code begins
        with its parent's."""
        found = Q(pk__in=[])
        for area in self.areas:
            found |= Q(**{f"{field}__startswith": area})
        return found

    def committees(self, path: str) -> Q:
        """Rows whose committee (reached by ``path``, "" for the committee itself) is in scope."""
        if self.everything:
            return Q()
        key, code = (f"{path}__in", f"{path}__code") if path else ("pk__in", "code")
        at_desk = Q(**{key: self.desk_committees})
        return at_desk | self.code_in_areas(code) if self.areas else at_desk
