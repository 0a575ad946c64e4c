"""The demo's crew: who holds which post on which day, with the scope that goes with it."""

from collections import defaultdict
from datetime import date

from requests_desk.actions.responsibility import head_of
from stations.models import Committee, Post, Worker


class Crew:
    """Every worker once, so that a scope is read once for as long as the same posts last."""

    def __init__(self) -> None:
        self._posts = list(Post.objects.select_related("worker").order_by("pk"))
        self._workers: dict[int, Worker] = {}
        self._held: dict[int, frozenset[int]] = {}
        self._at_desk: dict[int, list[Worker]] = {}
        self._in_office: dict[int, list[Worker]] = {}

    def begin(self, day: date) -> None:
        """Read the scopes that changed with ``day``, and who is where."""
        held, self._at_desk, self._in_office = defaultdict(set), defaultdict(list), defaultdict(list)
        for post in self._posts:
            worker = self._workers.setdefault(post.worker_id, post.worker)
            if post.since <= day and (post.until is None or day <= post.until):
                held[worker.pk].add(post.pk)
                self._place(post, worker)
        for key, worker in self._workers.items():
            if self._held.get(key) != held[key]:
                worker.load_scope(on=day)
                self._held[key] = frozenset(held[key])

    def _place(self, post: Post, worker: Worker) -> None:
        if post.committee_id is not None:
            self._at_desk[post.committee_id].append(worker)
        elif post.division_id is not None:
            self._in_office[post.division_id].append(worker)

    def at_desk(self, committee: Committee) -> list[Worker]:
        """Those with a post at the committee today."""
        return self._at_desk.get(committee.pk, [])

    def in_office(self, division_id: int) -> list[Worker]:
        """The officials of a division today."""
        return self._in_office.get(division_id, [])

    def head_of(self, committee: Committee, day: date) -> Worker:
        """Who answers for the committee, with their scope."""
        return self.by_key(head_of(committee, day).pk)

    def by_key(self, key: int) -> Worker:
        return self._workers[key]
