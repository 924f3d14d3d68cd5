"""What `kejing doctor` looks at. Each check returns a finding; none changes anything."""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections

from kejing.app.server import home as homes
from kejing.app.server import roles, stamp
from kejing.app.server.home import Home, HomeError
from kejing.app.server.upgrade import pending_migrations
from kejing.app.web.health import LATE_SECONDS, LEAST_FREE, job_lag
from kejing.engines.packs.public import PackRefused, installed_packs, is_waiting
from kejing.foundation.kernel.context import as_system

_OLDEST = 150_000
_BACKUP_DAYS = 7


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    well: bool
    detail: str


def findings(home: Home) -> Iterator[Finding]:
    yield Finding("data folder", well=True, detail=f"{home.path} ({home.mark.kind}, pack {home.mark.pack})")
    checks: list[Callable[[Home], Finding]] = [
        _secrets, _disk, _stamp, _version, _roles, _extensions, _chinese_search, _migrations, _walls, _jobs, _worker,
        _static, _backup, _pack,
    ]  # fmt: skip
    for check in checks:
        try:
            yield check(home)
        except (DatabaseError, OSError, HomeError) as error:
            yield Finding(check.__name__.strip("_").replace("_", " "), well=False, detail=str(error).strip())


def _secrets(home: Home) -> Finding:
    mode = (home.path / "secrets.toml").stat().st_mode & 0o777
    return Finding("secrets", well=mode == 0o600, detail=f"mode {mode:o}, wanted 600")


def _disk(home: Home) -> Finding:
    free = shutil.disk_usage(home.path).free
    return Finding("disk", well=free > LEAST_FREE, detail=f"{free / 1e9:.1f} GB free")


def _stamp(home: Home) -> Finding:
    found = stamp.refuse_other(homes.owner_url(), home.mark.kind)
    return Finding("database's own mark", well=found is not None, detail=str(found or "incomplete"))


def _version(_home: Home) -> Finding:
    number, name = _row(
        "select current_setting('server_version_num')::int, current_setting('server_version')"
    )
    return Finding("PostgreSQL", well=int(str(number)) >= _OLDEST, detail=str(name))


def _roles(_home: Home) -> Finding:
    (free,) = _row(
        "select not (rolsuper or rolbypassrls or rolcreaterole) and not exists"
        " (select 1 from pg_class where relowner = r.oid) from pg_roles r where rolname = current_user",
        alias="default",
    )
    detail = "owns nothing and passes no wall" if free else "may pass row-level security"
    return Finding("application role", well=bool(free), detail=detail)


def _extensions(_home: Home) -> Finding:
    (have,) = _row("select array_agg(extname::text) from pg_extension")
    missing = set(roles.EXTENSIONS) - set(have if isinstance(have, list) else [])
    return Finding("extensions", well=not missing, detail=", ".join(sorted(missing)) or "all there")


def _chinese_search(_home: Home) -> Finding:
    (likeness,) = _row("select similarity('上海浦东支行', '上海浦东分行')")
    return Finding(
        "search in Chinese", well=float(str(likeness)) > 0, detail="needs the C.UTF-8 locale or ICU"
    )


def _migrations(_home: Home) -> Finding:
    pending = pending_migrations()
    return Finding("migrations", well=not pending, detail=f"{pending} pending" if pending else "all applied")


def _walls(_home: Home) -> Finding:
    (walls,) = _row(
        "select count(*) from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace"
    )
    return Finding("row-level security", well=bool(walls), detail=f"on {walls} tables")


def _jobs(_home: Home) -> Finding:
    lag = job_lag("owner")
    return Finding("waiting jobs", well=lag < LATE_SECONDS, detail=f"the oldest waits for {lag:.0f} s")


def _worker(_home: Home) -> Finding:
    (age,) = _row("select extract(epoch from now() - max(last_heartbeat)) from procrastinate_workers")
    well = age is not None and float(str(age)) < 60
    return Finding(
        "worker", well=well, detail="alive" if well else "none is running: kejing serve, or kejing worker"
    )


def _static(_home: Home) -> Finding:
    there = Path(settings.STATIC_ROOT).exists() or settings.WHITENOISE_USE_FINDERS
    return Finding("static files", well=there, detail="collected" if there else "missing: kejing upgrade")


def _backup(home: Home) -> Finding:
    if home.is_demo:
        return Finding("backup", well=True, detail="a demo needs none")
    newest = max((file.stat().st_mtime for file in home.backups.glob("*.tar")), default=0.0)
    days = (time.time() - newest) / 86400
    well = days < _BACKUP_DAYS
    detail = f"the newest here is {days:.0f} days old" if newest else "none in the data folder's backups/"
    return Finding("backup", well=well, detail=detail)


def _pack(home: Home) -> Finding:
    with as_system("doctor"):
        try:
            waits = is_waiting(home.mark.pack)
        except PackRefused as refused:
            return Finding("pack", well=False, detail=refused.text)
        found = {card.code: card.version for card in installed_packs()}
    version = found.get(home.mark.pack, 0)
    detail = "a newer version waits: kejing upgrade" if waits else f"{home.mark.pack} version {version}"
    return Finding("pack", well=not waits, detail=detail)


def _row(sql: str, alias: str = "owner") -> tuple[object, ...]:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    assert row is not None
    return tuple(row)
