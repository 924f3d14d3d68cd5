"""Rules of our own over Python code. Each has a bad sample (`test_static_rules.py`) that it must flag."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Check = Callable[[ast.AST], bool]
FOREIGN_KEYS = {"filter", "exclude", "annotate", "alias", "order_by", "get", "create", "update", "values"}
CLOCKS = {
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("timezone", "localtime"),
    ("date", "today"),
    ("datetime", "now"),
}
NETWORK = {
    "requests",
    "httpx",
    "aiohttp",
    "smtplib",
    "ftplib",
    "telnetlib",
    "urllib3",
    "urllib.request",
    "http.client",
}
TEST_ONLY = ("django.test", "pytest", "tests")


@dataclass(frozen=True, slots=True)
class StaticRule:
    """What is flagged, why, a sample that must be, and the folders where it is right."""

    name: str
    why: str
    check: Check
    bad: str
    allowed: tuple[str, ...] = ()

    def lines(self, tree: ast.AST) -> Iterator[int]:
        for node in ast.walk(tree):
            if self.check(node):
                yield getattr(node, "lineno", 0)


def _method(node: ast.AST) -> str:
    return node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.id if isinstance(node.func, ast.Name) else _method(node)


def _from_request(node: ast.AST) -> bool:
    return any(
        isinstance(part, ast.Attribute) and part.attr in {"GET", "POST", "COOKIES", "headers"}
        for part in ast.walk(node)
    )


def _keys_from_a_request(node: ast.AST) -> bool:
    if _method(node) not in FOREIGN_KEYS or not isinstance(node, ast.Call):
        return False
    spread = [word.value for word in node.keywords if word.arg is None]
    return any(_from_request(value) for value in spread)


def _names_from_data(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and _method(node) in {"annotate", "alias"}
        and any(word.arg is None for word in node.keywords)
    )


def _order_from_a_request(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and _method(node) == "order_by"
        and any(_from_request(a) for a in node.args)
    )


def _raw_sql(node: ast.AST) -> bool:
    if _method(node) == "extra" and isinstance(node, ast.Call) and not node.args:
        return True
    return (
        _method(node) == "raw" and isinstance(node, ast.Call) and not isinstance(node.args[0], ast.Constant)
    )


def _built_sql(node: ast.AST) -> bool:
    """An f-string or a sum of strings with a value of the request in it."""
    return (
        isinstance(node, ast.Call)
        and _method(node) == "execute"
        and bool(node.args)
        and _from_request(node.args[0])
    )


def _trusts_html(node: ast.AST) -> bool:
    if _called(node) in {"mark_safe", "SafeString", "SafeText"}:
        return True
    return (
        _called(node) == "format_html"
        and isinstance(node, ast.Call)
        and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    )


def _imports(node: ast.AST, names: tuple[str, ...]) -> bool:
    found = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    found += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    return any(f"{name}.".startswith(f"{wanted}.") for name in found for wanted in names)


def _reads_a_clock(node: ast.AST) -> bool:
    function = node.func if isinstance(node, ast.Call) else None
    if not isinstance(function, ast.Attribute) or not isinstance(function.value, ast.Name):
        return False
    return (function.value.id, function.attr) in CLOCKS and not node.args  # type: ignore[attr-defined]  # a Call


def _overrides_save(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.ClassDef)
        and any(isinstance(part, ast.FunctionDef) and part.name in {"save", "delete"} for part in node.body)
        and any("Model" in ast.unparse(base) for base in node.bases)
    )


def _signals(node: ast.AST) -> bool:
    return _imports(node, ("django.db.models.signals", "django.dispatch"))


def _owner_connection(node: ast.AST) -> bool:
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return node.slice.value == "owner" and "connections" in ast.unparse(node.value)
    return (
        _method(node) in {"using", "atomic"}
        and isinstance(node, ast.Call)
        and any(
            isinstance(value, ast.Constant) and value.value == "owner"
            for value in [*node.args, *(w.value for w in node.keywords)]
        )
    )


RULES = [
    StaticRule("keys-from-request", "field names of a reader reach a query", _keys_from_a_request, "rows.filter(**request.GET)"),
    StaticRule("names-from-data", "a column alias made of data was an injection in Django itself", _names_from_data, "rows.annotate(**columns)"),
    StaticRule("order-from-request", "an order of a reader's own choosing", _order_from_a_request, "rows.order_by(request.GET.get('sort'))"),
    StaticRule("raw-sql", "SQL put together", _raw_sql, "Visit.objects.raw(f'select {x}')"),
    StaticRule("sql-of-request", "a value of the request inside SQL", _built_sql, "cursor.execute(f'select {request.GET}')"),
    StaticRule("trusted-html", "HTML made in Python", _trusts_html, "mark_safe(name)", ("kejing/foundation/ui/",)),
    StaticRule("tests-in-product", "test machinery in the product", lambda n: _imports(n, TEST_ONLY), "from django.test import Client"),
    StaticRule("force-login", "a way in without a password", lambda n: _called(n) == "force_login", "client.force_login(user)"),
    StaticRule("csrf-exempt", "a form anybody can forge", lambda n: isinstance(n, ast.Name) and n.id == "csrf_exempt", "view = csrf_exempt(view)"),
    StaticRule("get-model", "a model fetched past the import contracts", lambda n: _called(n) == "get_model", "apps.get_model('a', 'B')"),
    StaticRule("signals", "business flow in signals; publish an event", _signals, "from django.db.models.signals import post_save"),
    StaticRule("save-override", "business flow in save()", _overrides_save, "class V(models.Model):\n    def save(self): ..."),
    StaticRule("second-clock", "use kernel.clock: a demo's day is not today", _reads_a_clock, "timezone.now()", ("kejing/foundation/kernel/clock.py", "kejing/app/cli/", "kejing/app/server/")),
    StaticRule("network", "no call to the outside", lambda n: _imports(n, tuple(NETWORK)), "import requests", ("kejing/app/server/", "kejing/engines/notices/webhook.py")),
    StaticRule("thread-local", "state between requests", lambda n: _imports(n, ("threading",)), "import threading", ("kejing/app/cli/", "kejing/app/server/", "kejing/engines/metrics/run/")),
    StaticRule("owner-connection", "the owner role is for migrations, backups and the demo's clock", _owner_connection, "connections['owner'].cursor()", ("kejing/app/cli/", "kejing/app/demo/", "kejing/app/server/")),
]  # fmt: skip
