"""What is new at a ticket for whoever answers for it, until its next step: come back declined, or a party's word."""

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

from requests_desk.models import HandOver, Ticket, TicketEvent

Kind = TicketEvent.Kind
NEWS = (Kind.DECLINED, Kind.PARTY_WORD, Kind.PARTY_ANSWER)
TO_ACT_ON = (Kind.DECLINED, Kind.PARTY_ANSWER)  # what the resident waits for meanwhile
# What ends the news: somebody has gone on from there.
STEPS = (
    Kind.STARTED, Kind.NOTED, Kind.OFFERED, Kind.ACCEPTED, Kind.WITHDRAWN, Kind.RETURNED, Kind.ANSWERED, Kind.CLOSED,
    Kind.REOPENED, Kind.UNDONE, Kind.MERGED, Kind.TASK_SET,
)  # fmt: skip
NOTHING = Value("", output_field=CharField())


def with_news(rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Adds ``news``, the last step's kind (news only if among NEWS), and ``news_of``, whom it was last handed to. Both
    are found by the ticket's own index, at no statement more."""
    steps = TicketEvent.objects.filter(ticket=OuterRef("pk"), kind__in=[*NEWS, *STEPS]).order_by("-pk")
    asked = HandOver.objects.filter(ticket=OuterRef("pk")).order_by("-pk").annotate(whom=_whom())
    return rows.annotate(news=Subquery(steps.values("kind")[:1]), news_of=Subquery(asked.values("whom")[:1]))


def without_news(rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """The same columns, empty: for rows that are united with such."""
    return rows.annotate(news=NOTHING, news_of=NOTHING)


def _whom() -> Coalesce:
    """The addressee's name in the reader's language, as `HandOver.addressee` says it."""
    names = ["to_body__name", "to_division__name"]
    if (get_language() or "").startswith("en"):
        names = ["to_body__name_en", "to_body__name", "to_division__name_en", "to_division__name"]
    named = [NullIf(F(name), NOTHING) for name in ("to_worker__name", "to_worker__username", *names)]
    return Coalesce(*named, F("to_outside"), output_field=CharField())
