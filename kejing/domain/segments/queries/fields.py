"""What segments may be defined by: the customer's own columns, the pack's profile, holdings, figures, contacts."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kejing.domain.customers.public import product_lines, profile_fields
from kejing.domain.relations.public import line_words
from kejing.domain.segments.models import Figure
from kejing.domain.segments.queries.standards import present_standard
from kejing.domain.segments.rules.conditions import Field, Kind
from kejing.domain.segments.vocabulary import AMOUNT
from kejing.domain.segments.vocabulary import PROFILE as PROFILE_FIELD
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui.formats import local

PROFILE = "profile."


@dataclass(frozen=True, slots=True)
class RuleField:
    """A field with its words. `figure`: the pack's figure behind it; `profile_kind` how the profile keeps it.

    `seen`: whether the reader's role sees its values in full; of one that it does not, no rule is made (ADR 10).
    """

    rule_field: Field
    label: str
    figure: Figure | None = None
    profile_kind: str = ""
    choice_labels: tuple[tuple[str, str], ...] = ()
    seen: bool = True


def catalogue(actor: Actor) -> dict[str, RuleField]:
    """Every field by its code, in the order of a form. Five queries. A restricted one is marked not allowed."""
    standard = present_standard()
    restricted: Mapping[str, str] = standard.body["restricted"] if standard else {}

    def field(
        code: str, kind: Kind, label: str, choices: tuple[tuple[str, str], ...] = (), **more: object
    ) -> RuleField:
        known = frozenset(value for value, _label in choices) if choices else None
        seen = _sees(actor, code, more.get("figure"))
        allowed = seen and (code not in restricted or actor.may(restricted[code]))
        return RuleField(Field(code, kind, known, allowed), label, choice_labels=choices, seen=seen, **more)  # type: ignore[arg-type]  # two optional members

    words = dict(line_words())
    lines = tuple((line, words.get(line, line)) for line in product_lines())
    rows = [
        field("kind", "choice", _("Kind"), (("person", _("person")), ("organisation", _("organisation")))),
        field(
            "risk", "choice", _("Risk"),
            (("", _("no loan")), ("good", _("good")), ("unclassified", _("waits to be classified")),
             ("watch", _("in arrears")), ("bad", _("not repaid"))),
        ),
        field("unit", "unit", _("Unit (code)")),
        field("since", "date", _("Customer since")),
        field("months", "number", _("Months a customer")),
        field("lines", "number", _("Product lines held")),
        field("holds", "line", _("Holds"), lines),
        field("lent", "number", _("Amount lent")),
        field("days_without_contact", "number", _("Days without contact")),
    ]  # fmt: skip
    rows += [
        field(row.code, "number", local(row.label_zh, row.label_en), figure=row)
        for row in Figure.objects.order_by("code")
    ]
    kinds: dict[str, Kind] = {"number": "number", "date": "date"}
    rows += [
        field(f"{PROFILE}{code}", kinds.get(kind, "text"), local(label_zh, label_en), profile_kind=kind)
        for code, label_zh, label_en, kind in profile_fields()
    ]
    return {row.rule_field.code: row for row in rows}


def _sees(actor: Actor, code: str, figure: object) -> bool:
    """By the field of the customer that a rule's field is made of: her profile, or the amounts of her holdings."""
    if code.startswith(PROFILE):
        return actor.field(f"{PROFILE_FIELD}.{code.removeprefix(PROFILE)}").seen
    if isinstance(figure, Figure):
        return sees_figure(actor, figure)
    return code != "lent" or actor.field(AMOUNT).seen


def sees_figure(actor: Actor, figure: Figure) -> bool:
    """A figure counts things, or is made of the amounts of holdings."""
    return figure.figure == "quantity" or actor.field(AMOUNT).seen
