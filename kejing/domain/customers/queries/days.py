"""What runs on a day, of all that runs from one day to another."""

from datetime import date

from django.db.models import Q


def covers(day: date) -> Q:
    """`[valid_from, valid_to)` holds the day; an open end is none."""
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))
