"""Database functions that models name."""

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db.models import Func, TextField


class DateRange(Func):
    """`daterange(from, to)`: half-open, an empty upper bound is open."""

    function = "daterange"
    output_field = DateRangeField()


class Bigrams(Func):
    """The two-character pieces of a text, which the search index holds."""

    function = "kj_bigrams"
    output_field = ArrayField(TextField())
