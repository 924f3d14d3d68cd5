"""The child process: one text gives value and evidence, and the text can read nothing but its inputs."""

# as above

from decimal import Decimal
from pathlib import Path

import pytest

from kejing.engines.metrics.run.job import Metric
from kejing.engines.metrics.tests.snapshots import run, write_view

FACT = {"fact_id": "bigint", "staff_id": "bigint", "on_day": "date", "amount": "decimal(18,2)"}
HOLDER = {
    "holder_id": "bigint",
    "staff_id": "bigint",
    "unit_id": "bigint",
    "valid_from": "date",
    "valid_to": "date",
}
SUM = (
    "SELECT staff_id AS subject_id, 'fact' AS ref_kind, fact_id AS ref_id, on_day, '' AS label,"
    " amount AS numerator FROM fact f CROSS JOIN period p"
    " WHERE f.on_day >= p.start_day AND f.on_day < p.end_day"
)
RATIO = SUM.replace("AS numerator", "AS numerator, 2 AS denominator")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    snapshot = tmp_path / "snapshot"
    facts = [
        (1, 7, "1997-12-01", "0.10"),
        (2, 7, "1997-12-31", "0.20"),
        (3, 7, "1998-01-01", "5.00"),
        (4, 9, "1997-12-24", "1.00"),
        (5, None, "1997-12-24", "9.00"),
    ]
    holders = [
        (75, 7, 1, "1990-01-01", "1997-12-10"),
        (71, 7, 2, "1997-12-10", None),
        (72, 7, 3, "1998-01-01", None),
        (80, 8, 1, "1990-01-01", "1997-12-02"),
        (60, 6, 1, "1990-01-01", "1997-12-01"),
        (90, 9, 1, "1990-01-01", "1997-06-01"),
        (99, None, 1, "1990-01-01", None),
    ]
    write_view(snapshot, "fact", FACT, facts)
    write_view(snapshot, "holder", HOLDER, holders)
    return snapshot


def metric(sql: str, *, ratio: bool = False, inputs: tuple[str, ...] = ("fact",)) -> Metric:
    return Metric("m", 1, "staff", ratio, inputs, sql)


def test_value_is_the_sum_of_its_evidence_in_the_half_open_month(folder: Path) -> None:
    result = run(folder, [metric(SUM)])
    assert result.value("m", 7) == Decimal("0.30")
    assert [row[3] for row in result.evidence if row[1] == "7"] == ["2", "1"]
    assert sum(Decimal(row[6]) for row in result.evidence) == result.total("m")


def test_a_ratio_divides_the_sums_last(folder: Path) -> None:
    result = run(folder, [metric(RATIO, ratio=True)])
    assert result.value("m", 7) == Decimal("0.30") / 4


def test_who_has_no_evidence_gets_zero_or_not_applicable(folder: Path) -> None:
    assert run(folder, [metric(SUM)]).value("m", 8) == 0
    assert run(folder, [metric(RATIO, ratio=True)]).value("m", 8) is None


def test_who_was_there_or_has_evidence_is_judged_in_the_scope_of_the_newest_holder(folder: Path) -> None:
    rows = {row[1]: row[2:5] for row in run(folder, [metric(SUM)]).values}
    assert rows == {"7": ["7", "71", "2"], "8": ["8", "80", "1"], "9": ["9", "90", "1"]}


def test_nobody_is_judged_by_what_belongs_to_nobody(folder: Path) -> None:
    assert {row[1] for row in run(folder, [metric(SUM)]).evidence} == {"7", "9"}


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("SELECT * FROM read_csv('/etc/passwd')", "table function"),
        ("SELECT * FROM '/etc/passwd'", "not among its inputs"),
        (SUM.replace("fact f", "holder f"), "reads holder"),
        (SUM.replace("fact f", "information_schema.tables f"), "reads information_schema.tables"),
        (SUM + "; SELECT 1", "not one SELECT"),
        ("COPY (SELECT 1) TO 'x.csv'", "SELECT"),
        ("CREATE TABLE x (a int)", "SELECT"),
        ("SET memory_limit = '9GB'", "SELECT"),
        (SUM.replace("amount AS", "CAST(amount AS DOUBLE) AS"), "decimals only"),
        (SUM.replace(", '' AS label", ""), "columns"),
        (RATIO, "columns"),
        ("SELECT 1 +", "syntax"),
    ],
)
def test_a_text_that_may_not_run_is_refused(folder: Path, sql: str, says: str) -> None:
    result = run(folder, [metric(sql)])
    assert result.answer["metric"] == "m"
    assert says in result.answer["error"]
    assert result.values == []


def test_a_common_table_expression_is_no_foreign_table(folder: Path) -> None:
    result = run(folder, [metric(f"WITH busy AS ({SUM}) SELECT * FROM busy")])
    assert result.value("m", 9) == 1


def test_the_watchdog_interrupts(folder: Path) -> None:
    rows = [(i, i, 1, "1990-01-01", None) for i in range(3_000)]
    (folder / "holder.parquet").unlink()
    write_view(folder, "holder", HOLDER, rows)
    endless = (
        "SELECT a.staff_id AS subject_id, '' AS ref_kind, 1 AS ref_id, DATE '1997-12-01' AS on_day, '' AS label,"
        " COUNT(*) AS numerator FROM holder a, holder b, holder c WHERE a.staff_id + b.staff_id <> c.staff_id"
        " GROUP BY a.staff_id"
    )
    result = run(folder, [metric(endless, inputs=("holder",))], seconds=1)
    assert "longer than 1 s" in result.answer["error"]


def test_the_same_snapshot_gives_the_same_rows(folder: Path) -> None:
    first, second = run(folder, [metric(SUM)]), run(folder, [metric(SUM)])
    assert first.values == second.values
    assert first.evidence == second.evidence
    assert first.answer["sha256"] == second.answer["sha256"]


def test_another_cell_is_another_hash(folder: Path) -> None:
    before = run(folder, []).answer
    (folder / "fact.parquet").unlink()
    write_view(folder, "fact", FACT, [(1, 7, "1997-12-01", "0.11")])
    after = run(folder, []).answer
    assert before["sha256"] != after["sha256"]
    assert before["files"]["holder.parquet"] == after["files"]["holder.parquet"]
