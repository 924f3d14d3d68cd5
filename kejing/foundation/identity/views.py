"""The door: sign in, sign out, set a password by a one-time link, choose a position."""

from typing import Any

from django.contrib.auth import login, logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from kejing.foundation.identity import actions
from kejing.foundation.identity.forms import NewPasswordForm, SignInForm
from kejing.foundation.ui.responses import render

BACKEND = "kejing.foundation.identity.backends.PasswordBackend"


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.submit(_check):
        login(request, form.outcome, backend=BACKEND)
        return redirect(_next(request))
    return render(request, "identity/sign_in.html", {"form": form, "next": _next(request)})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("identity:sign_in")


@login_not_required
@require_http_methods(["GET", "POST"])
def set_password(request: HttpRequest, secret: str) -> HttpResponse:
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.use_link(secret=secret, password=data["password"])
    ):
        login(request, form.outcome, backend=BACKEND)
        return redirect("/")
    return render(request, "identity/set_password.html", {"form": form})


def _check(data: dict[str, Any]) -> AbstractBaseUser:
    return actions.check_sign_in(username=data["username"], password=data["password"])


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if safe else "/"
