"""Undo what a journal line changed, set by set, from the images that the trail keeps.

The engine knows no table: which rows it were stands in the trail, which columns they have and who points at them
in the catalogue. Rows of tables without a trail follow from others (a closure, say) and are left to their triggers.
"""

from collections.abc import Iterator
from typing import Any

import psycopg
from django.db import DatabaseError, connection, transaction
from psycopg import sql

from kejing.engines.interchange import targets
from kejing.engines.interchange.running import seeing_all, wait_for_other_imports
from kejing.engines.interchange.vocabulary import Refusal
from kejing.foundation.kernel.errors import CLOSED_MONTH, Refused

_SHOWN = 10
_KEPT_BACK = ("id", "password", "last_login")
"""Never put back: what a row is known by, and what the trail holds no more than a digest of."""

_NAMES = ("number", "code", "name", "username", "id")
"""A row is named by the first of these columns that its table has."""


def put_back(line: int, target_names: list[str]) -> dict[str, int]:
    """Returns how many rows of each table were put back. Raises Refused when that cannot be."""
    found = [one for one in targets.targets() if one.name in target_names]
    if any(one.lasting for one in found):
        raise Refused(Refusal.FACTS_STAY)
    wait_for_other_imports()
    try:
        with transaction.atomic(), seeing_all():
            for one in found:
                if one.before_undo:
                    one.before_undo(line)
            return _put_back(line, dict(pair for one in found for pair in one.facts))
    except DatabaseError as error:
        raise _refusal(error) from error


def _put_back(line: int, facts: dict[str, str]) -> dict[str, int]:
    _run("drop table if exists kj_undo")
    _run(_COLLECT, line=line)
    _run("create index on kj_undo (table_name, row_id)")
    _run("analyze kj_undo")
    tables = [name for (name,) in _rows("select distinct table_name from kj_undo order by 1")]
    _refuse_changed(tables)
    _refuse_named(Refusal.FACTS_HANG, [name for table in tables for name in _hung(table, facts.get(table))])
    for table in tables:
        _run(_DELETE, table)
    for table in tables:
        _restore(table)
    _run("set constraints all immediate; set constraints all deferred")
    return dict(_rows("select table_name, count(*) from kj_undo group by 1 order by 1"))


# Tables that only the database's own functions write (open months, say) follow from others, and stay.
_COLLECT = (
    "create temporary table kj_undo on commit drop as select * from kj_import_changes(%(line)s)"
    " where has_table_privilege(table_name, 'delete')"
)
_DELETE = (
    "delete from {table} t using kj_undo u where u.table_name = {name} and u.op = 'I' and t.id = u.row_id"
)
_UPDATE = (
    "update {table} t set ({columns}) = (select {values} from jsonb_populate_record(null::{table}, u.old) o)"
    " from kj_undo u where u.table_name = {name} and u.op = 'U' and t.id = u.row_id"
)
_INSERT = (
    "insert into {table} ({columns}) select {olds} from kj_undo u, jsonb_populate_record(null::{table}, u.old) o"
    " where u.table_name = {name} and u.op = 'D'"
)


def _restore(table: str) -> None:
    """A version goes on counting: whoever has the row open now learns that it changed."""
    columns = _columns(table)
    changed = [name for name in columns if name not in _KEPT_BACK]
    values = [sql.SQL("t.version + 1") if name == "version" else _old(name) for name in changed]
    _run(_UPDATE, table, columns=_listed(changed), values=sql.SQL(", ").join(values))
    _run(_INSERT, table, columns=_listed(columns), olds=sql.SQL(", ").join(_old(name) for name in columns))


def _refuse_changed(tables: list[str]) -> None:
    """Raises Refused naming rows that were changed after the run, or that others point at by now."""
    touched = dict.fromkeys(_changed_later(tables))
    for table in tables:
        touched |= dict.fromkeys(_used(table))
    _refuse_named(Refusal.CHANGED_SINCE, list(touched))


def _refuse_named(code: Refusal, names: list[str]) -> None:
    if names:
        more = "…" if len(names) > _SHOWN else ""
        raise Refused(code, n=len(names), rows="、".join(names[:_SHOWN]) + more)


def _changed_later(tables: list[str]) -> Iterator[str]:
    for table in tables:
        statement = (
            "select coalesce(({shown})::text, u.row_id::text) from kj_undo u left join {table} t on t.id = u.row_id"
            " where u.table_name = {name} and u.later order by u.row_id limit 1000"
        )
        yield from (name for (name,) in _rows(statement, table, shown=_shown(table)))


def _used(table: str) -> Iterator[str]:
    """Rows that the run created and that rows of others, which have a trail, point at."""
    for other, column in _rows(_POINTERS, table=None, wanted=table):
        statement = (
            "select distinct ({shown})::text from kj_undo u join {table} t on t.id = u.row_id"
            " join {other} r on r.{column} = u.row_id"
            " where u.table_name = {name} and u.op = 'I' and not exists (select 1 from kj_undo v"
            " where v.table_name = {other_name} and v.row_id = r.id) order by 1 limit 1000"
        )
        named = {
            "other": sql.Identifier(other),
            "other_name": sql.Literal(other),
            "column": sql.Identifier(column),
        }
        yield from (name for (name,) in _rows(statement, table, shown=_shown(table), **named))


def _hung(table: str, condition: str | None) -> Iterator[str]:
    """Rows that the run created and that facts hang on: these know their subject by reference, and stay."""
    if condition:
        statement = (
            "select ({shown})::text from kj_undo u join {table} t on t.id = u.row_id"
            " where u.table_name = {name} and u.op = 'I' and {condition} order by 1 limit 1000"
        )
        named = {"shown": _shown(table), "condition": sql.SQL(condition)}
        yield from (name for (name,) in _rows(statement, table, **named))


_POINTERS = """
select c.conrelid::regclass::text, a.attname from pg_constraint c
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
where c.contype = 'f' and c.confrelid = to_regclass(%(wanted)s) and exists (
    select 1 from pg_trigger g where g.tgrelid = c.conrelid and g.tgname = 'kj_trail')
order by 1, 2
"""


def _shown(table: str) -> sql.Composable:
    there = _columns(table)
    return sql.SQL("t.{}").format(sql.Identifier(next(name for name in _NAMES if name in there)))


def _columns(table: str) -> list[str]:
    return [
        name
        for (name,) in _rows(
            "select attname from pg_attribute where attrelid = to_regclass(%(wanted)s) and attnum > 0"
            " and not attisdropped and attgenerated = '' order by attnum",
            wanted=table,
        )
    ]


def _listed(names: list[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _old(name: str) -> sql.Composable:
    return sql.SQL("o.{}").format(sql.Identifier(name))


def _run(statement: str, table: str | None = None, **words: Any) -> None:
    with connection.cursor() as cursor:
        _execute(cursor, statement, table, words)


def _rows(statement: str, table: str | None = None, **words: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        _execute(cursor, statement, table, words)
        return list(cursor.fetchall())


def _execute(cursor: Any, statement: str, table: str | None, words: dict[str, Any]) -> None:
    """Names of tables and columns come from the catalogue and are quoted; values are parameters."""
    named = {key: value for key, value in words.items() if isinstance(value, sql.Composable)}
    values = {key: value for key, value in words.items() if key not in named}
    if table is not None:
        named |= {"table": sql.Identifier(table), "name": sql.Literal(table)}
    composed = sql.SQL(statement).format(**named) if named else sql.SQL(statement)
    cursor.execute(composed.as_string(cursor.connection), values or None)


def _refusal(error: DatabaseError) -> Exception:
    cause = error.__cause__
    if not isinstance(cause, psycopg.Error):
        return error
    about = cause.diag.constraint_name or cause.diag.message_detail or cause.diag.message_primary or ""
    if cause.sqlstate == CLOSED_MONTH:
        return Refused(Refusal.MONTH_CLOSED, value=about)
    if isinstance(cause, psycopg.IntegrityError):
        return Refused(Refusal.CHANGED_SINCE, n=1, rows=about)
    return error
