"""What every form of this module shares."""

from collections.abc import Mapping, Sequence
from typing import Any

from kejing.domain.relations.queries.entering import Entering
from kejing.foundation.ui import forms

GRADES = [(n, str(n)) for n in range(1, 6)]
GREATEST_ID = 2**63 - 1


class EntryForm(forms.ActionForm[int]):
    """A form some of whose choices come from the pack or from the customer: `choices` by field."""

    def __init__(
        self,
        data: Any = None,
        *,
        choices: Mapping[str, Sequence[tuple[Any, Any]]] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        for name, found in (choices or {}).items():
            self.fields[name].choices = found  # type: ignore[attr-defined]  # a field with choices


def contact_choices(page: Entering) -> list[tuple[int, str]]:
    return [(card.id, f"{card.name} {card.title}".strip()) for card in page.contacts]


def window_of(text: str | None) -> int | None:
    """`?window=90`; whatever is no number is none."""
    return int(text[:4]) if text and text.isascii() and text.isdigit() else None
