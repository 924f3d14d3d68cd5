"""Rules are read strictly and compiled without a value in the text."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kejing.domain.segments.rules.conditions import (
    BadRule,
    Condition,
    Field,
    Group,
    compile_rule,
    conditions,
    read_rule,
    written,
)

FIELDS = {
    "lent": Field("lent", "number"),
    "kind": Field("kind", "choice", frozenset({"person", "organisation"})),
    "risk": Field("risk", "choice", frozenset({"", "bad"}), allowed=False),
    "since": Field("since", "date"),
    "unit": Field("unit", "unit"),
    "holds": Field("holds", "line", frozenset({"loan"})),
    "profile.city": Field("profile.city", "text"),
}


def one(field: str, comparison: str, value: Any) -> dict[str, Any]:
    return {"all": [{"field": field, "is": comparison, "value": value}]}


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (one("lent", ">=", 5), Decimal(5)),
        (one("lent", "<", "0.25"), Decimal("0.25")),
        (one("kind", "is", "person"), "person"),
        (one("since", "from", "1998-01-31"), date(1998, 1, 31)),
        (one("since", "before", date(1998, 1, 31)), date(1998, 1, 31)),
        (one("unit", "within", "A"), "A"),
        (one("holds", "has_not", "loan"), "loan"),
    ],
)
def test_a_condition_is_read_and_written_as_it_was(data: dict[str, Any], value: object) -> None:
    rule = read_rule(data, FIELDS)
    assert [condition.value for condition in conditions(rule)] == [value]
    assert read_rule(written(rule), FIELDS) == rule


@pytest.mark.parametrize(
    ("data", "code", "params"),
    [
        (one("shoe_size", ">", 1), "unknown_field", {"name": "shoe_size"}),
        (one("risk", "is", "bad"), "field_not_yours", {"name": "risk"}),
        (one("lent", "is", 1), "bad_comparison", {"name": "lent", "comparison": "is"}),
        (one("lent", ">", "much"), "bad_value", {"name": "lent", "value": "much"}),
        (one("lent", ">", "NaN"), "bad_value", {"name": "lent", "value": "NaN"}),
        (one("lent", ">", 10**15), "bad_value", {"name": "lent", "value": "1000000000000000"}),
        (one("lent", ">", True), "bad_value", {"name": "lent", "value": "True"}),
        (one("kind", "is", "cat"), "bad_value", {"name": "kind", "value": "cat"}),
        (one("since", "from", "31.1.1998"), "bad_value", {"name": "since", "value": "31.1.1998"}),
        (one("profile.city", "is", ""), "bad_value", {"name": "profile.city", "value": ""}),
        ({"all": [{"field": "lent", "is": ">"}]}, "bad_shape", {}),
        ({"all": [{"field": "lent", "is": ">", "value": 1, "or": 2}]}, "bad_shape", {}),
        ({"some": []}, "bad_shape", {}),
        ({"any": []}, "bad_shape", {}),
        ("lent > 1", "bad_shape", {}),
        ({"all": [one("lent", ">", 1)["all"][0]] * 21}, "too_big", {"most": 20, "depth": 4}),
        ({"all": [{"all": [{"all": [{"all": [one("lent", ">", 1)]}]}]}]}, "too_big", {"most": 20, "depth": 4}),
    ],
)  # fmt: skip
def test_what_is_amiss_is_refused_by_name(data: Any, code: str, params: dict[str, object]) -> None:
    with pytest.raises(BadRule) as caught:
        read_rule(data, FIELDS)
    assert (caught.value.code, caught.value.params) == (code, params)


def test_no_value_stands_in_the_sql() -> None:
    rule = Group(
        True,
        (
            Condition("profile.city", "is", "'; drop table x --"),
            Group(False, (Condition("lent", ">", Decimal(5)), Condition("unit", "within", "A"))),
        ),
    )
    columns = {"profile.city": "v.c0", "lent": "v.c1", "unit": "v.c2"}
    compiled = compile_rule(rule, columns, {"A": [3, 4]}, "r1_")
    assert compiled.sql == (
        "(coalesce(v.c0 = %(r1_0)s, false) and (coalesce(v.c1 > %(r1_1)s, false)"
        " or coalesce(v.c2 = any (%(r1_2)s), false)))"
    )
    assert compiled.params == {"r1_0": "'; drop table x --", "r1_1": Decimal(5), "r1_2": [3, 4]}
