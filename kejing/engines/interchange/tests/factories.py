"""A small target of the tests' own: things with a kind each, in two tables that exist for the test alone."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from kejing.engines.interchange import targets
from kejing.engines.interchange.files import GivenFile
from kejing.engines.interchange.formats import Flaw, Unreadable, detect, open_table
from kejing.engines.interchange.formats.records import letter
from kejing.engines.interchange.models import ImportRun
from kejing.engines.interchange.staging import Set, Staging
from kejing.engines.interchange.targets import Computed, ImportTarget, Outcome, Reference, TargetField
from kejing.engines.interchange.vocabulary import Fault
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.testing import as_owner

TABLES = """
create table test_kind (id bigserial primary key, code text unique not null);
create table test_thing (
    id bigserial primary key, number text unique not null, name text not null, kind_id bigint references test_kind,
    made_on date, price numeric(18, 2) check (price >= 0), note text not null, attributes jsonb not null,
    initials text not null, version int not null);
alter table test_thing enable row level security;
create policy kj_wall on test_thing using ((select kj_all())) with check ((select kj_all()));
"""
SPEC = """
name: things
version: 1
label: {zh: 物品, en: Things}
note: {zh: 测试, en: For tests}
sources:
  - name: kind
    label: {zh: 种类, en: Kinds}
    columns: [{name: code, type: code}]
    rows: [[cup], [pot]]
  - name: thing
    label: {zh: 物品, en: Things}
    file: "thing*.csv"
    until: made_on
    columns:
      - {name: number, type: code, required: true, label: {zh: 编号, en: Number}}
      - {name: name, type: text}
      - {name: kind, type: code}
      - {name: made_on, type: date, format: "%Y-%m-%d"}
      - {name: price, type: decimal}
      - {name: note, type: text}
steps:
  - {target: test.kind, from: kind, key: [code], columns: {code: code}}
  - target: test.thing
    from: thing
    key: [number]
    columns:
      number: number
      name: {generate: shout, of: [number, name]}
      kind: kind
      made_on: made_on
      price: {column: price, blank: default, default: "1.50"}
      note: {column: note, blank: clear}
      attributes.origin: {value: china}
      attributes.named.as: name
"""
SELECT = SPEC.replace(
    "columns:\n      number: number",
    "select: |\n      SELECT * FROM thing\n    columns:\n      number: number",
)
COLUMNS = ["number", "name", "kind", "made_on", "price", "note"]


def _apply_kinds(staging: Staging) -> Outcome:
    return staging.upsert("test_kind", (), match="t.code = s.code", create={"code": "s.code"})


def _apply_things(staging: Staging) -> Outcome:
    return staging.upsert(
        "test_thing",
        (
            Set("name", "name", "s.name", blank="''"),
            Set("kind_id", "kind", "k.id"),
            Set("made_on", "made_on", "s.made_on"),
            Set("price", "price", "s.price"),
            Set("note", "note", "s.note", blank="''"),
            Set("attributes", "attributes", "s.attributes", blank="'{}'", merge=True),
            Set("initials", "initials", "s.initials", blank="''"),
        ),
        match="t.number = s.number",
        joins="left join test_kind k on k.code = s.kind",
        create={"number": "s.number", "version": "1"},
        change={"version": "t.version + 1"},
    )


KINDS = ImportTarget("test.kind", "Kinds", (TargetField("code", required=True),), ("code",), _apply_kinds)
THINGS = ImportTarget(
    "test.thing",
    "Things",
    (
        TargetField("number", required=True, max_length=8),
        TargetField("name", max_length=40),
        TargetField("kind", references=Reference("test_kind", "code", "kind")),
        TargetField("made_on", "date"),
        TargetField("price", "decimal"),
        TargetField("note", choices=("fine", "broken")),
        TargetField("attributes", "json"),
    ),
    ("number",),
    _apply_things,
    computed=(Computed((TargetField("initials"),), ("name",), lambda name: ((name or "")[:1],)),),
    checks=(
        targets.Check(
            Fault.WRONG_FORM, "name", "select row_no, name from {staging} where name = 'FORBIDDEN'", ("name",)
        ),
    ),
)


def shout(number: str | None, name: str | None) -> str:
    return (name or number or "").upper()


class World:
    """The two tables, the specification in a pack, and a way to run it as the system."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write_spec(self, text: str) -> None:
        path = self._folder / "test" / "imports" / "things.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def rows(self) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor, as_system("look"):
            cursor.execute("select set_config('kejing.all', 'true', true)")
            cursor.execute(
                "select number, t.name, k.code, made_on::text, price::text, note, attributes, initials, version"
                " from test_thing t left join test_kind k on k.id = t.kind_id order by number"
            )
            return [(*row[:6], json.loads(row[6]), *row[7:]) for row in cursor.fetchall()]

    def numbers(self) -> list[str]:
        return [row[0] for row in self.rows()]


@contextmanager
def _registered() -> Iterator[None]:
    targets.register_target(KINDS)
    targets.register_target(THINGS)
    targets.register_generator("shout", shout)
    yield
    for name in ("test.kind", "test.thing"):
        targets._targets.pop(name)
    targets._generators.pop("shout")


@pytest.fixture
def world(db: None, tmp_path: Path, settings: Any) -> Iterator[World]:
    settings.PACKS_DIR = tmp_path
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(TABLES)
    with _registered():
        made = World(tmp_path)
        made.write_spec(SPEC)
        yield made


def things(*rows: str, name: str = "things.csv") -> GivenFile:
    """A file of the given lines; missing cells at the end are empty."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for row in rows:
        cells = row.split(",")
        writer.writerow(cells + [""] * (len(COLUMNS) - len(cells)))
    return GivenFile.of(name, buffer.getvalue().encode())


def error_codes(run: ImportRun) -> list[tuple[int, str, str]]:
    return [(error["row"], error["column"], error["code"]) for error in run.errors]


def outcome_of(content: bytes) -> tuple[list[list[str]], list[tuple[int, str]]]:
    """A file of any sort as it is read: its rows with the header as one, and row and column of what is wrong."""
    rows: list[list[str]] = []
    flaws: list[tuple[int, str]] = []
    try:
        layout = detect(io.BytesIO(content))
        table = open_table(io.BytesIO(content), layout)
        rows = [table.names] if layout.header_rows else []
        for row_no, record in table.rows:
            if isinstance(record, Flaw):
                flaws.append((row_no, "" if record.place is None else letter(record.place)))
            elif len(record) != len(table.names):
                flaws.append((row_no, letter(min(len(record), len(table.names)))))
            else:
                rows.append(record)
    except Unreadable as error:
        flaws.append((error.row_no, error.column))
    return rows, flaws
