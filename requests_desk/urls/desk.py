"""Addresses of the desk."""

from django.urls import path

from portal.common import converters  # noqa: F401  importing it makes <reference:> known
from requests_desk.views import (
    board,
    calls,
    check_in,
    closures,
    desk_visits,
    hand_overs,
    queue,
    rota,
    tickets,
    walk_ins,
)

app_name = "desk"
urlpatterns = [
    path("", board.board, name="board"),
    path("station/", board.sit_at, name="sit_at"),
    path("next/", queue.call_next, name="call_next"),
    path("tickets/", tickets.ticket_list, name="ticket_list"),
    path("tickets/new/", walk_ins.ticket_new, name="ticket_new"),
    path("tickets/<reference:reference>/", tickets.ticket, name="ticket"),
    path("tickets/<reference:reference>/slip/", walk_ins.ticket_slip, name="ticket_slip"),
    path("tickets/<reference:reference>/reveal/", tickets.ticket_reveal, name="ticket_reveal"),
    path("tickets/<reference:reference>/receive/", queue.receive, name="ticket_receive"),
    path("tickets/<reference:reference>/leave/", queue.leave, name="ticket_leave"),
    path("tickets/<reference:reference>/answer-now/", tickets.answer_now, name="ticket_answer_now"),
    path("tickets/<reference:reference>/start/", tickets.start, name="ticket_start"),
    path("tickets/<reference:reference>/answer/", tickets.answer, name="ticket_answer"),
    path("tickets/<reference:reference>/note/", tickets.note, name="ticket_note"),
    path("tickets/<reference:reference>/close/", tickets.close, name="ticket_close"),
    path("tickets/<reference:reference>/reopen/", tickets.reopen, name="ticket_reopen"),
    path("tickets/<reference:reference>/hand-over/", hand_overs.hand_over, name="ticket_hand_over"),
    path("tickets/<reference:reference>/accept/", hand_overs.accept, name="ticket_accept"),
    path("tickets/<reference:reference>/decline/", hand_overs.decline, name="ticket_decline"),
    path("tickets/<reference:reference>/withdraw/", hand_overs.withdraw, name="ticket_withdraw"),
    path("tickets/<reference:reference>/take-back/", hand_overs.take_back, name="ticket_take_back"),
    path("check-in/", check_in.check_in, name="check_in"),
    path("visits/", desk_visits.visit_list, name="visit_list"),
    path("visits/new/", desk_visits.visit_new, name="visit_new"),
    path("visits/<reference:reference>/", desk_visits.visit, name="visit"),
    path("visits/<reference:reference>/check-in/", desk_visits.visit_check_in, name="visit_check_in"),
    path("visits/<reference:reference>/cancel/", desk_visits.visit_cancel, name="visit_cancel"),
    path("visits/<reference:reference>/call-off/", desk_visits.visit_call_off, name="visit_call_off"),
    path("visits/<reference:reference>/excuse/", desk_visits.visit_excuse, name="visit_excuse"),
    path("visits/<reference:reference>/unexcuse/", desk_visits.visit_unexcuse, name="visit_unexcuse"),
    path("visits/<reference:reference>/move/", desk_visits.visit_move, name="visit_move"),
    path("visits/<reference:reference>/reveal/", desk_visits.visit_reveal, name="visit_reveal"),
    path("rota/", rota.rota, name="rota"),
    path("calls/", calls.call_list, name="call_list"),
    path("calls/<int:pk>/reveal/", calls.call_reveal, name="call_reveal"),
    path("calls/<int:pk>/done/", calls.call_done, name="call_done"),
    path("closures/new/", closures.closure_new, name="closure_new"),
    path("closures/<int:pk>/end/", closures.closure_end, name="closure_end"),
]
