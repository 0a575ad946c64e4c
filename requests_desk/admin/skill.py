"""Skills in the admin: who at which desk can answer what, to be read. The head writes it at the desk."""

from django.contrib import admin

from requests_desk.admin.read_only import ReadOnlyAdmin
from stations.models import Skill


@admin.register(Skill)
class SkillAdmin(ReadOnlyAdmin):
    list_display = ("worker", "matter", "level", "certified_on", "noted_on")
    list_filter = ("level",)
    list_select_related = ("worker", "matter")
    search_fields = ("worker__name", "matter__name")
    fields = ("worker", "matter", "level", "certified_on", "noted_on", "noted_by")
