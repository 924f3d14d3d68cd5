"""The fields a pack keeps of a customer, and what the organisation decided about entering one."""

from django.db import models

from kejing.domain.customers.vocabulary import Check


class ProfileField(models.Model):
    """A field of `Customer.attributes`, declared by a pack.

    `applies_to` empty is every kind of customer; `options` are `{code, zh, en}`; a value older than `max_age_days`
    has to be confirmed.
    """

    code = models.CharField(max_length=60, unique=True)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    kind = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField()
    section_zh = models.CharField(max_length=80, blank=True, default="", db_default="")
    section_en = models.CharField(max_length=80, blank=True, default="", db_default="")
    required = models.BooleanField(default=False, db_default=False)
    max_age_days = models.PositiveSmallIntegerField(null=True)
    applies_to = models.CharField(max_length=12, blank=True, default="", db_default="")
    options = models.JSONField(default=list, db_default=[])


class MasterSettings(models.Model):
    """One row: how numbers are given, how strictly identity numbers are checked, which files are taken.

    `{year}` in `number_prefix` is the business year; `file_kinds` are codes of `rules.files.KINDS`.
    """

    number_prefix = models.CharField(max_length=20)
    number_digits = models.PositiveSmallIntegerField()
    identity_check = models.CharField(max_length=8, choices=Check)
    other_countries = models.BooleanField()
    file_megabytes = models.PositiveSmallIntegerField()
    file_kinds = models.JSONField(default=list)
