"""Addresses for residents: book, manage, track."""

from django.urls import path

from portal.common import converters  # noqa: F401  makes <secret:…> known
from requests_desk.views import booking, track, visits

urlpatterns = [
    path("stations/<slug:slug>/book/", booking.book, name="book"),
    path("visits/<secret:token>/", visits.visit, name="visit"),
    path("visits/<secret:token>/cancel/", visits.visit_cancel, name="visit_cancel"),
    path("visits/<secret:token>/undo/", visits.visit_undo, name="visit_undo"),
    path("visits/<secret:token>/move/", visits.visit_move, name="visit_move"),
    path("visits/<secret:token>/calendar.ics", visits.visit_calendar, name="visit_calendar"),
    path("track/", track.track, name="track"),
    path("track/<secret:token>/", track.ticket_track, name="ticket_track"),
]
