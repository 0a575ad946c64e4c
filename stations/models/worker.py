"""Workers and their posts: who may sign in, and what for, from when to when."""

from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .committee import Committee
from .division import Division
from .scope import Scope


class WorkerQuerySet(models.QuerySet["Worker"]):
    def in_scope_of(self, worker: "Worker") -> "WorkerQuerySet":
        """Holders, past or present, of a post in scope. An official's own line is among them."""
        scope = worker.scope
        if scope.everything:
            return self
        posts = Post.objects.filter(
            scope.committees("committee") | scope.code_in_areas("division__code"),
        )
        return self.filter(pk__in=posts.values("worker"))

    def serving(self, committee: Committee, on: date) -> "WorkerQuerySet":
        """Those with a desk post at ``committee`` on that day, the head first."""
        return (
            self.filter(is_active=True, posts__in=Post.objects.current(on).filter(committee=committee))
            .alias(
                is_head=models.Max(models.Case(models.When(posts__role=Post.Role.HEAD, then=1), default=0))
            )
            .order_by("-is_head", "pk")
            .distinct()
        )


class WorkerManager(BaseUserManager.from_queryset(WorkerQuerySet)):  # type: ignore[misc]
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Worker":
        worker: Worker = self.model(username=self.model.normalize_username(username), **fields)
        worker.set_password(password)
        worker.save(using=self._db)
        return worker

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "Worker":
        return self.create_user(username, password, is_superuser=True, **{"name": username, **fields})


class Worker(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. What they may do follows from their posts of the day alone."""

    username = models.CharField(
        _("sign-in name"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()]
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    work_phone = models.CharField(_("work phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    pin = models.CharField(
        "PIN", max_length=128, blank=True, editable=False
    )  # hashed; it opens the lock alone

    objects = WorkerManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []  # createsuperuser asks for nothing but the name and the password

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """What Django's pages write beside the sign-in name: a history says who it was."""
        return self.name

    def load_scope(self, *, on: date) -> Scope:
        """Read the posts held on ``on`` (one query) and remember what they add up to."""
        posts = list(self.posts.current(on).select_related("division")) if self.is_active else []
        offices = [post.division for post in posts if post.division]
        self._scope = Scope(
            desk_committees=frozenset(post.committee_id for post in posts if post.committee_id),
            head_committees=frozenset(
                p.committee_id for p in posts if p.committee_id and p.role == Post.Role.HEAD
            ),
            areas=tuple(sorted(division.code for division in offices)),
            division_ids=frozenset(division.pk for division in offices),
            everything=self.is_superuser and self.is_active,
            on=on,
        )
        return self._scope

    @property
    def scope(self) -> Scope:
        """The scope loaded at the door of this request. Not loaded is an error, never "everything"."""
        try:
            return self._scope
        except AttributeError:
            raise LookupError("load_scope(on=…) comes before the first in_scope_of(worker)") from None

    @property
    def is_staff(self) -> bool:
        """What the admin asks of a user; officials only, and only while a post lasts."""
        return self.is_active and (self.is_superuser or (hasattr(self, "_scope") and self._scope.is_official))


class PostQuerySet(models.QuerySet["Post"]):
    def current(self, on: date) -> "PostQuerySet":
        """Posts held on that day; ``to`` is the last day."""
        return self.filter(models.Q(until=None) | models.Q(until__gte=on), since__lte=on)

    def not_ended(self, on: date) -> "PostQuerySet":
        """Posts held on that day or to come."""
        return self.filter(models.Q(until=None) | models.Q(until__gte=on))

    def in_scope_of(self, worker: Worker) -> "PostQuerySet":
        scope = worker.scope
        if scope.everything:
            return self
        return self.filter(scope.committees("committee") | scope.code_in_areas("division__code"))


class Post(models.Model):
    """A worker's role at a committee or in a division's office, from a day to a day."""

    class Role(models.TextChoices):
        DESK = "desk", _("Desk worker")
        HEAD = "head", _("Head")
        SUBDISTRICT = "subdistrict", _("Subdistrict official")
        DISTRICT = "district", _("District official")
        CITY = "city", _("City official")

    AT_COMMITTEE = (Role.DESK, Role.HEAD)

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="posts", verbose_name=_("worker"))
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("committee")
    )
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("division")
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("to"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["since", "pk"]
        indexes = [models.Index(fields=["committee", "role"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=["desk", "head"], committee__isnull=False, division=None)
                | models.Q(
                    role__in=["subdistrict", "district", "city"], committee=None, division__isnull=False
                ),
                name="post_has_one_place",
                violation_error_message=_("A desk post stands at a committee, an office post in a division."),
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="post_ends_after_it_begins",
                violation_error_message=_("A post cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker} · {self.get_role_display()}"
