"""Addresses of what stands: stations, services, estates."""

from django.urls import path

from stations.views import checklist, directory, estates, partners, services, suggestions

urlpatterns = [
    path("stations/", directory.station_list, name="station_list"),
    path("stations/<slug:slug>/checklist/", checklist.checklist, name="checklist"),
    path("stations/<slug:slug>/partners/", partners.partner_list, name="partner_list"),
    path("suggestions/", suggestions.suggestions, name="suggestions"),
    path("services/", services.service_list, name="service_list"),
    path("services/<slug:slug>/", services.service, name="service"),
    path("estates/<int:pk>/", estates.estate, name="estate"),
]
