"""Translations without the gettext programs: extract, check, compile. Message ids are English.

    python -m tests.messages extract [module]   brings the catalogues up to date (new ids get an empty text)
    python -m tests.messages check              fails for whatever is missing, unknown, contradictory or untagged
    python -m tests.messages compile            .po -> .mo for every kejing/**/locale (never committed)

Each module keeps its own catalogue, `<module>/locale/zh_Hans/LC_MESSAGES/django.po`; what no module owns is
in `kejing/locale`. A text of the foundation (`Save`, `Today`) serves every module above it.
"""

import argparse
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.template_text import Found, bare_texts, template_messages

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")
Key = tuple[str | None, str]
"""(context, message id): what a text is looked up by."""


@dataclass
class Module:
    """A folder with a catalogue of its own, and the messages its files use."""

    folder: Path
    used: dict[Key, Found] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        return self.folder / CATALOGUE

    @property
    def name(self) -> str:
        return str(self.path.relative_to(ROOT) if self.path.is_relative_to(ROOT) else self.path)

    def catalogue(self) -> Catalog:
        if not self.path.exists():
            return Catalog(locale="zh_Hans", charset="utf-8")
        with self.path.open("rb") as file:
            return read_po(file, locale="zh_Hans", charset="utf-8")


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("extract", "check", "compile"))
    parser.add_argument("module", nargs="?", default="", help="part of a module's path, for extract")
    options = parser.parse_args(argv)
    if options.what == "compile":
        print(f"{compile_all(ROOT / 'kejing')} catalogues compiled")
        return 0
    modules = survey(ROOT / "kejing")
    if options.what == "extract":
        for module in modules:
            if options.module in str(module.folder):
                extract(module, common_texts(modules, beside=module))
        return 0
    problems = check(modules) + untagged(ROOT / "kejing")
    for problem in problems:
        print(problem)
    texts = sum(len(module.used) for module in modules)
    print(f"{texts} messages in {len(modules)} modules, {len(problems)} problems")
    return 1 if problems else 0


# ---------- what is used ----------


def survey(package: Path) -> list[Module]:
    """Every module with the messages of its Python files and templates; tests are left out."""
    folders = sorted(path.parent for path in package.rglob("apps.py"))
    modules = {folder: Module(folder) for folder in [*folders, package]}
    for path in sources(package):
        owner = next(folder for folder in path.parents if folder in modules)
        for found in messages_of(path):
            modules[owner].used.setdefault((found.context, found.singular), found)
    return [module for module in modules.values() if module.used or module.path.exists()]


def sources(package: Path) -> Iterator[Path]:
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.html"), *package.rglob("*.txt")]):
        if "tests" in path.parts[len(package.parts) :] or "static" in path.parts:
            continue
        if path.suffix == ".py" or "templates" in path.parts:
            yield path


def messages_of(path: Path) -> Iterator[Found]:
    if path.suffix != ".py":
        yield from template_messages(path.read_text(encoding="utf-8"), path)
        return
    source = io.BytesIO(path.read_bytes())
    for line, function, texts, notes in extract_python(source, cast("Any", KEYWORDS), ["Translators:"], {}):
        if function and (
            found := _python_message(cast("str", function), texts, path, line, cast("Any", notes))
        ):
            yield found


def _python_message(function: str, texts: Any, path: Path, line: int, notes: list[str]) -> Found | None:
    parts = list(texts) if isinstance(texts, tuple | list) else [texts]
    context = parts.pop(0) if "pgettext" in function else None
    plural = parts[1] if function.startswith("n") and len(parts) > 1 else None
    # A call with a variable instead of a text is looked up at run time; another call names the text.
    if not parts or not isinstance(parts[0], str) or not parts[0]:
        return None
    return Found(parts[0], plural, context, path, line, tuple(notes))


# ---------- extract ----------


def extract(module: Module, elsewhere: dict[Key, str]) -> None:
    """Bring a module's catalogue up to date: new ids empty, unused ones gone, texts kept.

    `elsewhere`: what the modules below translate already.
    """
    known = {_key(message): message for message in module.catalogue() if message.id}
    fresh = Catalog(locale="zh_Hans", charset="utf-8", fuzzy=False, header_comment="")
    for key, found in sorted(module.used.items(), key=lambda item: (item[0][1], item[0][0] or "")):
        if key in elsewhere and key not in known:
            continue
        old = known.get(key)
        text = old.string if old else None
        identifier = (found.singular, found.plural) if found.plural else found.singular
        fresh.add(identifier, text or "", context=found.context, auto_comments=found.notes)
    module.path.parent.mkdir(parents=True, exist_ok=True)
    with module.path.open("wb") as file:
        write_po(file, fresh, width=110, omit_header=True)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    plural = '"Plural-Forms: nplurals=1; plural=0;\\n"\n"Language: zh_Hans\\n"\n\n'
    module.path.write_text(head + plural + module.path.read_text(encoding="utf-8"), encoding="utf-8")
    empty = [key[1] for key in module.used if key not in elsewhere and not _translated(known.get(key))]
    print(f"{module.name}: {len(module.used)} messages, {len(empty)} without a text")


# ---------- check ----------


def check(modules: list[Module]) -> list[str]:
    """One line for each message that is missing, unknown, contradictory or has other placeholders."""
    problems: list[str] = []
    everywhere: dict[Key, dict[str, str]] = defaultdict(dict)
    used_anywhere = {key for module in modules for key in module.used}
    for module in modules:
        texts = _texts(module)
        common = common_texts(modules, beside=module)
        name = module.name
        needed = module.used.keys() if (module.folder / "apps.py").exists() else used_anywhere
        for key, found in module.used.items():
            if key not in texts and key not in common:
                problems.append(f"{found.place(ROOT)}: no Chinese for {key[1]!r}")
        problems += [f"{name}: unknown message {key[1]!r}" for key in texts if key not in needed]
        for key, text in texts.items():
            everywhere[key].setdefault(text, name)
            if set(PLACEHOLDER.findall(key[1])) != set(PLACEHOLDER.findall(text)):
                problems.append(f"{name}: other placeholders in {key[1]!r}")
    for key, ways in everywhere.items():
        if len(ways) > 1:
            problems.append(
                f"{key[1]!r} has two translations: {'; '.join(f'{t} ({f})' for t, f in ways.items())}"
            )
    return problems


def common_texts(modules: list[Module], *, beside: Module) -> dict[Key, str]:
    """The texts a module may use without a catalogue of its own: the shared ones and the foundation's."""
    foundation = ROOT / "kejing" / "foundation"
    lower = [
        m
        for m in modules
        if m is not beside and (foundation in m.folder.parents or m.folder == ROOT / "kejing")
    ]
    return {key: text for module in lower for key, text in _texts(module).items()}


def _texts(module: Module) -> dict[Key, str]:
    """The translated messages of a catalogue."""
    return {
        _key(message): _string(message)
        for message in module.catalogue()
        if message.id and _translated(message)
    }


def _key(message: Message) -> Key:
    return (message.context, message.id[0] if isinstance(message.id, tuple | list) else str(message.id))


def _string(message: Message) -> str:
    string = message.string
    return string[0] if isinstance(string, tuple | list) else str(string)


def _translated(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and bool(_string(message) if message.string else "")


def untagged(package: Path) -> list[str]:
    """One line for each text of a template that stands outside a translate tag."""
    problems = []
    for path in sources(package):
        if path.suffix != ".py":
            for line, text in bare_texts(path.read_text(encoding="utf-8")):
                problems.append(f"{path.relative_to(ROOT)}:{line}: text outside a translate tag: {text!r}")
    return problems


# ---------- compile ----------


def compile_all(package: Path) -> int:
    """Compile every catalogue that changed since; return how many there are."""
    catalogues = sorted(package.rglob("locale/*/LC_MESSAGES/django.po"))
    for path in catalogues:
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime:
            continue
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parents[1].name, charset="utf-8")
        with compiled.open("wb") as file:
            write_mo(file, catalogue)
    return len(catalogues)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
