import os
from pathlib import Path

import pytest

from kejing.app.server import home as homes
from kejing.app.server import secrets
from kejing.app.server.home import Busy, Home, HomeError, Kind, Mark

REAL = Mark(Kind.REAL, "bank")
DEMO = Mark(Kind.DEMO, "bank")


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment without an installation; whatever a test enters is forgotten after it."""
    for name in [name for name in os.environ if name.startswith(("KEJING_", "DATABASE_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.setattr(homes, "default_root", lambda: tmp_path / "root")


class TestMark:
    def test_it_is_kept(self, tmp_path: Path) -> None:
        made = homes.made(tmp_path / "home", Mark(Kind.REAL, "bank", "Asia/Urumqi"))
        assert homes.opened(tmp_path / "home") == made
        assert not made.is_demo

    @pytest.mark.parametrize(("first", "then"), [(REAL, DEMO), (DEMO, REAL)])
    def test_one_kind_never_becomes_the_other(self, tmp_path: Path, first: Mark, then: Mark) -> None:
        homes.made(tmp_path / "home", first)
        before = (tmp_path / "home" / homes.MARK).read_text()
        with pytest.raises(HomeError, match="never become"):
            homes.made(tmp_path / "home", then)
        assert (tmp_path / "home" / homes.MARK).read_text() == before

    def test_a_folder_of_somebody_elses_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "letter.txt").write_text("mine")
        with pytest.raises(HomeError, match="not empty"):
            homes.made(tmp_path, REAL)
        assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


class TestCurrent:
    def test_nothing_there(self) -> None:
        with pytest.raises(HomeError, match="make run"):
            homes.current()

    def test_the_only_one(self) -> None:
        demo = homes.made(homes.path_for(Kind.DEMO), DEMO)
        assert homes.current() == demo

    def test_of_two_one_must_be_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        homes.made(homes.path_for(Kind.DEMO), DEMO)
        real = homes.made(homes.path_for(Kind.REAL), REAL)
        with pytest.raises(HomeError, match="KEJING_HOME="):
            homes.current()
        monkeypatch.setitem(os.environ, "KEJING_HOME", str(real.path))
        assert homes.current() == real


class TestEnter:
    def test_the_environment_follows_from_the_folder(self, tmp_path: Path) -> None:
        home = homes.made(tmp_path / "home", REAL)
        home.enter()
        assert os.environ["KEJING_DEMO"] == ""
        assert os.environ["KEJING_SECRET_KEY"] == secrets.load_or_create(home.path).django_key
        assert os.environ["DATABASE_URL"].startswith("postgresql://kejing_app:")
        assert os.environ["DATABASE_OWNER_URL"].startswith("postgresql://kejing_owner:")
        assert home.postgres() is not None

    def test_being_a_demo_cannot_be_switched_on_from_outside(self, tmp_path: Path) -> None:
        os.environ["KEJING_DEMO"] = "1"
        homes.made(tmp_path / "home", REAL).enter()
        assert os.environ["KEJING_DEMO"] == ""

    def test_another_database_is_left_to_itself(self, tmp_path: Path) -> None:
        os.environ["DATABASE_URL"] = "postgresql://kejing_app@db/kejing"
        home = homes.made(tmp_path / "home", REAL)
        home.enter()
        assert home.postgres() is None
        assert "DATABASE_OWNER_URL" not in os.environ

    def test_only_one_may_hold_it(self, tmp_path: Path) -> None:
        home = homes.made(tmp_path / "home", REAL)
        with home.lock(), pytest.raises(Busy), home.lock():
            pytest.fail("both held it")
        with home.lock():
            pass


class TestSecrets:
    def test_they_are_made_once_and_closed(self, tmp_path: Path) -> None:
        first = secrets.load_or_create(tmp_path)
        assert secrets.load_or_create(tmp_path) == first
        assert (tmp_path / secrets.FILE).stat().st_mode & 0o777 == 0o600
        assert first.trail_key not in repr(first)
        assert len({first.django_key, first.trail_key, first.app_password, first.owner_password}) == 4


class TestAddress:
    def test_this_machine_alone_unless_told(self) -> None:
        assert homes.listening_host() == "127.0.0.1"
        assert homes.listening_port() == 8000

    @pytest.mark.parametrize("port", ["x", "0", "65536", "-1"])
    def test_a_port_that_is_none(self, port: str) -> None:
        os.environ["KEJING_PORT"] = port
        with pytest.raises(HomeError, match="KEJING_PORT"):
            homes.listening_port()

    @pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
    def test_names_of_this_machine(self, host: str) -> None:
        assert {"127.0.0.1", "localhost", "[::1]"} <= set(homes.allowed_hosts(host))

    def test_names_where_all_may_come(self) -> None:
        assert "*" not in homes.allowed_hosts("0.0.0.0")  # noqa: S104  # it is read, not listened on
        assert "crm.example" in homes.allowed_hosts("crm.example")


def test_a_home_is_marked_before_it_holds_anything(tmp_path: Path) -> None:
    home: Home = homes.made(tmp_path / "new", DEMO)
    assert [file.name for file in home.path.iterdir()] == [homes.MARK]
