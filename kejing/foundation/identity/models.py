"""Accounts, roles as grants, tokens and failed sign-ins."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Value
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """Whose customers, or whose work, a role sees."""

    NONE = "none", _("no customers")
    OWN = "own", _("own customers")
    TEAM = "team", _("own and direct reports' customers")
    UNIT = "unit", _("customers of the unit and below")
    ALL = "all", _("all customers")


class User(AbstractBaseUser):
    """Somebody who can sign in. What the person may do comes from her positions, not from here."""

    username = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=8, blank=True)
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "username"
    objects = BaseUserManager["User"]()


class Role(models.Model):
    """A set of permissions with two scopes, declared by a pack: whose customers it sees, and whose work
    (`people`; empty: the same).

    `fields` says what it may do with protected fields (code -> `kernel.fields.Access`), `limits` how much of something.
    """

    code = models.CharField(max_length=40, unique=True)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    scope = models.CharField(max_length=8, choices=Scope)
    people = models.CharField(max_length=8, choices=Scope, blank=True, default="")
    permissions = ArrayField(models.CharField(max_length=60), default=list)
    fields = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    limits = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    offered = ArrayField(models.CharField(max_length=60), default=list)
    """What packs have granted so far: a permission taken away here does not come back with the next version."""


class ApiToken(models.Model):
    """A token for machines: acts as its user. Only the hash is kept."""

    user = models.ForeignKey("identity.User", models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class FailedSignIn(models.Model):
    """One refused attempt. Five within fifteen minutes lock the account for fifteen minutes."""

    account = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("account", "at", name="failedsignin_account")]


class OneTimeLink(models.Model):
    """A link that lets its holder set a password once: the first administrator, an invitation."""

    user = models.ForeignKey("identity.User", models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
