"""Stale edits are refused with the fields that differ; nothing is overwritten in silence."""

from collections.abc import Mapping

from django.db.models import Model

from kejing.foundation.kernel.errors import Difference, Stale


def check_version(row: Model, expected: int, changes: Mapping[str, object]) -> None:
    """Raise Stale when the row moved on since the reader opened it. Call with the row locked."""
    if row.version == expected:  # type: ignore[attr-defined]  # every editable model carries `version`
        return
    raise Stale(
        [
            Difference(field=name, yours=value, theirs=getattr(row, name))
            for name, value in changes.items()
            if getattr(row, name) != value
        ]
    )
