"""Parsing what is asked and decided about customers entered twice."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.queries import PairPage
from kejing.domain.customers.vocabulary import Compared, CustomerKind
from kejing.foundation.ui import forms

SHORTEST = {"name": 2, "phone": 7, "identity_number": 5}
"""Less of it is not asked about: it would fit anybody."""


class AskForm:
    """What an entry form has so far; too long a text is cut, the answer is the same."""

    def __init__(self, data: Any) -> None:
        kind = data.get("kind", "")
        known = {name: str(data.get(name, "")).replace("\0", "").strip()[:200] for name in SHORTEST}
        self.asked: dict[str, Any] = {
            "kind": kind if kind in CustomerKind.values else CustomerKind.PERSON.value,
            **{name: value if len(value) >= SHORTEST[name] else "" for name, value in known.items()},
        }

    @property
    def enough(self) -> bool:
        return any(self.asked[name] for name in SHORTEST)


class DecideForm:
    """The buttons beside the merge: two customers, or later."""

    def __init__(self, data: Any) -> None:
        version = str(data.get("version", ""))[:9]
        self.decided: dict[str, Any] = {
            "state": str(data.get("state", ""))[:10],
            "version": int(version) if version.isascii() and version.isdigit() else 0,
            "idempotency_key": str(data.get("idempotency_key", ""))[:64] or None,
        }


class MergeForm(forms.ActionForm[int]):
    survivor_id = forms.Choice(_("Which one remains"), coerce=int)
    take = forms.Several(
        _("Take over from the other"),
        Compared.choices,
        required=False,
        hint=_("What is not ticked stays as the one that remains has it. Undoing gives it back."),
    )
    reason = forms.Text(_("Why"), max_length=200, hint=_("It stays in the history of the customer."))

    def __init__(self, *arguments: Any, pair: PairPage, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.ids = (pair.pair.first_id, pair.pair.second_id)
        both = (pair.pair.first, pair.pair.second)
        self.fields["survivor_id"].choices = [(row.pk, f"{row.number} {row.name}") for row in both]  # type: ignore[attr-defined]  # a Choice's
        differing = [row.field for row in pair.fields if row.may_take]
        self.fields["take"].choices = [(field.value, field.label) for field in differing]  # type: ignore[attr-defined]  # a Several's
        if not differing:
            del self.fields["take"]

    def named(self, data: dict[str, Any]) -> dict[str, Any]:
        """As the action asks for it: the survivor, and the other of the two."""
        survivor = data.pop("survivor_id")
        other = next(pk for pk in self.ids if pk != survivor)
        return {"customer_id": survivor, "merged_id": other, **data}


class UnmergeForm(forms.ActionForm[int]):
    """Nothing to enter: it is done or not."""
