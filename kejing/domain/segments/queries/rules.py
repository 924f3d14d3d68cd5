"""Rules of a version: read back from what is kept, and in words."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from kejing.domain.segments.models import SetVersion
from kejing.domain.segments.queries.fields import RuleField
from kejing.domain.segments.rules.conditions import Condition, Group, Rule, read_rule
from kejing.domain.segments.vocabulary import VersionState
from kejing.foundation.ui import formats


def rules_of(version: SetVersion, fields: Mapping[str, RuleField]) -> dict[str, Rule]:
    """Segment code → rule, in the order in which they are asked. What was allowed when written stays so."""
    known = {code: replace(field.rule_field, allowed=True) for code, field in fields.items()}
    ordered = sorted(version.body["order"].items(), key=lambda item: item[1])
    return {code: read_rule(version.body["rules"][code], known) for code, _place in ordered}


def in_words(rule: Rule, fields: Mapping[str, RuleField]) -> str:
    """As one sentence."""
    if not rule.parts:
        return _("everybody in no segment before it")
    return _group(rule, fields, outer=True)


def _group(group: Group, fields: Mapping[str, RuleField], *, outer: bool = False) -> str:
    word = _(" and ") if group.every else _(" or ")
    text = word.join(
        _group(part, fields) if isinstance(part, Group) else condition_words(part, fields)
        for part in group.parts
    )
    return text if outer or len(group.parts) == 1 else _("(%(text)s)") % {"text": text}


def condition_words(condition: Condition, fields: Mapping[str, RuleField]) -> str:
    words = {"field": fields[condition.field].label, "value": value_words(condition, fields)}
    return comparison_words()[condition.comparison] % words


def threshold_words(condition: Condition, fields: Mapping[str, RuleField]) -> str:
    """A condition beside the name of its field."""
    words = {"field": "", "value": value_words(condition, fields)}
    return (comparison_words()[condition.comparison] % words).strip()


def comparison_words() -> dict[str, str]:
    """Each comparison as a sentence of field and value."""
    return {
        ">=": _("%(field)s at least %(value)s"),
        ">": _("%(field)s above %(value)s"),
        "<=": _("%(field)s at most %(value)s"),
        "<": _("%(field)s below %(value)s"),
        "=": _("%(field)s equal to %(value)s"),
        "is": _("%(field)s is %(value)s"),
        "is_not": _("%(field)s is not %(value)s"),
        "from": _("%(field)s from %(value)s on"),
        "before": _("%(field)s before %(value)s"),
        "within": _("%(field)s within %(value)s"),
        "not_within": _("%(field)s not within %(value)s"),
        "has": _("%(field)s %(value)s"),
        "has_not": _("%(field)s no %(value)s"),
    }


def value_words(condition: Condition, fields: Mapping[str, RuleField]) -> str:
    field = fields[condition.field]
    if field.rule_field.kind == "number":
        value = Decimal(str(condition.value))
        return formats.number(int(value) if value == value.to_integral_value() else value)
    return dict(field.choice_labels).get(str(condition.value), str(condition.value))


def open_versions(set_ids: set[int]) -> dict[int, list[SetVersion]]:
    """Drafts and versions in force, by set."""
    found: dict[int, list[SetVersion]] = {pk: [] for pk in set_ids}
    for row in SetVersion.objects.filter(set_id__in=set_ids).exclude(state=VersionState.PAST):
        found[row.set_id].append(row)
    return found


def in_state(versions: list[SetVersion], state: VersionState) -> SetVersion | None:
    return next((row for row in versions if row.state == state), None)
