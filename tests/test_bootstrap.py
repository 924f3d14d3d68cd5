"""`bootstrap.py`: pip's own wheel, from wherever pip is told to look, and no other wheel."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap

WHEEL = b"a wheel"


@pytest.fixture(autouse=True)
def no_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PIP_INDEX_URL", "PIP_FIND_LINKS", "PIP_CERT", "PIP_TRUSTED_HOST", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(bootstrap, "PIP_SHA256", hashlib.sha256(WHEEL).hexdigest())


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What the index answers, by address."""
    pages: dict[str, bytes] = {}
    monkeypatch.setattr(bootstrap, "_get", lambda url, _configuration: pages[url])
    return pages


class TestConfiguration:
    def test_the_public_index_where_nothing_is_said(self) -> None:
        assert bootstrap.Configuration().index == bootstrap.PUBLIC_INDEX

    def test_a_file_and_above_it_a_variable(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "pip.conf").write_text(
            "[global]\nindex-url = https://mirror.example/simple\ntimeout = 9\n"
        )
        assert bootstrap.Configuration().index == "https://mirror.example/simple"
        assert bootstrap.Configuration().value("timeout") == "9"
        monkeypatch.setenv("PIP_INDEX_URL", "https://other.example/simple")
        assert bootstrap.Configuration().index == "https://other.example/simple"


class TestDownload:
    def test_from_a_page_of_links(self, index: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple/")
        page = (
            f'<a href="../old.whl">old</a><a href="../../files/{bootstrap.PIP}#sha256=0">{bootstrap.PIP}</a>'
        )
        index["https://mirror.example/simple/pip/"] = page.encode()
        index[f"https://mirror.example/files/{bootstrap.PIP}"] = WHEEL
        assert bootstrap.download_pip(bootstrap.Configuration()) == WHEEL

    def test_from_a_json_answer(self, index: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
        files = [{"filename": bootstrap.PIP, "url": "https://files.example/pip.whl"}]
        index["https://mirror.example/simple/pip/"] = json.dumps({"files": files}).encode()
        index["https://files.example/pip.whl"] = WHEEL
        assert bootstrap.download_pip(bootstrap.Configuration()) == WHEEL

    def test_from_a_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / bootstrap.PIP).write_bytes(WHEEL)
        monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
        assert bootstrap.download_pip(bootstrap.Configuration()) == WHEEL

    def test_another_wheel_under_its_name_is_refused(
        self, index: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
        index["https://mirror.example/simple/pip/"] = f'<a href="{bootstrap.PIP}">x</a>'.encode()
        index[f"https://mirror.example/simple/pip/{bootstrap.PIP}"] = b"another wheel"
        with pytest.raises(SystemExit, match="another"):
            bootstrap.download_pip(bootstrap.Configuration())

    def test_an_index_without_it_says_so(
        self, index: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
        index["https://mirror.example/simple/pip/"] = b"<html></html>"
        with pytest.raises(SystemExit, match="does not have"):
            bootstrap.download_pip(bootstrap.Configuration())


def test_a_venv_made_by_hand_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    bootstrap.make_venv_by_hand()
    answer = subprocess.run(
        [bootstrap.PYTHON, "-c", "import sys; print(sys.prefix != sys.base_prefix, sys.prefix)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert answer.stdout.split() == ["True", str(tmp_path / ".venv")]


def test_the_makefile_says_what_each_target_is_for() -> None:
    answer = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=bootstrap.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    wanted = "help run test fast check bench requirements look where lock messages nightly"
    assert [line.split()[0] for line in answer.stdout.splitlines()] == wanted.split()
    assert sys.version_info >= bootstrap.OLDEST
