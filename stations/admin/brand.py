"""Brands in the admin: one name and one logo, and the stations that go under them."""

from django.contrib import admin

from stations.admin.scoped import ScopedAdmin
from stations.models import Brand


@admin.register(Brand)
class BrandAdmin(ScopedAdmin):
    list_display = ("name", "division")
    list_select_related = ("division",)
    search_fields = ("name", "name_en")
    autocomplete_fields = ("division", "stations")
    fields = ("division", ("name", "name_en"), "about", "about_en", "stations")
