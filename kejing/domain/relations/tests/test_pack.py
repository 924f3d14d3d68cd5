"""The section `relations` of a pack: strict, and never overwriting."""

from typing import Any

import pytest
from pydantic import ValidationError

from kejing.domain.relations.models import PolicyVersion
from kejing.domain.relations.pack import RelationsSection, apply
from kejing.domain.relations.queries.policy import policy
from kejing.domain.relations.tests.factories import BODY, words
from kejing.engines.packs.public import apply_pack
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast

COURSE: dict[str, Any] = {
    **words("fell")[0], "kind": "finance", "level": "watch", "watch_days": 30, "fact": "transaction", "days": 30,
    "percent": "50", "least": "1",
}  # fmt: skip


def section(**changes: Any) -> RelationsSection:
    version = {"number": 1, "valid_from": "1993-01-01", "approved_by": {"zh": "委员会", "en": "Committee"}}
    return RelationsSection.model_validate({"versions": [{**version, **BODY, **changes}]})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"families": words("deposit", "deposit")}, "families: deposit twice"),
        ({"lines": [{**words("x")[0], "family": "cement"}]}, "lines: cement is not among"),
        ({"stages": words("identified")}, "stages are these"),
        ({"risk_kinds": words("news")}, "alarms, events and courses: payment is not among"),
        ({"courses": [COURSE | {"code": "in_arrears"}]}, "alarms and courses: in_arrears twice"),
        ({"courses": [COURSE | {"kind": "weather"}]}, "alarms, events and courses: weather is not among"),
        ({"courses": [COURSE | {"percent": "0"}]}, "greater than 0"),
        ({"courses": [COURSE | {"percent": "101"}]}, "less than or equal to 100"),
        ({"courses": [COURSE | {"least": "0"}]}, "greater than 0"),
        ({"courses": [COURSE | {"days": 400}]}, "less than or equal to 366"),
        ({"weights": dict.fromkeys(BODY["weights"], "0")}, "one of the weights is above 0"),
        ({"colour": "red"}, "Extra inputs are not permitted"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        section(**changes)


@pytest.mark.django_db
def test_versions_are_added_and_never_overwritten(cast: Cast) -> None:
    with as_system("pack") as actor:
        assert (apply(section(), actor).created, apply(section(window_days=30), actor).kept) == (1, 1)
        assert policy().window_days == 90
        assert PolicyVersion.objects.count() == 1


@pytest.mark.django_db
def test_the_banks_own_file(cast: Cast) -> None:
    with as_system("pack") as actor:
        apply_pack(actor=actor, code="bank")
        found = policy()
    assert [family.code for family in found.families] == ["deposit", "lending", "payments", "cards", "wealth"]
    assert {line.code: line.family for line in found.lines}["card"] == "cards"
    assert found.interval("bad") == 30
    assert [(rule.code, rule.figure) for rule in found.courses] == [
        ("turnover_fell", "amount"),
        ("accounts_silent", "quantity"),
    ]
