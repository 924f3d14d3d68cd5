"""A table private to one step of one import, and what targets do with it by SQL."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection

from kejing.engines.interchange.building import Plan
from kejing.engines.interchange.reader import Row
from kejing.engines.interchange.targets import Outcome
from kejing.engines.interchange.vocabulary import Blank

_TYPES = {
    "text": "text",
    "integer": "bigint",
    "decimal": "numeric",
    "date": "date",
    "boolean": "boolean",
    "json": "jsonb",
}
_CHUNK = 5_000
TABLE = "kj_import"


@dataclass(frozen=True, slots=True)
class Set:
    """One column of an upsert: its SQL `value` over `s` (staging) and the joins, from the staging's `field`.

    `blank` is SQL for a new row without a value, and for a value to be cleared. `merge` is for jsonb: members
    not given stay.
    """

    column: str
    field: str
    value: str
    blank: str = "null"
    merge: bool = False


class Staging:
    """The open staging table of one step: `row_no`, and every field of the target, null where none is given.

    `source` names the source of the rows, `content_hash` their content.
    """

    table = TABLE

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._names = [field.name for field in plan.fields]
        self._digest = hashlib.sha256()
        self.rows = 0
        self._last: dict[str, int] = {}

    @property
    def source(self) -> str:
        return self._plan.step.source

    @property
    def key(self) -> tuple[str, ...]:
        """The fields by which rows are known this time."""
        return tuple(self._plan.step.key)

    @property
    def content_hash(self) -> str:
        return self._digest.hexdigest()

    def has(self, *fields: str) -> bool:
        return set(self._names).issuperset(fields)

    def open(self) -> None:
        fields = {field.name: field for field in (*self._plan.target.fields, *self._plan.fields)}
        columns = ", ".join(f"{name} {_TYPES[field.type]}" for name, field in fields.items())
        self.execute(f"create temporary table {TABLE} (row_no bigint, {columns}) on commit drop")

    def close(self) -> None:
        self.execute(f"drop table {TABLE}")

    def fill(self, rows: Iterator[Row]) -> None:
        """COPY the rows in, in the spelling of CSV, where an unquoted nothing is null."""
        columns = ", ".join(["row_no", *self._names])
        with connection.cursor() as cursor:
            with cursor.copy(f"copy {TABLE} ({columns}) from stdin with (format csv)") as copy:
                while chunk := list(islice(rows, _CHUNK)):
                    buffer = io.StringIO()
                    csv.writer(buffer).writerows(chunk)
                    block = buffer.getvalue().encode()
                    self._digest.update(block)
                    copy.write(block)
                    self.rows += len(chunk)
            cursor.execute(f"analyze {TABLE}")

    def drop(self, bad: set[int]) -> None:
        """Leave rows out."""
        self.rows -= self.execute("delete from {staging} where row_no = any (%(bad)s)", {"bad": list(bad)})

    def execute(self, sql: str, params: Mapping[str, Any] | None = None) -> int:
        """Run a statement; `{staging}` stands for the table. Returns the number of rows."""
        with connection.cursor() as cursor:
            cursor.execute(sql.replace("{staging}", TABLE), params)
            return int(cursor.rowcount)

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql.replace("{staging}", TABLE))
            return list(cursor.fetchall())

    def last_before(self, table: str) -> int:
        """The highest id that a table had before this step's `upsert` into it: rows above are new."""
        return self._last[table]

    def upsert(
        self,
        table: str,
        columns: tuple[Set, ...],
        *,
        match: str,
        joins: str = "",
        create: Mapping[str, str] | None = None,
        change: Mapping[str, str] | None = None,
    ) -> Outcome:
        """Change the rows of `table` that `match` staging's and differ, then add those that are not there.

        `create` and `change` give further columns, as SQL, for a new and for a changed row.
        """
        self._last[table] = self.fetch(f"select coalesce(max(id), 0) from {table}")[0][0]  # noqa: S608  # as below
        given = [one for one in columns if self.has(one.field)]
        updated = self._update(table, given, match, joins, change or {}) if given else 0
        created = self._insert(table, columns, match, joins, create or {})
        return Outcome(created, updated, self.rows - created - updated)

    def _update(
        self, table: str, columns: list[Set], match: str, joins: str, change: Mapping[str, str]
    ) -> int:
        news = {one.column: self._new_value(one) for one in columns}
        assigned = ", ".join(f"{column} = {new}" for column, new in [*news.items(), *change.items()])
        old = ", ".join(f"t.{column}" for column in news)
        return self.execute(
            f"update {table} t set {assigned} from {{staging}} s {joins}"  # noqa: S608  # names from code
            f" where {match} and ({old}) is distinct from ({', '.join(news.values())})"
        )

    def _new_value(self, one: Set) -> str:
        if one.merge:
            return f"jsonb_strip_nulls(t.{one.column} || coalesce({one.value}, '{{}}'))"
        if self._plan.policies.get(one.field) is Blank.CLEAR:
            return f"coalesce({one.value}, {one.blank})"
        return f"coalesce({one.value}, t.{one.column})"

    def _insert(
        self, table: str, columns: tuple[Set, ...], match: str, joins: str, create: Mapping[str, str]
    ) -> int:
        values = dict(create)
        for one in columns:
            values[one.column] = f"coalesce({one.value}, {one.blank})" if self.has(one.field) else one.blank
        return self.execute(
            f"insert into {table} ({', '.join(values)})"  # noqa: S608  # names from code
            f" select {', '.join(values.values())} from {{staging}} s {joins}"
            f" where not exists (select 1 from {table} t where {match}) order by s.row_no"
        )
