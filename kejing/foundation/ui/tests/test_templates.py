"""What no template may hold, and that what they name exists. Runs over every module."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.messages import ROOT

TEMPLATES = sorted((ROOT / "kejing").rglob("templates/**/*.html"))
SPRITE = (ROOT / "kejing/foundation/ui/static/ui/icons.svg").read_text()
NAMES = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE))
PYTHON = [path for path in sorted((ROOT / "kejing").rglob("*.py")) if "tests" not in path.parts]


def sources() -> list[tuple[Path, str]]:
    return [(path, path.read_text(encoding="utf-8")) for path in TEMPLATES]


def test_no_style_attribute_no_inline_script_no_handler() -> None:
    banned = re.compile(
        r"""\sstyle\s*=|<style|<script(?![^>]*\ssrc=)|\son\w+\s*=\s*["']|hx-on|hx-vals=["']js:|javascript:"""
    )
    found = [f"{path}: {match[0]}" for path, source in sources() for match in banned.finditer(source)]
    assert found == []


def test_every_icon_is_in_the_sprite() -> None:
    named = re.compile(r'{%\s*icon\s+"([\w-]+)"')
    in_code = re.compile(r'\bicon(?:=|\()"([\w-]+)"')
    used = {(path, name) for path, source in sources() for name in named.findall(source)}
    used |= {(path, name) for path in PYTHON for name in in_code.findall(path.read_text(encoding="utf-8"))}
    assert {(str(path), name) for path, name in used if name not in NAMES} == set()


def test_every_static_file_exists() -> None:
    named = re.compile(r"""{%\s*static\s+["']([^"']+)["']""")
    missing = {
        name for _path, source in sources() for name in named.findall(source) if not finders.find(name)
    }
    assert missing == set()


def test_no_colour_outside_the_tokens() -> None:
    css = (ROOT / "kejing/foundation/ui/static/ui/kejing.css").read_text(encoding="utf-8")
    body = css[css.index("/* ---------- base") :]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsl", body) == []


def test_our_stylesheet_has_a_line_for_every_state() -> None:
    assert {f"s-{state}" for state in ("none", "run", "due", "back", "late", "ok", "na")} <= NAMES


def test_vendored_files_are_as_the_manifest_says() -> None:
    path = ROOT / "tools" / "vendor" / "vendor.py"
    spec = importlib.util.spec_from_file_location("kejing_vendor", path)
    assert spec is not None
    assert spec.loader is not None
    vendor = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = vendor
    spec.loader.exec_module(vendor)
    assert vendor.differences() == []


@pytest.mark.parametrize("name", ["htmx", "tabler", "tabler-icons", "echarts"])
def test_vendored_files_carry_their_licence_and_no_source_map(name: str) -> None:
    (folder,) = (ROOT / "kejing/foundation/ui/static/ui/vendor" / name).iterdir()
    assert (folder / "LICENSE").stat().st_size > 500
    for path in [*folder.glob("*.js"), *folder.glob("*.css")]:
        assert "sourceMappingURL" not in path.read_text(encoding="utf-8")
