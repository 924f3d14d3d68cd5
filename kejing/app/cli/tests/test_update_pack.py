"""An update brings a newer pack; one that cannot be applied keeps nobody from working."""

from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from kejing.app.cli.installing import _update_pack
from kejing.engines.packs.public import apply_pack, installed_packs
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.models import JournalLine

pytestmark = pytest.mark.django_db
VERSION = "version: "


@pytest.fixture
def pack(tmp_path: Path, settings: Any) -> Path:
    """The bank pack in version 1, applied, in a folder of the test's own."""
    copytree(settings.PACKS_DIR / "bank", tmp_path / "bank")
    settings.PACKS_DIR = tmp_path
    number(tmp_path / "bank", 1)
    with as_system("init") as system:
        apply_pack(actor=system, code="bank")
    return tmp_path / "bank"


def number(pack: Path, version: int) -> None:
    file = pack / "pack.yaml"
    head, _, rest = file.read_text().partition(VERSION)
    file.write_text(f"{head}{VERSION}{version}\n{rest.partition(chr(10))[2]}")


def applied() -> list[str]:
    with as_system("look"):
        lines = JournalLine.objects.filter(action="packs.apply_pack").order_by("id")
        return [line.actor for line in lines]


def test_a_newer_version_is_applied_journaled_and_said(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    role = "\n  - code: trainee\n    label: {zh: 见习, en: Trainee}\n    scope: none\n"
    roles = pack / "roles.yaml"
    roles.write_text(roles.read_text() + role)
    number(pack, 2)
    _update_pack("bank")
    assert "Applied version 2 of the pack “bank”: 1 new" in capsys.readouterr().out
    assert applied() == ["system: init", "system: upgrade"]
    assert installed_packs()[0].version == 2


def test_the_same_version_is_not_touched(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _update_pack("bank")
    assert capsys.readouterr().out == ""
    assert applied() == ["system: init"]


def test_a_pack_that_does_not_follow_stays_and_is_said(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pack / "roles.yaml").write_text((pack / "roles.yaml").read_text() + "\n# changed\n")
    _update_pack("bank")
    assert "stays as it is" in capsys.readouterr().out
    assert installed_packs()[0].version == 1
