"""The trail's seal: chained digests with a key that the database does not hold, and the check of it all.

The sealer runs after commit (sealing inline costs about four times); it takes what lies in the inbox
`kernel_unsealed`, never "id greater than last", since long transactions commit late.
"""

import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from kejing.foundation.kernel.clock import system_now

_LOCK = 0x6B65_6A69
BATCH = 5_000
_FIRST = b"kejing"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the trail: `kind` is a code, the rest says where."""

    kind: str
    table: str
    row_id: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    sealed: int
    faults: list[Fault]

    @property
    def whole(self) -> bool:
        return not self.faults


def seal_pending(limit: int = BATCH) -> int:
    """Seal up to `limit` entries and return how many. Call inside a system context."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not _one(cursor)[0]:
            return 0
        cursor.execute("select seq, chain from kernel_seal order by seq desc limit 1")
        last = cursor.fetchone()
        seq, chain = (last[0], bytes(last[1])) if last else (0, _FIRST)
        cursor.execute(
            "with taken as (delete from kernel_unsealed where id in"
            " (select id from kernel_unsealed order by id limit %s) returning id, source, entry_id)"
            " select t.source, t.entry_id, kj_digest(t.source, t.entry_id) from taken t order by t.id",
            [limit],
        )
        rows = []
        now = system_now()
        for source, entry_id, digest in cursor.fetchall():
            seq += 1
            chain = _link(chain, source, entry_id, bytes(digest))
            rows.append((seq, source, entry_id, bytes(digest), chain, now))
        _copy_seals(cursor, rows)
    if rows:
        # Not before the commit: an anchor ahead of the database would look like a tail cut off.
        transaction.on_commit(lambda: _anchor(seq, chain))
    return len(rows)


def seal_all() -> int:
    """Seal until the inbox is empty."""
    total = 0
    while n := seal_pending():
        total += n
    return total


def verify() -> Verdict:
    """Check seals, entries and current rows against one another. Call inside a system context."""
    faults = list(_broken_links())
    faults += _unsealed_entries()
    faults += _past_the_product()
    faults += _switched_off()
    faults += _rows_unlike_history()
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from kernel_seal")
        sealed = int(_one(cursor)[0])
    return Verdict(sealed=sealed, faults=faults)


def tracked_tables() -> list[str]:
    """Every table with a trail, or with a history from the time it had one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgrelid::regclass::text from pg_trigger where tgname = 'kj_trail'"
            " union select distinct table_name from kernel_rowchange where to_regclass(table_name) is not null"
            " order by 1"
        )
        return [row[0] for row in cursor.fetchall()]


def _link(chain: bytes, source: str, entry_id: int, digest: bytes) -> bytes:
    key = settings.TRAIL_KEY.encode()
    return hmac.digest(key, b"|".join([chain, source.encode(), str(entry_id).encode(), digest]), "sha256")


def _copy_seals(cursor: Any, rows: Sequence[tuple[Any, ...]]) -> None:
    cursor.executemany(
        "insert into kernel_seal (seq, source, entry_id, digest, chain, at) values (%s, %s, %s, %s, %s, %s)",
        rows,
    )


def _broken_links() -> Iterator[Fault]:
    """Walk the chain; stop at the first bad link, since all after it hang on it."""
    chain, seq, anchors = _FIRST, 0, _anchors()
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "select seq, source, entry_id, digest, chain, kj_digest(source, entry_id) from kernel_seal"
                " where seq > %s order by seq limit %s",
                [seq, BATCH],
            )
            rows = cursor.fetchall()
        if not rows:
            break
        for found, source, entry_id, digest, kept, actual in rows:
            fault = _link_fault(seq, chain, (found, source, entry_id, bytes(digest), bytes(kept), actual))
            seq, chain = found, bytes(kept)
            if not fault and anchors.get(seq, chain.hex()) != chain.hex():
                fault = Fault("anchor_differs", _table(source), entry_id, f"seal {seq}")
            if fault:
                yield fault
                return
    if anchors and max(anchors) > seq:
        yield Fault("tail_cut", "kernel_seal", seq, f"the anchor holds seal {max(anchors)}")


def _link_fault(
    seq: int, chain: bytes, row: tuple[int, str, int, bytes, bytes, bytes | None]
) -> Fault | None:
    found, source, entry_id, digest, kept, actual = row
    if found != seq + 1:
        return Fault("seal_missing", "kernel_seal", seq + 1)
    if actual is None:
        return Fault("entry_missing", _table(source), entry_id, f"seal {found}")
    if bytes(actual) != digest:
        return Fault("entry_altered", _table(source), entry_id, f"seal {found}")
    if _link(chain, source, entry_id, digest) != kept:
        return Fault("seal_altered", "kernel_seal", found)
    return None


def _table(source: str) -> str:
    return "kernel_journalline" if source == "j" else "kernel_rowchange"


def _faults(kind: str, sql: str) -> list[Fault]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [Fault(kind, table, row_id, detail or "") for table, row_id, detail in cursor.fetchall()]


def _unsealed_entries() -> list[Fault]:
    """Entries with neither a seal nor a place in the inbox: somebody emptied it, or put them in by hand."""
    sql = " union all ".join(
        f"select '{table}', e.id, null from {table} e"  # noqa: S608  # both names are constants
        f" where not exists (select 1 from kernel_seal s where s.source = '{source}' and s.entry_id = e.id)"
        f" and not exists (select 1 from kernel_unsealed u where u.source = '{source}' and u.entry_id = e.id)"
        for source, table in (("j", "kernel_journalline"), ("r", "kernel_rowchange"))
    )
    return _faults("never_sealed", f"select * from ({sql}) f order by 1, 2 limit 20")  # noqa: S608  # as above


def _past_the_product() -> list[Fault]:
    """Rows changed by another database user than the product's: through psql, say, whatever actor it claimed."""
    return _faults(
        "changed_past_the_product",
        "select table_name, row_id, format('%s by %s at %s', op, db_user, to_char(at, 'YYYY-MM-DD HH24:MI:SS'))"
        " from kernel_rowchange where actor is null or db_user <> 'kejing_app' order by id limit 20",
    )


def _switched_off() -> list[Fault]:
    """Tables with a history whose trigger is gone or switched off now."""
    return _faults(
        "trail_switched_off",
        "select c.table_name, 0, null from (select distinct table_name from kernel_rowchange) c"
        " where to_regclass(c.table_name) is not null and not exists (select 1 from pg_trigger t"
        " where t.tgname = 'kj_trail' and t.tgrelid = to_regclass(c.table_name) and t.tgenabled <> 'D') order by 1",
    )


def _rows_unlike_history() -> list[Fault]:
    """Rows that differ from their last history image: somebody switched the trigger off."""
    faults: list[Fault] = []
    for table in tracked_tables():
        sql = f"select '{table}', row_id, detail from kj_unlike_history('{table}')"  # noqa: S608  # the catalogue's name
        faults += _faults("unlike_history", sql)
    return faults


def _anchor_file() -> Path:
    return Path(settings.HOME) / "trail" / "heads.jsonl"


def _anchor(seq: int, chain: bytes) -> None:
    """Keep the chain's head outside the database, once a minute at most: a chain alone cannot see its tail cut."""
    path = _anchor_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    minute = system_now().strftime("%Y-%m-%dT%H:%M")
    lines = path.read_text().splitlines() if path.exists() else []
    last: dict[str, Any] = json.loads(lines[-1]) if lines else {"at": "", "seq": 0}
    if seq <= last["seq"]:  # another sealer was faster
        return
    if last["at"] == minute:
        lines.pop()
    lines.append(json.dumps({"at": minute, "seq": seq, "chain": chain.hex()}))
    fresh = path.with_suffix(".new")
    fresh.write_text("\n".join(lines[-2_000:]) + "\n")
    fresh.replace(path)


def _anchors() -> dict[int, str]:
    path = _anchor_file()
    if not path.exists():
        return {}
    heads = [json.loads(line) for line in path.read_text().splitlines() if line]
    return {head["seq"]: head["chain"] for head in heads}


def _one(cursor: Any) -> tuple[Any, ...]:
    row = cursor.fetchone()
    assert row is not None
    return tuple(row)
