"""The product keeps our own static rules, and each rule sees its bad sample."""

import ast
import re

import pytest

from tests.architecture.static_rules import RULES, StaticRule
from tests.architecture.tree import PRODUCT, product_sources

SCRIPT = re.compile(r"\beval\(|new Function|document\.write|\.outerHTML\s*=|setTimeout\(\s*[\"'`]")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_product_keeps_the_rule(rule: StaticRule) -> None:
    found = [
        f"{source.name}:{line}"
        for source in product_sources()
        if not source.name.startswith(rule.allowed or ("-",))
        for line in rule.lines(source.tree)
    ]
    assert not found, f"{rule.why}: {found}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_rule_sees_its_bad_sample(rule: StaticRule) -> None:
    assert list(rule.lines(ast.parse(rule.bad)))


def test_our_scripts_make_no_code_of_text() -> None:
    ours = [path for path in PRODUCT.rglob("static/**/*.js") if "vendor" not in path.parts]
    assert ours
    assert not [path.name for path in ours if SCRIPT.search(path.read_text())]
    assert SCRIPT.search("eval(text)")
