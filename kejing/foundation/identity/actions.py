"""Signing in and out, one-time links, tokens."""

import hashlib
import math
import secrets
from datetime import timedelta
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from kejing.foundation.identity.models import ApiToken, FailedSignIn, OneTimeLink, User
from kejing.foundation.identity.rules import LOOK_BACK, locked_until
from kejing.foundation.identity.vocabulary import MANAGE, IdentityRefusal
from kejing.foundation.kernel.actions import action, name_lines, write_line
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.clock import system_now
from kejing.foundation.kernel.context import as_actor
from kejing.foundation.kernel.errors import NotVisible, Refused

LINK_LASTS = timedelta(hours=24)
USE_LINK = name_lines("identity.use_link", _("Set a password by a one-time link"))


def digest(secret: str) -> str:
    """What is kept of a random secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def check_sign_in(*, username: str, password: str) -> User:
    """Return the account; raises Refused, with the same words for an unknown name and a wrong password.

    Runs before there is an actor. Attempts are counted by the name typed, in a transaction of their own, so
    that guessing in parallel or from elsewhere is counted alike.
    """
    attempt = _attempt(digest(username.strip().lower()))
    user = User.objects.filter(username=username.strip(), is_active=True).first()
    if not check_password(password, user.password if user else _nobody()) or user is None:
        raise Refused(IdentityRefusal.WRONG)
    attempt.delete()
    return user


def _attempt(account: str) -> FailedSignIn:
    """Count an attempt as failed until it is not; raises Refused for a locked name."""
    now = system_now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [account])
        recent = FailedSignIn.objects.filter(account=account, at__gt=now - LOOK_BACK)
        if until := locked_until(list(recent.values_list("at", flat=True)), now):
            raise Refused(IdentityRefusal.LOCKED, minutes=math.ceil((until - now).total_seconds() / 60))
        return FailedSignIn.objects.create(account=account, at=now)


@cache
def _nobody() -> str:
    """A hash that no password has: an unknown name takes as long as a known one."""
    return make_password("nobody has this password")


def make_link(user: User) -> str:
    """A one-time secret with which the user sets a password; valid for a day."""
    secret = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(user=user, digest=digest(secret), expires_at=system_now() + LINK_LASTS)
    return secret


def forget_links(line: int) -> None:
    """Take back links that nobody used, of accounts that an import made whose journal line this is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from identity_onetimelink l using kj_import_changes(%s) c where l.used_at is null"
            " and c.table_name = 'identity_user' and c.op = 'I' and l.user_id = c.row_id",
            [line],
        )


def use_link(*, secret: str, password: str) -> User:
    """Set the password and spend the link, as the account's own. Raises Refused for a spent link or a weak password."""
    with transaction.atomic():
        link = (
            OneTimeLink.objects.select_for_update()
            .filter(digest=digest(secret), user__is_active=True)
            .first()
        )
        if link is None or link.used_at or link.expires_at <= system_now():
            raise Refused(IdentityRefusal.LINK_SPENT)
        with as_actor(link.user_id):
            user = User.objects.select_for_update().get(pk=link.user_id)
            _check_strength(password, user)
            user.set_password(password)
            user.save(update_fields=["password"])
            link.used_at = system_now()
            link.save(update_fields=["used_at"])
            write_line(action=USE_LINK, subject="user", subject_id=user.pk, detail={})
    return user


def _check_strength(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(IdentityRefusal.WEAK, field="password", reasons=" ".join(error.messages)) from error


@action("identity.add_account", label=_("Add an account"), permission=MANAGE, subject="user")
def add_account(*, actor: Actor, username: str, name: str) -> int:
    """Add an account without a password; raises Refused when the name is taken."""
    user, made = User.objects.get_or_create(
        username=username, defaults={"name": name, "password": make_password(None)}
    )
    if not made:
        raise Refused(IdentityRefusal.TAKEN, field="username", username=username)
    return user.pk


@action("identity.invite", label=_("Make a one-time link"), permission=MANAGE, subject="user", secret=True)
def invite(*, actor: Actor, user_id: int) -> str:
    """Make a one-time link for an account; returns its secret, which is shown once. Raises NotVisible (404)."""
    return make_link(_account(user_id))


@action("identity.make_token", label=_("Make an API token"), permission=MANAGE, subject="user", secret=True)
def make_token(*, actor: Actor, user_id: int, name: str, days: int = 90) -> str:
    """Make an API token that acts as the user; the secret is shown once. Raises NotVisible (404)."""
    secret = f"kj_{secrets.token_urlsafe(32)}"
    now = system_now()
    ApiToken.objects.create(
        user=_account(user_id),
        name=name,
        digest=digest(secret),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return secret


def _account(user_id: int) -> User:
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotVisible
    return user


def user_of_token(secret: str) -> User | None:
    """The account a token acts as, or None for one that is unknown, expired or revoked."""
    token = (
        ApiToken.objects.filter(
            digest=digest(secret), revoked_at=None, expires_at__gt=system_now(), user__is_active=True
        )
        .select_related("user")
        .first()
    )
    return token.user if token else None
