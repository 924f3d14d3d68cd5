"""docs/screens.md and docs/actions.md, made from the code; and what `make where` answers.

python -m tests.architecture.generated --write          bring both files up to date
python -m tests.architecture.generated --where /visits/17/   view, template, action, tests of an address
"""

import argparse
import inspect
import os
import sys
from pathlib import Path
from typing import Any

import tests.environment  # noqa: F401  # the environment Django reads
from tests.architecture.tree import ROOT

HEAD = "<!-- Made by `python -m tests.architecture.generated --write`; a stale file fails the suite. -->\n"
TABLES = {"screens": ROOT / "docs" / "screens.md", "actions": ROOT / "docs" / "actions.md"}


def documents() -> dict[Path, str]:
    return {TABLES["screens"]: screens(), TABLES["actions"]: actions()}


def screens() -> str:
    """Module · screen · address · view · template · what it calls · tests."""
    from tests.architecture.routes import routes

    rows = [
        [
            r.module or "–",
            r.word,
            f"`{r.pattern}`",
            _methods(r),
            _place(r.view),
            _code(r.template),
            _codes(r.calls),
            _folders(r.tests),
        ]
        for r in routes()
        if not r.api
    ]
    head = ["module", "screen", "address", "methods", "view", "template", "calls", "tests"]
    return f"# Screens\n\n{HEAD}\n{_table(head, rows)}"


def actions() -> str:
    """Module · action · permission · subject of the change · what stays out of the journal."""
    from kejing.foundation.kernel.permissions import catalogue
    from tests.architecture.tree import app_of, load_actions

    rows = []
    for name, run in load_actions().items():
        app = app_of(run.__module__)
        permission = (
            f"`{run.action_permission}`" if run.action_permission in catalogue() else "any signed-in person"
        )
        rows.append([app.label if app else "–", f"`{name}`", permission, _summary(run), _place(run)])
    return f"# Actions\n\n{HEAD}\n{_table(['module', 'action', 'permission', 'what it does', 'where'], rows)}"


def where(url: str) -> str:
    """The parts of the screen at an address. Raises Resolver404 for an address nobody answers."""
    from django.urls import resolve

    from tests.architecture.routes import routes

    match = resolve(url.partition("?")[0])
    route = next(r for r in routes() if r.callback is match.func)
    view = route.view
    file, line = Path(inspect.getsourcefile(view) or ""), inspect.getsourcelines(view)[1]
    lines = [
        ("route", f"{route.name}  {route.pattern}  {_methods(route)}"),
        ("view", f"{_relative(file)}:{line} {view.__name__}"),
        *(("template", str(path)) for path in _template_files(route.templates)),
        *(("calls", name) for name in route.calls),
        *(("test", name) for name in route.tests),
    ]
    return "\n".join(f"{label:9} {text}" for label, text in lines)


def _template_files(names: list[str]) -> list[str]:
    return [
        str(_relative(path)) for name in names for path in (ROOT / "kejing").glob(f"*/*/templates/{name}")
    ]


def _relative(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def _place(function: Any) -> str:
    inner = inspect.unwrap(function)
    return f"`{inner.__module__.removeprefix('kejing.')}.{inner.__name__}`"


def _summary(function: Any) -> str:
    return (inspect.getdoc(function) or "").partition("\n")[0].replace("|", "\\|")


def _methods(route: Any) -> str:
    return " ".join(sorted(route.methods)) if len(route.methods) < 5 else "any"  # all there are


def _code(text: str) -> str:
    return f"`{text}`" if text else "–"


def _codes(names: list[str]) -> str:
    return " ".join(f"`{name}`" for name in names) or "–"


def _folders(names: list[str]) -> str:
    """Tests by file and class, without the folder every module's tests are in."""
    return " ".join(f"`{name.partition('tests/')[2] or name}`" for name in names) or "–"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def main(argv: list[str]) -> int:
    import django

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--where", metavar="URL")
    options = parser.parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kejing.app.settings")
    django.setup()
    if options.where:
        print(where(options.where))
        return 0
    stale = [path for path, text in documents().items() if not path.exists() or path.read_text() != text]
    for path in stale if options.write else []:
        path.write_text(documents()[path], encoding="utf-8")
    print(
        "\n".join(f"{'written' if options.write else 'stale'}: {_relative(path)}" for path in stale)
        or "up to date"
    )
    return 0 if options.write else bool(stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
