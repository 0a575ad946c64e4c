"""Workers in the admin: officials look after those whose posts all lie strictly inside their area."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.forms import BaseUserCreationForm, UsernameField
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from requests_desk.admin.post import PostInline, gives, pass_on
from stations.admin.official import NO_DELETING, Official, ScopedForm, official_of, scoped
from stations.admin.scoped import ScopedAdmin
from stations.forms.account import SetPasswordForm
from stations.models import Post, Worker


class WorkerForm(ScopedForm):
    class Meta:
        model = Worker
        fields = ("username", "name", "work_phone", "email", "is_active", "is_superuser")
        help_texts = {"is_superuser": _("An administrator sees and changes everything.")}


class NewWorkerForm(ScopedForm, BaseUserCreationForm):
    """A new worker with a first password, which they change when they have signed in."""

    class Meta:
        model = Worker
        fields = ("username", "name", "work_phone", "email", "is_superuser")
        field_classes = {"username": UsernameField}


def in_posts_given_by(worker: Worker, official: Official) -> bool:
    """Whether all posts that ``worker`` holds or will hold are such as ``official`` may give.

    Somebody with a desk elsewhere, a colleague in office, an administrator or oneself is not.
    """
    if worker.pk == official.pk or worker.is_superuser:
        return False
    posts = worker.posts.not_ended(timezone.localdate()).select_related("committee", "division")
    return all(gives(official, post) for post in posts)


@admin.register(Worker)
class WorkerAdmin(ScopedAdmin):
    form = WorkerForm
    officials_may = administrators_may = NO_DELETING  # their name stands in events and tickets
    list_display = ("username", "name", "is_active", "posts_in_scope")
    list_filter = ("is_active",)
    search_fields = ("username", "name")
    inlines = (PostInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        posts = scoped(Post.objects.select_related("committee", "division"), official_of(request))
        return super().get_queryset(request).prefetch_related(Prefetch("posts", posts, to_attr="shown_posts"))

    @admin.display(description=_("posts"))
    def posts_in_scope(self, row: Any) -> str:
        """Current ones first; those outside one's area are nobody's business here."""
        today = timezone.localdate()
        current = [post for post in row.shown_posts if post.until is None or post.until >= today]
        return (
            "; ".join(f"{post.committee or post.division} {post.get_role_display()}" for post in current)
            or "–"
        )

    def form_for(self, obj: Any) -> type[forms.ModelForm]:
        return WorkerForm if obj else NewWorkerForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fields: tuple[Any, ...] = ("username", "name", ("work_phone", "email"))
        fields += ("is_active", "password_link") if obj else ("password1", "password2")
        if official_of(request).scope.everything:
            fields += ("is_superuser",)
        return ((None, {"fields": fields}),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is not None and obj.pk == official_of(request).pk:
            return ("password_link", "is_active", "is_superuser")  # nobody locks themselves out
        return ("password_link",)

    @admin.display(description=_("password"))
    def password_link(self, row: Worker) -> str:
        url = reverse("admin:stations_worker_password", args=[row.pk])
        return format_html('<a href="{}">{}</a>', url, gettext("Set a new password"))

    def owns(self, official: Official, row: Worker) -> bool:
        return in_posts_given_by(row, official)

    def settle(self, request: HttpRequest, rows: list[Any], stations: list[Any]) -> None:
        pass_on(request)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(sensitive_post_parameters()(self.password_view))
        return [
            path("<path:object_id>/password/", view, name="stations_worker_password"),
            *super().get_urls(),
        ]

    def password_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A new password for somebody who has lost theirs; their sessions end."""
        worker = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, worker):
            raise PermissionDenied
        form = SetPasswordForm(worker, request.POST if request.method == "POST" else None)
        if form.is_valid():
            form.save()
            self.log_change(request, worker, [{"changed": {"fields": [gettext("password")]}}])
            messages.success(request, gettext("The new password is set."))
            return redirect("admin:stations_worker_change", worker.pk)
        page = {
            **self.admin_site.each_context(request),
            "title": gettext("Set a new password"), "subtitle": str(worker), "form": form, "original": worker,
            "opts": self.opts,
        }  # fmt: skip
        return TemplateResponse(request, "admin/stations/worker/password.html", page)
