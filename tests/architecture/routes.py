"""Every route of the product: its address, view, template, the action or query behind it, its tests."""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.tree import ROOT, app_of, folder_of, source

ONLY_IN_TESTS = re.compile(r"^ui:kit")
HTTP = ("GET", "POST", "PUT", "PATCH", "DELETE")
WORKERS = {"actions", "queries", "saved_views", "reading", "slots", "trail", "rules"}
"""Modules whose functions a view calls; an attribute of one of these names is the call."""


@dataclass(frozen=True, slots=True)
class Route:
    """One address. `name` carries its namespace; `callback` is what Django calls, `view` the function of ours in it."""

    name: str
    pattern: str
    callback: Callable[..., Any]
    view: Callable[..., Any]
    methods: frozenset[str]
    guarded: bool = False
    """Whether the API asks for a token or a session itself."""

    @property
    def word(self) -> str:
        return self.name.rpartition(":")[2]

    @property
    def module(self) -> str:
        app = app_of(self.view.__module__)
        return app.label if app else ""

    @property
    def api(self) -> bool:
        return self.name.startswith("api:")

    @property
    def public(self) -> bool:
        return getattr(self.callback, "login_required", True) is False and not self.guarded

    @property
    def templates(self) -> list[str]:
        return _templates(self.view)

    @property
    def template(self) -> str:
        """The page's own template: the one of the view's name, or the first it renders."""
        found = self.templates
        own = f"{self.module}/{self.view.__name__}.html"
        return own if own in found else (found[0] if found else "")

    @property
    def calls(self) -> list[str]:
        return _calls(self.view)

    @property
    def tests(self) -> list[str]:
        return screen_tests(self.module).get(self.view.__name__, [])


@cache
def routes() -> tuple[Route, ...]:
    found = {
        route.name: route for route in _walk(get_resolver(), "/", "") if not ONLY_IN_TESTS.match(route.name)
    }
    return tuple(sorted(found.values(), key=lambda route: (route.module, route.pattern)))


def pages() -> list[Route]:
    return [route for route in routes() if route.templates and not route.api]


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Route]:
    for part in resolver.url_patterns:
        path = prefix + str(part.pattern).lstrip("^").rstrip("$")
        if isinstance(part, URLResolver):
            inner = f"{namespace}{part.namespace}:" if part.namespace else namespace
            yield from _walk(part, path, inner)
        elif isinstance(part, URLPattern):
            yield _route(part, path, namespace)


def _route(part: URLPattern, path: str, namespace: str) -> Route:
    callback = part.callback
    operation = next((o for o in _operations(callback) if o.view_func.__name__ == part.name), None)
    view = inspect.unwrap(operation.view_func if operation else callback)
    methods = frozenset(operation.methods) if operation else methods_of(callback)
    name = f"{namespace}{part.name or view.__name__}"
    return Route(name, path, callback, view, methods, guarded=bool(operation and operation.auth_callbacks))


def _operations(callback: Any) -> list[Any]:
    """The API's operations behind an address: ninja keeps them in its wrapper's closure."""
    cells = [cell.cell_contents for cell in getattr(callback, "__closure__", None) or ()]
    return next((cell.operations for cell in cells if hasattr(cell, "operations")), [])


def methods_of(view: Any) -> frozenset[str]:
    """The methods a view lets through: `require_http_methods` keeps its list in a closure."""
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            content = cell.cell_contents
            if isinstance(content, list | tuple) and content and set(content) <= {*HTTP, "HEAD", "OPTIONS"}:
                return frozenset(content) & frozenset(HTTP)
        view = getattr(view, "__wrapped__", None)
    return frozenset(HTTP)


@cache
def _function(view: Callable[..., Any]) -> ast.AST:
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(view))))
    except (OSError, TypeError):  # made by a library
        return ast.Module([], [])


def _templates(view: Callable[..., Any]) -> list[str]:
    return [
        part.value
        for node in ast.walk(_function(view))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "render"
        for part in node.args
        if isinstance(part, ast.Constant) and str(part.value).endswith(".html")
    ]


def _calls(view: Callable[..., Any]) -> list[str]:
    """`actions.x` and `queries.y` that the view calls, in their order."""
    found = [
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(_function(view))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in WORKERS
    ]
    found += [
        node.func.id
        for node in ast.walk(_function(view))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and _comes_from_a_door(view, node.func.id)
    ]
    return list(dict.fromkeys(found))


def _comes_from_a_door(view: Callable[..., Any], name: str) -> bool:
    function = inspect.unwrap(view).__globals__.get(name)
    return getattr(function, "__module__", "").split(".")[-2:-1] in (["queries"], ["actions"]) or getattr(
        function, "__module__", ""
    ).endswith((".queries", ".actions", ".public", ".reading"))


@cache
def screen_tests(label: str) -> dict[str, list[str]]:
    """View name → tests of a module that are named after it or ask for its address, as `path::name`."""
    if not label:
        return {}
    found: dict[str, list[str]] = {}
    for path in [
        *sorted(folder_of(label).glob("tests/test_*.py")),
        *sorted((ROOT / "tests").rglob("test_*.py")),
    ]:
        text, tree = source(path).text, source(path).tree
        names = [
            n.name
            for n in tree.body
            if isinstance(n, ast.ClassDef | ast.FunctionDef) and n.name.lower().startswith("test")
        ]
        for view in _views(label):
            hits = [n for n in names if _is_named_after(n, view)]
            if not hits and "screens" in path.name and re.search(rf"[\"':]{view}[\"']", text):
                hits = [""]
            found.setdefault(view, []).extend(f"{path.relative_to(ROOT)}{'::' if n else ''}{n}" for n in hits)
    return found


def _is_named_after(name: str, view: str) -> bool:
    """`TestLogVisit`, `test_log_visit_…`, `test_a_stale_log_visit_…` for `log_visit`."""
    if name.startswith("Test"):
        return name.lower().startswith(f"test{view.replace('_', '')}")
    return name.startswith(f"test_{view}") or ("_" in view and f"_{view}" in name)


def _views(label: str) -> list[str]:
    return list(dict.fromkeys(r.view.__name__ for r in routes() if r.module == label and not r.api))
