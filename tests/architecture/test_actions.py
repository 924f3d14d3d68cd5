"""Every action: called by keywords, with an actor, behind a permission, journaled by its name, refused in a test."""

import ast
import inspect
import re
from functools import cache
from typing import Any

import pytest
from django.utils.functional import Promise

from kejing.foundation.kernel.actions import labels
from kejing.foundation.kernel.permissions import catalogue
from tests.architecture.tree import app_of, load_actions, product_sources, source, sources_of_tests

OPEN: dict[str, str] = {
    # Saved views
    "ui.save_view": "a name for an address one can open anyway; sharing with everybody needs views.share",
    "ui.change_view": "one's own views alone",
    "ui.delete_view": "one's own views alone",
    # Checks
    "checks.reply_inspection": "whoever was inspected replies, whatever her role",
    "checks.answer_coaching": "whoever was coached reads it, whatever her role",
    "checks.answer_question": "whoever is asked answers, whatever her role",
    # Notices
    "notices.mark_read": "one's own inbox alone",
    "notices.mark_all_read": "one's own inbox alone",
    "notices.choose": "one's own choices alone",
}
"""Actions any signed-in person may call, each with the reason."""
REFUSALS = {"Refused", "Forbidden", "NotVisible", "Stale", "Repeated"}
NAME = re.compile(r"[a-z]+\.[a-z_]+")
ACTIONS = [pytest.param(name, run, id=name) for name, run in load_actions().items()]


@pytest.mark.parametrize(("name", "run"), ACTIONS)
def test_an_action_is_called_by_keywords_with_its_actor(name: str, run: Any) -> None:
    parameters = inspect.signature(run).parameters
    assert all(p.kind is p.KEYWORD_ONLY for p in parameters.values())
    assert "actor" in parameters
    assert inspect.signature(run).return_annotation is not inspect.Signature.empty


@pytest.mark.parametrize(("name", "run"), ACTIONS)
def test_an_action_is_named_after_its_module_and_function(name: str, run: Any) -> None:
    app = app_of(run.__module__)
    assert app is not None
    assert NAME.fullmatch(name)
    assert name == f"{app.label}.{run.__name__}"


@pytest.mark.parametrize(("name", "run"), ACTIONS)
def test_an_action_needs_a_permission_or_says_why_not(name: str, run: Any) -> None:
    assert (run.action_permission in catalogue()) != (name in OPEN)


@pytest.mark.parametrize(("name", "run"), ACTIONS)
def test_an_action_has_a_test_that_is_refused(name: str, run: Any) -> None:
    assert run.__name__ in refused_calls(), f"no test calls {run.__name__} inside pytest.raises of a refusal"


@pytest.mark.parametrize(("name", "run"), ACTIONS)
def test_an_action_is_named_for_the_readers_of_the_trail(name: str, run: Any) -> None:
    assert isinstance(labels()[name], Promise), f"@action({name!r}, label=_(…))"


def test_a_line_written_past_the_decorator_is_named_too() -> None:
    """Its name is an action's, or stands in a constant made by `name_lines`."""
    known = {*load_actions(), *_constants()}
    written = {found for source in product_sources() for found in _written(source.tree)}
    assert written <= known


def _written(tree: ast.AST) -> set[str]:
    """The names given to `write_line`. A route's (`match.view_name`) is shown as a page."""
    return {
        str(keyword.value.value) if isinstance(keyword.value, ast.Constant) else ast.unparse(keyword.value)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _name(call.func) == "write_line"
        for keyword in call.keywords
        if keyword.arg == "action"
    } - {"match.view_name", "name"}


def _constants() -> set[str]:
    return {
        target.id
        for found in product_sources()
        for node in ast.walk(found.tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        if _name(node.value.func) == "name_lines"
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def test_no_reason_outlives_its_action() -> None:
    assert not OPEN.keys() - load_actions().keys()


def test_the_search_for_refused_calls_sees_one_and_no_other() -> None:
    tree = ast.parse("with pytest.raises(Refused):\n    actions.bad(actor=a)\nactions.good(actor=a)")
    found = _refused_in(tree)
    assert "bad" in found
    assert "good" not in found


@cache
def refused_calls() -> frozenset[str]:
    """The functions that some test calls where it expects a refusal, itself or through a helper of its file."""
    return frozenset(name for found in sources_of_tests() for name in _refused_in(source(found.path).tree))


def _refused_in(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.With) and any(_expects_refusal(item.context_expr) for item in node.items):
            names |= _calls(node) - {_name(item.context_expr) for item in node.items}
        elif isinstance(node, ast.Call) and _expects_refusal(node):  # refused(cast, actions.bad, …)
            names |= {_name(argument) for argument in node.args}
    helpers = {
        f.name: _calls(f)
        for f in ast.walk(tree)
        if isinstance(f, ast.FunctionDef) and not f.name.startswith("test")
    }
    return names | {inner for name in names for inner in helpers.get(name, ())}


def _calls(tree: ast.AST) -> set[str]:
    return {_name(node) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def _expects_refusal(expression: ast.expr) -> bool:
    if not isinstance(expression, ast.Call):
        return False
    called = _name(expression)
    if "refus" in called or "denied" in called:
        return True
    named = {part.id for part in ast.walk(expression) if isinstance(part, ast.Name)}
    return called == "raises" and bool(named & REFUSALS)


def _name(node: ast.expr) -> str:
    """The last word of what is named or called."""
    function = node.func if isinstance(node, ast.Call) else node
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
