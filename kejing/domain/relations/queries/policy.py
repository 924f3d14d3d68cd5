"""The decisions in force, and their words in the reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet, Subquery
from django.db.models.functions import JSONObject

from kejing.domain.customers.public import CustomerCard, customer_card_along
from kejing.domain.relations.models import PolicyVersion
from kejing.domain.relations.rules import Policy, Word, named, policy_of
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui.formats import chinese


def policy() -> Policy:
    """The newest version in force today; without a pack, one with no words. One query."""
    return policy_read(_in_force().first())


def policy_of_version(number: int) -> Policy:
    """The version that something was decided by. One query."""
    return policy_read(_rows(PolicyVersion.objects.filter(number=number)).first())


def policy_along() -> Subquery:
    """The same as part of a statement that reads something else, for `policy_read`."""
    return Subquery(_in_force())


def policy_read(row: Mapping[str, Any] | None) -> Policy:
    if row is None:
        return Policy()
    valid_from = date.fromisoformat(row["valid_from"])
    return policy_of(row["number"], valid_from, (row["approved_by"], row["approved_by_en"]), row["body"])


def customer_and_policy(*, actor: Actor, customer_id: int) -> tuple[CustomerCard, Policy]:
    """What every page of a customer begins with. One query. Raises NotVisible (404)."""
    customer, row = customer_card_along(actor=actor, customer_id=customer_id, along=policy_along())
    return customer, policy_read(row)


def _in_force() -> QuerySet[PolicyVersion, dict[str, Any]]:
    return _rows(PolicyVersion.objects.filter(valid_from__lte=clock.today()).order_by("-number"))[:1]


def _rows(versions: QuerySet[PolicyVersion]) -> QuerySet[PolicyVersion, dict[str, Any]]:
    names = ("number", "valid_from", "approved_by", "approved_by_en", "body")
    return versions.values_list(JSONObject(**{name: name for name in names}), flat=True)


def word(words: tuple[Word, ...], code: str) -> str:
    return named(words, code, chinese=chinese())


def line_words() -> list[tuple[str, str]]:
    """Code and word of each line of products, for the modules above. One query."""
    return choices(policy().lines)


def choices(words: tuple[Word, ...]) -> list[tuple[str, str]]:
    """For the choices of a form."""
    return [(row.code, row.zh if chinese() else row.en) for row in words]
