"""Who looks after whom: heads after their desk, officials after the posts strictly inside their area."""

from datetime import date

from portal.common.errors import NotAllowed
from stations.models import Committee, Division, Post, Worker
from stations.rules.offices import fits, may_give


def may_put(giver: Worker, role: str, place: Committee | Division | None) -> bool:
    """Whether ``giver`` may put somebody into the post ``role`` at ``place``: none of their own rank. Their
    scope is loaded."""
    if place is None or not fits(role, place.code):
        return False
    scope = giver.scope
    heads = role == Post.Role.DESK and isinstance(place, Committee) and place.pk in scope.head_committees
    return scope.everything or heads or may_give(role, place.code, scope.areas)


def looks_after(giver: Worker, worker: Worker, *, on: date) -> bool:
    """Whether all posts that ``worker`` holds on that day or will hold are such as ``giver`` may give; nobody
    looks after themselves, nor anybody but another administrator after an administrator."""
    if giver.pk == worker.pk or (worker.is_superuser and not giver.scope.everything):
        return False
    posts = list(worker.posts.not_ended(on).select_related("committee", "division"))
    return giver.scope.everything or (
        bool(posts) and all(may_put(giver, post.role, post.committee or post.division) for post in posts)
    )


def must_look_after(giver: Worker, worker: Worker, *, on: date) -> None:
    """Raises NotAllowed."""
    if not looks_after(giver, worker, on=on):
        raise NotAllowed
