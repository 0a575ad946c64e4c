"""Addresses of what stands: stations, services, estates, committees."""

from django.urls import path

from stations.views import checklist, committees, directory, estates, services, suggestions

urlpatterns = [
    path("stations/", directory.station_list, name="station_list"),
    path("stations/<slug:slug>/checklist/", checklist.checklist, name="checklist"),
    path("suggestions/", suggestions.suggestions, name="suggestions"),
    path("services/", services.service_list, name="service_list"),
    path("services/<slug:slug>/", services.service, name="service"),
    path("estates/<int:pk>/", estates.estate, name="estate"),
    path("committees/<str:code>/", committees.committee, name="committee"),
]
