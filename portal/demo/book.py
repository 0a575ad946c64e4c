"""The demo's book of figures: what the review would have kept in the past weeks, as far as dated rows still tell."""

from datetime import datetime, timedelta

from requests_desk.actions.review import keep_review, sum_ticket_days

WEEKS_AGO = (13, 9, 5, 4, 2, 1)


def fill(*, at: datetime) -> None:
    """Keep a page of each of those weeks and of today; before the demo began there is none."""
    sum_ticket_days(at=at, everything=True)
    for weeks in WEEKS_AGO:
        keep_review(at=at - timedelta(weeks=weeks), dated=True)
    keep_review(at=at)
