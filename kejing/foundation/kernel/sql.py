"""Database functions that models name, and the condition that a row of a period is in force."""

from datetime import date

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db.models import Func, Q, TextField


class DateRange(Func):
    """`daterange(from, to)`: half-open, an empty upper bound is open."""

    function = "daterange"
    output_field = DateRangeField()


class Bigrams(Func):
    """The two-character pieces of a text, which the search index holds."""

    function = "kj_bigrams"
    output_field = ArrayField(TextField())


def in_force(day: date, of: str = "") -> Q:
    """`[valid_from, valid_to)` holds the day; an open end is none. `of` leads to the row: `appointment__`."""
    begun = Q(**{f"{of}valid_from__lte": day})
    return begun & (Q(**{f"{of}valid_to": None}) | Q(**{f"{of}valid_to__gt": day}))
