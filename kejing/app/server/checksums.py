"""What a database holds, in one number a table: equal before a backup and after its restore."""

from typing import Any

import psycopg
from psycopg import sql

Checksums = dict[str, list[str]]

# The text of a row must not depend on who asks.
_PLAIN = (
    "set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'iso_8601'; set bytea_output = 'hex'"
)
_TABLES = """
select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind = 'r' and c.relpersistence = 'p' order by 1
"""
# `t.*::text`: with `t::text` a column named t would be hashed instead of the row.
_ROWS = """
select count(*)::text, coalesce(sum(('x' || left(md5(t.*::text), 16))::bit(64)::bigint::numeric), 0)::text
from {} as t
"""


def of(connection: psycopg.Connection[Any]) -> Checksums:
    """Return (rows, checksum) of each table, whatever order its rows lie in. Run as the owner."""
    connection.execute(_PLAIN)
    found: Checksums = {}
    for (table,) in connection.execute(_TABLES).fetchall():
        row = connection.execute(sql.SQL(_ROWS).format(sql.Identifier("public", table))).fetchone()
        found[table] = list(row or ())
    return found


def differing(before: Checksums, after: Checksums) -> list[str]:
    """The tables that are not the same in both."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
