"""The demo's bookkeeper: last month's page of the coverage review and today's, so that a change can be seen."""

from datetime import datetime, timedelta

from requests_desk.actions.review import keep_review, sum_ticket_days

MONTH = timedelta(days=31)


def fill(*, at: datetime) -> None:
    """Sum up the tickets, look back a month as far as dates tell, and keep today's page."""
    sum_ticket_days(at=at, everything=True)
    keep_review(at=at - MONTH, dated=True)
    keep_review(at=at)
