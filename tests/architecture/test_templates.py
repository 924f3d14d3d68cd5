"""Templates: their own folder or the kit, a comment that says what they get, nothing inline."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import PRODUCT, templates

BORROWED = re.compile(r"""{%-?\s*(?:include|extends)\s+["']([^"']+)["']""")
COMMENT = re.compile(r"{#|{%\s*comment\b")
INLINE = {
    "a style attribute": re.compile(r"<[^>{]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without a source": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(?:ld\+)?json)", re.IGNORECASE
    ),
    "an event attribute": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "an address outside": re.compile(
        r"""\b(?:src|href|action|hx-\w+)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE
    ),
    "text marked safe": re.compile(r"\|\s*safe\b|\|\s*safeseq\b|{%-?\s*autoescape\s+off"),
}
BAD = {
    "a style attribute": '<td class="x" style="color: red">',
    "a style element": "<style>td {}</style>",
    "a script without a source": "<script>go()</script>",
    "an event attribute": '<button type="button" onclick="go()">',
    "a javascript: address": '<a href="javascript:go()">',
    "an address outside": '<img src="//cdn.example/x.png">',
    "text marked safe": "{{ name|safe }}",
}
ALL = [pytest.param(path, id=str(path.relative_to(PRODUCT))) for path in templates()]


@pytest.mark.parametrize("path", ALL)
def test_a_template_borrows_from_its_own_folder_or_the_kit(path: Path) -> None:
    own = _folder(path)
    for name in BORROWED.findall(path.read_text()):
        assert name.split("/")[0] in {own, "ui"}, f"{path.name} borrows {name}"
        piece = name.rsplit("/", 1)[-1]
        assert piece.startswith("_") or "extends" in _tag_of(path, name) or name.startswith("ui/widgets/"), (
            f"{name} is a piece: its name starts with _"
        )


@pytest.mark.parametrize("path", ALL)
def test_a_template_says_first_what_it_gets(path: Path) -> None:
    text = path.read_text()
    gets_nothing = "{{" not in text and "{% if" not in text and "{% for" not in text
    if gets_nothing or "widgets" in path.parts:  # a widget gets what Django gives every widget
        return
    assert COMMENT.search("\n".join(text.splitlines()[:4])), "open with {# Context: … #}"


@pytest.mark.parametrize("path", ALL)
def test_a_template_holds_nothing_inline(path: Path) -> None:
    assert not faults(path.read_text())


@pytest.mark.parametrize("what", sorted(INLINE))
def test_each_rule_sees_its_bad_sample(what: str) -> None:
    assert what in faults(BAD[what])


def faults(text: str) -> list[str]:
    return [what for what, pattern in INLINE.items() if pattern.search(text)]


def _folder(path: Path) -> str:
    return path.parts[path.parts.index("templates") + 1]


def _tag_of(path: Path, name: str) -> str:
    return next(line for line in path.read_text().splitlines() if name in line)
