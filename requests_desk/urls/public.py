"""Addresses for residents: book, manage, track."""

from django.urls import path

from portal.common import converters  # noqa: F401  makes <secret:…> known
from requests_desk.views import (
    activities,
    booking,
    kiosk,
    open_days,
    party_links,
    room_uses,
    rooms,
    screen,
    sign_ups,
    terminals,
    ticket_attachments,
    track,
    visits,
)
from requests_desk.views.withdrawals import take_back_consent

urlpatterns = [
    path("stations/<slug:slug>/book/", booking.book, name="book"),
    path("visits/<secret:token>/", visits.visit, name="visit"),
    path("visits/<secret:token>/cancel/", visits.visit_cancel, name="visit_cancel"),
    path("visits/<secret:token>/undo/", visits.visit_undo, name="visit_undo"),
    path("visits/<secret:token>/move/", visits.visit_move, name="visit_move"),
    path("visits/<secret:token>/calendar.ics", visits.visit_calendar, name="visit_calendar"),
    path("visits/<secret:token>/erase/", take_back_consent, {"kind": "visit"}, name="visit_erase"),
    path("activities/", activities.activity_list, name="activity_list"),
    path("activities/<int:pk>/", activities.activity, name="activity"),
    path("activities/<int:pk>/poster/", activities.activity_poster, name="activity_poster"),
    path("activities/<int:pk>/sign-up/", sign_ups.sign_up_new, name="sign_up_new"),
    path("sign-ups/<secret:token>/", sign_ups.sign_up, name="sign_up"),
    path("sign-ups/<secret:token>/withdraw/", sign_ups.sign_up_withdraw, name="sign_up_withdraw"),
    path("sign-ups/<secret:token>/calendar.ics", sign_ups.sign_up_calendar, name="sign_up_calendar"),
    path("sign-ups/<secret:token>/erase/", take_back_consent, {"kind": "sign_up"}, name="sign_up_erase"),
    path("stations/<slug:slug>/rooms/", rooms.room_list, name="room_list"),
    path("rooms/<int:pk>/ask/", room_uses.room_ask, name="room_ask"),
    path("room-uses/<secret:token>/", room_uses.room_use, name="room_use"),
    path("room-uses/<secret:token>/give-up/", room_uses.room_use_give_up, name="room_use_give_up"),
    path("room-uses/<secret:token>/erase/", take_back_consent, {"kind": "room_use"}, name="room_use_erase"),
    path("open-days/<int:pk>/", open_days.open_days, name="open_days"),
    path("parties/<secret:token>/", party_links.party, name="party"),
    path("track/", track.track, name="track"),
    path("track/<secret:token>/", track.ticket_track, name="ticket_track"),
    path("track/<secret:token>/erase/", take_back_consent, {"kind": "ticket"}, name="ticket_erase"),
    path("track/<secret:token>/attach/", ticket_attachments.ticket_track_attach, name="ticket_track_attach"),
    path(
        "track/<secret:token>/attachments/<int:pk>/",
        ticket_attachments.ticket_track_attachment,
        name="ticket_track_attachment",
    ),
    path("screen/", terminals.terminal_code, {"kind": "screen"}, name="screen_code"),
    path("kiosk/", terminals.terminal_code, {"kind": "kiosk"}, name="kiosk_code"),
    path("screen/<slug:slug>/", screen.screen, name="screen"),
    path("screen/<slug:slug>/now/", screen.screen_now, name="screen_now"),
    path(
        "screen/<slug:slug>/open/<secret:link>/",
        terminals.terminal_open,
        {"kind": "screen"},
        name="screen_open",
    ),
    path("kiosk/<slug:slug>/", kiosk.kiosk, name="kiosk"),
    path("kiosk/<slug:slug>/number/", kiosk.kiosk_number, name="kiosk_number"),
    path("kiosk/<slug:slug>/booked/", kiosk.kiosk_booked, name="kiosk_booked"),
    path("kiosk/<slug:slug>/slip/", kiosk.kiosk_slip, name="kiosk_slip"),
    path(
        "kiosk/<slug:slug>/open/<secret:link>/", terminals.terminal_open, {"kind": "kiosk"}, name="kiosk_open"
    ),
]
