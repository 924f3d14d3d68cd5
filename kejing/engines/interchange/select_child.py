"""Runs the SELECTs of an import in a process of its own. Started by path, in isolated mode: imports nothing of ours.

Reads a job as JSON on standard input, loads the sources, closes every door to the outside, runs the SELECTs and
writes their rows as CSV. Exit code 3: a SELECT is at fault, its name and the reason are on standard output.
"""

import csv
import json
import sys
from pathlib import Path
from typing import Any

import duckdb

_CHUNK = 10_000


class SelectError(Exception):
    pass


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def load(connection: duckdb.DuckDBPyConnection, source: dict[str, Any]) -> None:
    columns = ", ".join(f"{quoted(name)} {kind}" for name, kind in source["columns"])
    connection.execute(f"create table {quoted(source['name'])} ({columns})")
    types = dict(source["columns"])
    connection.execute(
        f"insert into {quoted(source['name'])} select * from read_csv(?, header=false, auto_detect=false,"  # noqa: S608
        " delim=',', quote='\"', escape='\"', new_line='\\r\\n', nullstr='', parallel=false, columns=?)",
        [source["path"], types],
    )


def close_doors(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def run(connection: duckdb.DuckDBPyConnection, sql: str, path: str) -> None:
    """Write the rows, each value as text, in the order of `row_no`, under a line with the column names."""
    statements = duckdb.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise SelectError("it must be one SELECT")
    inner = sql.strip().rstrip(";")
    names = [row[0] for row in connection.execute(f"describe {inner}").fetchall()]
    if "row_no" not in names:
        raise SelectError("it must give the row_no of its source")
    texts = ", ".join(f"cast({quoted(name)} as varchar)" for name in names)
    result = connection.execute(f"select {texts} from ({inner}\n) order by row_no")  # noqa: S608
    with Path(path).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        while rows := result.fetchmany(_CHUNK):
            writer.writerows(rows)


def main() -> int:
    job = json.load(sys.stdin)
    connection = duckdb.connect(config={"memory_limit": job["memory_limit"], "threads": job["threads"]})
    for source in job["sources"]:
        load(connection, source)
    close_doors(connection)
    for select in job["selects"]:
        try:
            run(connection, select["sql"], select["path"])
        except (duckdb.Error, SelectError) as error:
            json.dump({"name": select["name"], "reason": str(error)}, sys.stdout)
            return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
