"""Take the snapshot: registered views from PostgreSQL to Parquet, all as of one moment."""

import hashlib
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import adbc_driver_postgresql.dbapi as postgres
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kejing.engines.metrics.run.job import Job

_MODIFIER_OFFSET = 4
_WIDE = (28, 6)
"""Precision and scale of a numeric without a modifier, such as a sum."""


def export(job: Job, address: str) -> dict[str, int]:
    """Write `<view>.parquet` for each view, and the period's workdays. Returns the rows of each."""
    folder = Path(job.folder)
    folder.mkdir(parents=True, mode=0o700)
    days = _workdays(job)
    rows = {"workday": _write(folder, "workday", days.schema, [days])}
    connection = postgres.connect(address, autocommit=True)
    try:
        with connection.cursor() as cursor:
            _enter(cursor, job)
            for view in job.views:
                cursor.execute(view.sql)
                reader = cursor.fetch_record_batch()
                rows[view.name] = _write(folder, view.name, reader.schema, reader)
            cursor.execute("commit")
    finally:
        connection.close()
    return rows


def hashes(folder: Path) -> tuple[str, dict[str, str]]:
    """(hash of the whole, hash of each file) of a snapshot."""
    files = {path.name: _sha256(path) for path in sorted(folder.glob("*.parquet"))}
    whole = hashlib.sha256("".join(f"{name}\0{digest}\n" for name, digest in files.items()).encode())
    return whole.hexdigest(), files


def _enter(cursor: Any, job: Job) -> None:
    """One moment for all views, in the caller's scope. The month's lock is held: all that entered it is committed."""
    cursor.execute("begin isolation level repeatable read read only")
    for name, value in job.context.items():
        cursor.execute("select set_config($1, $2, true)", parameters=(name, value))
        cursor.fetchall()


def _workdays(job: Job) -> pa.RecordBatch:
    days = [date.fromisoformat(day) for day in job.workdays]
    return pa.record_batch([pa.array(days, pa.date32())], names=["day"])


def _write(folder: Path, name: str, source: pa.Schema, batches: Iterable[pa.RecordBatch]) -> int:
    """Stream batches to a file that only this account can read; returns the number of rows."""
    schema = pa.schema([pa.field(field.name, _plain_type(field)) for field in source])
    rows = 0
    handle = os.open(folder / f"{name}.parquet", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(_plain(batch, schema))
            rows += batch.num_rows
    return rows


def _plain_type(field: pa.Field) -> pa.DataType:
    """ADBC hands a numeric over as opaque text; its scale stands in the type modifier when the column has one."""
    if not isinstance(field.type, pa.BaseExtensionType):
        return field.type
    if getattr(field.type, "type_name", "") != "numeric":
        return field.type.storage_type
    modifier = int((field.metadata or {}).get(b"POSTGRESQL:typmod", b"-1")) - _MODIFIER_OFFSET
    return pa.decimal128(*(divmod(modifier, 1 << 16) if modifier >= 0 else _WIDE))


def _plain(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    columns = []
    for column, field in zip(batch.columns, schema, strict=True):
        stored = column.storage if isinstance(column, pa.ExtensionArray) else column
        columns.append(stored if stored.type == field.type else pc.cast(stored, field.type))
    return pa.record_batch(columns, schema=schema)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
