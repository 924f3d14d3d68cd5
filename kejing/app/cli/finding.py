"""From an address to its code: view, template, action or query, tests — all by the one name they share."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

ROOT = Path(__file__).resolve().parents[3]


class Nowhere(Exception):
    """No view answers the address."""


def places(url: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, file:line) for all that belongs to the screen at `url`. Raises Nowhere."""
    path = "/" + urlsplit(url).path.lstrip("/")
    try:
        match = resolve(path)
    except Resolver404:
        raise Nowhere(f"No view answers {path}.") from None
    view = inspect.unwrap(match.func)
    view = getattr(view, "view_class", view)
    name = match.url_name or view.__name__
    yield "route", f"{match.route}  ({match.view_name})"
    yield "view", _place(view)
    source = inspect.getsource(view)
    for template in re.findall(r"[\"']([\w/]+\.html)[\"']", source):
        yield from (("template", _short(file)) for file in ROOT.glob(f"kejing/**/templates/{template}"))
    module = inspect.getmodule(view)
    if module:
        yield from _called(module, source)
        yield from _tests(Path(inspect.getfile(module)).parent, name)


def _called(module: ModuleType, source: str) -> Iterator[tuple[str, str]]:
    for layer in ("actions", "queries", "forms", "rules"):
        part = getattr(module, layer, None)
        names = re.findall(rf"\b{layer}\.(\w+)", source)
        for name in dict.fromkeys(names):
            if found := getattr(part, name, None):
                yield (
                    layer.removesuffix("s") if layer != "queries" else "query",
                    _place(inspect.unwrap(found)),
                )


def _tests(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    camel = "".join(word.title() for word in name.split("_"))
    wanted = re.compile(rf"class Test{camel}\b|def test_\w*{name}\w*|{name}\b")
    for base in (folder, folder.parent):
        files = sorted(base.glob("tests/test_*.py"))
        for file in files:
            for number, line in enumerate(file.read_text().splitlines(), 1):
                if wanted.search(line):
                    yield "test", f"{_short(file)}:{number}"
                    break
        if files:
            return


def _place(thing: object) -> str:
    file = inspect.getsourcefile(thing)  # type: ignore[arg-type]  # views and actions are functions or classes
    _, line = inspect.getsourcelines(thing)  # type: ignore[arg-type]  # as above
    return f"{_short(Path(file or '?'))}:{line}"


def _short(file: Path) -> str:
    return str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else str(file)
