"""Addresses of the hall: the pages that show both apps, and the small print."""

from django.urls import path

from portal.views import elder

urlpatterns = [
    path("elder/", elder.elder, name="elder"),
]
