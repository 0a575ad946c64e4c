"""Proposals: made, read, published or kept back, merged, answered, supported, taken up by a project."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.common import limits
from portal.common.codes import new_reference, new_token
from portal.common.errors import PortalError, TooManyTries
from requests_desk.actions.own_desk import must_sit_there
from requests_desk.actions.sent_twice import FormUsed, digest
from requests_desk.actions.visits import HOUR
from requests_desk.models import Project, Proposal, ProposalEvent, Support
from requests_desk.rules.notices import notice_at
from stations.models import Committee, Estate, Worker

State = Proposal.State
Kind = ProposalEvent.Kind
LISTED = (State.OPEN, State.ANSWERED, State.IN_PROJECT)  # what can be supported
LOOSE = (State.OPEN, State.ANSWERED)  # what can be merged, answered, taken up

MADE_AN_HOUR = 20  # from one address of the net: an estate may share one
SUPPORTS_AN_HOUR = 60
SUPPORTS_A_DAY = 30  # of one proposal: a living room full of people behind one address
DAY = timedelta(days=1)


class ProposalMovedOn(PortalError):
    """A colleague was quicker: it is not in a state any more in which this can be done."""

    sentence = _("This proposal has moved on since you opened it.")
    next_step = _("Look at how it stands, then choose what to do.")


class NotIntoThat(PortalError):
    """Merged into itself, into another committee's, or into one that is not listed."""

    sentence = _("It cannot be merged into that one.")
    next_step = _("Choose another from the list.")


class NothingWritten(PortalError):
    """An answer or a reason without words."""

    status = 400
    sentence = _("Please write a few words.")


class NotListed(PortalError):
    """Support for what is not, or not any more, on the list."""

    sentence = _("This proposal is not on the list.")


class TooMuchAtOnce(TooManyTries):
    """So much from one address that it looks like a machine."""

    sentence = _("A great deal came from your connection within this time.")
    next_step = _("Try again later, or say it at the living room's desk.")


def write(
    proposal: Proposal, kind: ProposalEvent.Kind, *, at: datetime, actor: Worker | None, **data: Any
) -> None:
    """Append one line to the proposal's history: ids and codes, never words."""
    ProposalEvent.objects.create(proposal=proposal, kind=kind, at=at, actor=actor, data=data)


def make(
    *,
    committee: Committee,
    kind: str,
    title: str,
    key: str,
    at: datetime,
    words: str = "",
    estate: Estate | None = None,
    name: str = "",
    phone: str = "",
    language: str = "zh-hans",
    client: str = "",
    shown_at: datetime | None = None,
) -> Proposal:
    """Hand in a need or a proposal, to be read by the committee first. The same ``key`` with the same
    content gives the same one back; ``client`` is the address of the net it comes from, if that is to be
    counted. Raises FormUsed, TooMuchAtOnce."""
    said = {"kind": kind, "title": title, "words": words, "name": name, "phone": phone}
    content = digest(committee=committee.pk, estate=estate and estate.pk, **said)
    try:
        with transaction.atomic():
            if client:
                tries = limits.count(f"propose:{client}", at=at, window=HOUR)
                if tries > MADE_AN_HOUR:
                    raise TooMuchAtOnce
            row = Proposal.objects.create(
                reference=new_reference(), token=new_token(), committee=committee, estate=estate,
                language=language, made_at=at, key=key, digest=content,
                notice=notice_at(shown_at or at), **said,
            )  # fmt: skip
            write(row, Kind.MADE, at=at, actor=None)
    except (IntegrityError, TooMuchAtOnce) as error:
        earlier = Proposal.objects.filter(key=key).select_related("committee").first()
        if earlier is None:
            raise
        if earlier.digest != content:
            raise FormUsed(next_step=_("Press the button again to send this one too.")) from error
        return earlier
    return row


def locked(proposal: Proposal, worker: Worker, *states: str) -> Proposal:
    """The row as it stands now, locked. Raises NotAllowed, ProposalMovedOn unless in one of ``states``."""
    fresh = Proposal.objects.select_for_update().get(pk=proposal.pk)
    must_sit_there(fresh.committee_id, worker)
    if fresh.state not in states:
        raise ProposalMovedOn
    return fresh


@transaction.atomic
def publish(
    *, proposal: Proposal, worker: Worker, at: datetime, title: str = "", words: str = ""
) -> Proposal:
    """A worker has read it: everybody may now. ``title`` and ``words``, where given, are what is published
    instead, without the name or number that somebody wrote into it. Raises NotAllowed, ProposalMovedOn."""
    fresh = locked(proposal, worker, State.NEW, State.KEPT_BACK)
    if fresh.erased_at is not None:
        raise ProposalMovedOn
    before = (fresh.title, fresh.words)
    fresh.title, fresh.words = title or fresh.title, words if title else fresh.words
    fresh.state, fresh.answer = State.OPEN, ""
    fresh.save(update_fields=["title", "words", "state", "answer"])
    write(fresh, Kind.PUBLISHED, at=at, actor=worker, changed=(fresh.title, fresh.words) != before)
    return fresh


@transaction.atomic
def keep_back(*, proposal: Proposal, why: str, worker: Worker, at: datetime) -> Proposal:
    """Not published; its maker alone reads ``why``. Raises NotAllowed, ProposalMovedOn, NothingWritten."""
    if not why.strip():
        raise NothingWritten
    fresh = locked(proposal, worker, State.NEW)
    fresh.state, fresh.answer, fresh.answered_at, fresh.answered_by = State.KEPT_BACK, why, at, worker
    fresh.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    write(fresh, Kind.KEPT_BACK, at=at, actor=worker)
    return fresh


@transaction.atomic
def answer(*, proposal: Proposal, text: str, worker: Worker, at: datetime) -> Proposal:
    """Answer in public, or put an earlier answer right. Raises NotAllowed, ProposalMovedOn,
    NothingWritten."""
    if not text.strip():
        raise NothingWritten
    fresh = locked(proposal, worker, *LOOSE)
    fresh.state, fresh.answer, fresh.answered_at, fresh.answered_by = State.ANSWERED, text, at, worker
    fresh.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    write(fresh, Kind.ANSWERED, at=at, actor=worker)
    return fresh


@transaction.atomic
def take_up(*, proposal: Proposal, project: Project, worker: Worker, at: datetime) -> Proposal:
    """A project answers it. Raises NotAllowed, ProposalMovedOn."""
    fresh = locked(proposal, worker, *LOOSE)
    fresh.state, fresh.project = State.IN_PROJECT, project
    fresh.save(update_fields=["state", "project"])
    write(fresh, Kind.TAKEN_UP, at=at, actor=worker, project=project.pk)
    return fresh


def put_back(*, project: Project, worker: Worker, at: datetime) -> None:
    """``project`` is dropped: what it took up is open again, or answered if it had been, with all of its
    supporters. It keeps the project's name, so that its page can say what became of it, until another takes
    it up. Within the caller's transaction, which holds the project's row."""
    rows = Proposal.objects.select_for_update().filter(project=project, state=State.IN_PROJECT)
    for row in rows.order_by("pk"):
        row.state = State.ANSWERED if row.answer else State.OPEN
        row.save(update_fields=["state"])
        write(row, Kind.PUT_BACK, at=at, actor=worker, project=project.pk)


@transaction.atomic
def merge(*, proposal: Proposal, into: Proposal, worker: Worker, at: datetime) -> Proposal:
    """Merge ``proposal``, and whatever was merged into it, into another of its committee, whose supporters
    then are those of all, each browser once. Raises NotAllowed, ProposalMovedOn, NotIntoThat."""
    rows = _both(proposal.pk, into.pk)
    source, target = rows.get(proposal.pk), rows.get(into.pk)
    if source is None or target is None or source.pk == target.pk:
        raise NotIntoThat
    must_sit_there(source.committee_id, worker)
    if source.state not in LOOSE:
        raise ProposalMovedOn
    if target.committee_id != source.committee_id or target.state not in LISTED:
        raise NotIntoThat
    brought = list(Proposal.objects.filter(merged_into=source).order_by("pk").values_list("pk", flat=True))
    Proposal.objects.filter(pk__in=brought).update(merged_into=target)
    was, source.state, source.merged_into = source.state, State.MERGED, target
    source.save(update_fields=["state", "merged_into"])
    count_again(target)
    write(source, Kind.MERGED, at=at, actor=worker, into=target.pk, brought=brought, was=was)
    return source


def _both(*keys: int) -> dict[int, Proposal]:
    """The proposals of these keys, locked in the order of their keys."""
    return {row.pk: row for row in Proposal.objects.select_for_update().filter(pk__in=keys).order_by("pk")}


@transaction.atomic
def part(*, proposal: Proposal, worker: Worker, at: datetime) -> Proposal:
    """Take a merging back, at any time by the same committee: it stands by itself again with its own
    supporters, and with what it had brought along. Raises NotAllowed, ProposalMovedOn."""
    rows = _both(proposal.pk, proposal.merged_into_id or 0)
    source = rows[proposal.pk]
    must_sit_there(source.committee_id, worker)
    target = rows.get(source.merged_into_id or 0)
    if source.state != State.MERGED or target is None:
        raise ProposalMovedOn
    merged = source.events.filter(kind=Kind.MERGED).latest("pk")
    source.state, source.merged_into = merged.data["was"], None
    source.save(update_fields=["state", "merged_into"])
    Proposal.objects.filter(pk__in=merged.data["brought"], merged_into=target).update(merged_into=source)
    count_again(source)
    count_again(target)
    write(source, Kind.PARTED, at=at, actor=worker, target=target.pk)
    return source


def supporters(proposal: Proposal) -> Any:
    """The rows of support for ``proposal`` and what was merged into it."""
    return Support.objects.filter(Q(proposal=proposal) | Q(proposal__merged_into=proposal))


def count_again(proposal: Proposal) -> None:
    """Set the counter to the number of browsers behind it; the row is locked."""
    proposal.supports = supporters(proposal).values("mark").distinct().count()
    proposal.save(update_fields=["supports"])


@transaction.atomic
def support(*, proposal: Proposal, mark: str, at: datetime, client: str = "") -> bool:
    """Count one browser, known by its salted ``mark``, as a supporter; the same again is once, also where it
    had supported one merged into this. Returns whether it is new. Raises NotListed, TooMuchAtOnce."""
    fresh = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if fresh.state not in LISTED:
        raise NotListed
    if supporters(fresh).filter(mark=mark).exists():
        return False
    if client:
        hour = limits.Counter(f"support:{client}", at, HOUR)
        day = limits.Counter(f"support-{fresh.pk}:{client}", at, DAY)
        if any(many > most for many, most in zip(limits.count_all(hour, day), (SUPPORTS_AN_HOUR, SUPPORTS_A_DAY),
                                                 strict=True)):  # fmt: skip
            raise TooMuchAtOnce
    Support.objects.create(proposal=fresh, mark=mark, at=at)
    Proposal.objects.filter(pk=fresh.pk).update(supports=F("supports") + 1)
    return True
