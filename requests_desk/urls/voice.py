"""Addresses of residents' voice: proposals, projects, polls."""

from django.urls import path

from portal.common import converters  # noqa: F401  makes <secret:…> and <reference:…> known
from requests_desk.views import polls, projects, proposals, voice
from requests_desk.views.withdrawals import take_back_consent

urlpatterns = [
    path("", voice.voice, name="voice"),
    path("new/", proposals.proposal_new, name="proposal_new"),
    path("proposals/<reference:reference>/", proposals.proposal, name="proposal"),
    path("proposals/<reference:reference>/support/", proposals.proposal_support, name="proposal_support"),
    path("mine/<secret:token>/", proposals.proposal_mine, name="proposal_mine"),
    path("mine/<secret:token>/erase/", take_back_consent, {"kind": "proposal"}, name="proposal_erase"),
    path("projects/<int:pk>/", projects.project, name="project"),
    path("polls/<int:pk>/", polls.poll, name="poll"),
    path("polls/<int:pk>/vote/", polls.poll_vote, name="poll_vote"),
]
