"""The key cabinet: signing in and out, and passwords."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth import views as auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from portal.common.access import public, worker_required
from portal.common.doors import FACTOR, carry, first_asked, stay
from portal.common.errors import TooManyTries
from portal.common.kept import Kept, pack_again, unpack
from portal.common.limits import allow, clear, client_address
from portal.devices import arrive
from stations.actions.devices import end_devices, forget_device, move_device
from stations.forms.account import PasswordChangeForm, PasswordResetForm, SetPasswordForm, SignInForm
from stations.models import Worker

TRIES = 5
WINDOW = timedelta(hours=1)


def landing(worker: Worker) -> str:
    """Where this person works: the board for a desk post, the officials' door for an office alone."""
    scope = worker.load_scope(on=timezone.localdate())
    return reverse("desk:board" if scope.desk_committees or not scope.is_official else "admin:index")


def carries(request: HttpRequest) -> bool:
    """Whether this is no sign-in yet but another page's POST, which the door has sent here."""
    return hasattr(request, "kept")


def asked_for(request: HttpRequest) -> str:
    """The page that sent the reader here, if it is one of ours; else nothing."""
    if carries(request):
        return request.get_full_path()
    back = request.POST.get("next") or request.GET.get("next", "")
    return back if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""


def who_knocks(request: HttpRequest, form: SignInForm) -> Worker | None:
    """The worker whose name and password these are. At most five tries an hour are looked at for one
    name from one address: somebody else's address locks nobody out. Raises TooManyTries."""
    name = form.cleaned_data["username"]
    key = f"sign-in:{client_address(request)}:{name.casefold()}"
    allow(key, at=timezone.now(), most=TRIES, window=WINDOW)
    worker: Any = authenticate(request, username=name, password=form.cleaned_data["password"])
    if worker is not None:
        clear(key)
    return worker


@sensitive_post_parameters("password")
@public()
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; then the board, the administration, or the page that was asked for."""
    user: Any = request.user
    if user.is_authenticated and request.method != "POST":
        return redirect(asked_for(request) or landing(user))
    package = getattr(request, "kept", "") or request.POST.get("kept", "")
    form = SignInForm(request.POST if request.method == "POST" and not carries(request) else None)
    status = 403 if carries(request) else 200
    if form.is_valid():
        try:
            worker = who_knocks(request, form)
            if worker is not None:
                kept = unpack(package, request)
                login(request, worker)
                return received(request, worker, kept)
            form.add_error(None, _("The name or the password is wrong. Check both, capital letters too."))
        except TooManyTries as error:
            form.add_error(None, _("Too many tries with this name. Wait an hour, or ask for a new password."))
            status = error.status
    page = {"form": form, "next": asked_for(request), "kept": package}
    return TemplateResponse(request, "portal/account/sign_in.html", page, status=status)


def received(request: HttpRequest, worker: Worker, kept: Kept | None) -> HttpResponse:
    """The password was right: on to where they wanted to go, by the second factor where it is asked for."""
    arrive(request, worker)
    home = landing(worker)
    wanted = asked_for(request) or home
    asked = worker.scope.has_post and first_asked(request, worker) == FACTOR
    if asked and kept is not None:
        return carry(request, FACTOR, pack_again(kept, request))
    if asked:
        return redirect(f"{reverse(FACTOR)}?{urlencode({'next': wanted})}")
    response = offered_again(request, kept) if kept is not None else redirect(wanted)
    return stay(request, response, worker)


def offered_again(request: HttpRequest, kept: Kept) -> HttpResponse:
    """What was typed before the session ended, with the button that sends it: whoever has signed in now
    may be somebody else, and sends it in their own name or not at all."""
    worker: Any = request.user
    worker.load_scope(on=timezone.localdate())
    return TemplateResponse(request, "portal/account/kept.html", {"kept": kept})


@public()
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave the desk: nothing of this session stays in the browser. A look at the address signs nobody out."""
    if request.method == "POST":
        if request.session.session_key:
            forget_device(session_key=request.session.session_key)
        logout(request)
    return redirect("sign_in")


@public()
def password_reset(request: HttpRequest) -> HttpResponse:
    """Send a link to choose a new password. The answer is the same whether anybody has the address."""
    form = PasswordResetForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        key = f"password-reset:{client_address(request)}:{form.cleaned_data['email'].casefold()}"
        allow(key, at=timezone.now(), most=TRIES, window=WINDOW)
        form.save(
            request=request,
            subject_template_name="portal/account/password_reset_subject.txt",
            email_template_name="portal/account/password_reset_email.txt",
            extra_email_context={"public_url": settings.PORTAL_PUBLIC_URL.rstrip("/")},
        )
        return redirect("password_reset_done")
    return TemplateResponse(request, "portal/account/password_reset.html", {"form": form})


@public()
def password_reset_done(request: HttpRequest) -> HttpResponse:
    """Look into the mailbox."""
    return TemplateResponse(request, "portal/account/password_reset_done.html")


class NewPassword(auth.PasswordResetConfirmView):
    """The page behind the e-mail's link."""

    template_name = "portal/account/password_reset_confirm.html"
    form_class = SetPasswordForm
    success_url = reverse_lazy("sign_in")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your new password is set. Sign in with it."))
        response = super().form_valid(form)
        end_devices(worker=form.user, actor=form.user, at=timezone.now())
        return response


class ChangePassword(auth.PasswordChangeView):
    """A new password for somebody who knows the old one; their other sessions end."""

    template_name = "portal/account/password_change.html"
    form_class = PasswordChangeForm

    def form_valid(self, form: Any) -> HttpResponse:
        before = str(self.request.session.session_key)
        response = super().form_valid(form)
        this = str(self.request.session.session_key)
        move_device(before=before, after=this)
        end_devices(worker=form.user, actor=form.user, at=timezone.now(), but=this)
        return stay(self.request, response, form.user)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Your new password is set."))
        user: Any = self.request.user
        return landing(user)


@public()
def password_reset_confirm(request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
    """Choose a new password by the link of an e-mail: once, for three days."""
    return rendered(NewPassword.as_view()(request, uidb64=uidb64, token=token))


@worker_required
def password_change(request: HttpRequest) -> HttpResponse:
    """Choose a new password, knowing the old one."""
    return rendered(ChangePassword.as_view()(request))


def rendered(response: Any) -> HttpResponse:
    """Django's own views say less of their answers than is true of them."""
    answer: HttpResponse = response
    return answer
