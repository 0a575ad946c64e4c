"""Addresses of residents' voice at the desk."""

from django.urls import path

from portal.common import converters  # noqa: F401  makes <reference:…> known
from requests_desk.views import desk_meetings, desk_projects, desk_proposals, desk_voice

urlpatterns = [
    path("voice/", desk_voice.voice, name="voice"),
    path("voice/resources/new/", desk_voice.resource_new, name="resource_new"),
    path("voice/polls/new/", desk_voice.poll_new, name="poll_new"),
    path("voice/proposals/<reference:reference>/", desk_proposals.proposal, name="proposal"),
    *(
        path(
            f"voice/proposals/<reference:reference>/{name.replace('_', '-')}/",
            getattr(desk_proposals, f"proposal_{name}"),
            name=f"proposal_{name}",
        )
        for name in ("publish", "keep_back", "answer", "merge", "part", "reveal")
    ),
    path("voice/projects/new/", desk_projects.project_new, name="project_new"),
    path("voice/projects/<int:pk>/", desk_projects.project, name="project"),
    *(
        path(
            f"voice/projects/<int:pk>/{name.replace('_', '-')}/",
            getattr(desk_projects, f"project_{name}"),
            name=f"project_{name}",
        )
        for name in ("decide", "begin", "close", "drop", "meeting", "step_add", "fund", "fund_strike")
    ),
    path("voice/steps/<int:pk>/done/", desk_projects.step_done, name="step_done"),
    path(
        "tickets/<reference:reference>/coordinate/", desk_meetings.ticket_coordinate, name="ticket_coordinate"
    ),
    path("voice/meetings/<int:pk>/", desk_meetings.meeting, name="meeting"),
    path("voice/meetings/<int:pk>/move/", desk_meetings.meeting_move, name="meeting_move"),
    path("voice/meetings/<int:pk>/minutes/", desk_meetings.meeting_minutes, name="meeting_minutes"),
    path("voice/meetings/<int:pk>/opinion/", desk_meetings.meeting_opinion, name="meeting_opinion"),
    path("voice/meetings/<int:pk>/publish/", desk_meetings.meeting_publish, name="meeting_publish"),
]
