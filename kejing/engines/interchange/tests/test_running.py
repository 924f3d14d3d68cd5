"""Runs: all or nothing, the same on trial, unchanged the second time."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kejing.engines.interchange import targets
from kejing.engines.interchange.actions import bring_files, run_import, run_tried
from kejing.engines.interchange.files import GivenFile
from kejing.engines.interchange.models import ImportRun, KeptFile
from kejing.engines.interchange.staging import Staging
from kejing.engines.interchange.targets import RowsAtFault
from kejing.engines.interchange.tests.factories import SELECT, SPEC, THINGS, World, error_codes, things, world
from kejing.engines.interchange.vocabulary import Fault, Refusal
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused, Repeated
from tests.cast import Cast

__all__ = ["world"]
GOOD = ("1,cup of tea,cup,1998-01-02,2.00,fine", "2,teapot,pot", "3")


def imported(*files: GivenFile, **options: Any) -> ImportRun:
    with as_system("test") as actor:
        run_id = run_import(actor=actor, spec="test/things", files=files, **options)
        return ImportRun.objects.get(pk=run_id)


def step(run: ImportRun) -> tuple[int, int, int]:
    counts = run.counts["steps"][-1]
    return counts["created"], counts["updated"], counts["unchanged"]


def test_creates_changes_and_leaves(world: World) -> None:
    run = imported(things(*GOOD))
    assert (run.state, step(run)) == ("done", (3, 0, 0))
    assert world.rows() == [
        ("1", "CUP OF TEA", "cup", "1998-01-02", "2.00", "fine",
         {"origin": "china", "named": {"as": "cup of tea"}}, "C", 1),
        ("2", "TEAPOT", "pot", None, "1.50", "", {"origin": "china", "named": {"as": "teapot"}}, "T", 1),
        ("3", "3", None, None, "1.50", "", {"origin": "china"}, "3", 1),
    ]  # fmt: skip
    again = imported(things(*GOOD))
    assert step(again) == (0, 0, 3)
    changed = imported(things("1,mug,cup,1998-01-02,2.00,fine", "4"))
    assert step(changed) == (1, 1, 0)
    assert (world.rows()[0][1], world.rows()[0][-1]) == ("MUG", 2)


def test_a_blank_leaves_clears_or_takes_the_default_as_the_specification_says(world: World) -> None:
    imported(things("1,a,cup,1998-01-02,2.00,fine"))
    imported(things("1,a,,,,"))
    (row,) = world.rows()
    assert row[2:6] == ("cup", "1998-01-02", "1.50", "")


def test_a_select_gives_the_same_as_columns(world: World) -> None:
    world.write_spec(SELECT)
    assert step(imported(things(*GOOD))) == (3, 0, 0)
    by_select = world.rows()
    world.write_spec(SPEC)
    assert step(imported(things(*GOOD))) == (0, 0, 3)
    assert world.rows() == by_select


def test_a_trial_tells_what_the_run_does_and_changes_nothing(world: World) -> None:
    trial = imported(things(*GOOD), dry_run=True)
    assert world.rows() == []
    real = imported(things(*GOOD))
    assert (trial.counts, trial.errors, trial.state) == (real.counts, real.errors, real.state)
    assert (trial.dry, real.dry) == (True, False)


def test_rows_of_later_days_come_with_the_day(world: World) -> None:
    file = things("1,a,,1998-01-15", "2,b,,1998-01-16")
    first = imported(file, as_of=date(1998, 1, 15))
    assert (world.numbers(), first.counts["sources"]["thing"]["later"]) == (["1"], 1)
    second = imported(file, as_of=date(1998, 1, 16))
    assert (world.numbers(), step(second)) == (["1", "2"], (1, 0, 1))


REFUSED = [
    ("missing column", b"number,name,kind,made_on,price\n1,,,,\n", [(1, "note", "missing_column")]),
    ("surplus column", b"number,name,kind,made_on,price,note,x\n1,,,,,,\n", [(1, "x", "surplus_column")]),
    ("wrong date", things("1", "2,a,,01/02/1998"), [(3, "made_on", "wrong_date")]),
    ("wrong number", things("1,a,,,1.x"), [(2, "price", "wrong_number")]),
    ("empty needed cell", things("1", ",a"), [(3, "number", "blank_cell")]),
    ("double key", things("1", "2", "1"), [(4, "number", "double_key")]),
    ("unknown reference", things("1,a,pan", "2,b,cup"), [(2, "kind", "unknown_reference")]),
    ("unknown choice", things("1,a,,,,lost"), [(2, "note", "unknown_code")]),
    ("too long", things("123456789"), [(2, "number", "too_long")]),
    ("own check", things("1,forbidden"), [(2, "name", "wrong_form")]),
    ("database constraint", things("1,a,,,-2"), [(0, "", "constraint")]),
    ("ragged", b"number,name,kind,made_on,price,note\n1,a\n", [(2, "", "too_few_cells")]),
    ("wrong encoding", b"number,name,kind,made_on,price,note\n1,\xff\xfe,,,,\n", [(2, "", "wrong_encoding")]),
    ("empty file", b"", [(0, "", "no_header")]),
]  # fmt: skip


@pytest.mark.parametrize("text", [SPEC, SELECT], ids=["columns", "select"])
@pytest.mark.parametrize(
    ("content", "errors"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_a_faulty_file_is_refused_and_nothing_changes(
    world: World, text: str, content: "bytes | GivenFile", errors: list[tuple[int, str, str]]
) -> None:
    imported(things("9,there before"))
    before = world.rows()
    world.write_spec(text)
    run = imported(GivenFile.of("things.csv", content) if isinstance(content, bytes) else content)
    assert (run.state, error_codes(run), run.error_total) == ("refused", errors, len(errors))
    assert world.rows() == before
    tally = run.counts["sources"]["thing"]
    assert tally["rows"] == tally["accepted"] + tally["refused"]


def test_files_are_matched_to_the_sources(world: World) -> None:
    assert error_codes(imported()) == [(0, "", "missing_file")]
    assert error_codes(imported(things("1"), things("2", name="thing2.csv"))) == [(0, "", "two_files")]
    assert error_codes(imported(things("1"), GivenFile.of("else.csv", b""))) == [(0, "", "surplus_file")]
    assert world.rows() == []


@pytest.mark.parametrize(
    ("select", "said"),
    [
        ("SELECT number FROM thing", "row_no"),
        ("SELECT row_no, number, 1 AS colour FROM thing", "no field colour"),
        ("SELECT row_no, nothing FROM thing", "nothing"),
        ("DROP TABLE thing", "one SELECT"),
        ("SELECT * FROM thing; SELECT 1", "one SELECT"),
        ("SELECT row_no, content AS number FROM thing, read_text('/etc/hostname')", "disabled"),
        ("SELECT row_no, CAST('x' AS INTEGER) AS number FROM thing", "Could not convert"),
    ],
)  # fmt: skip
def test_a_faulty_select_is_refused_with_its_reason(world: World, select: str, said: str) -> None:
    steps = SPEC[: SPEC.index("  - target: test.thing")]
    world.write_spec(
        f"{steps}  - target: test.thing\n    from: thing\n    key: [number]\n    select: |\n      {select}\n"
    )
    with pytest.raises(Refused) as refused:
        imported(things("1"))
    assert refused.value.code in {Refusal.SELECT_FAILED, Refusal.BAD_SPECIFICATION}
    assert said in refused.value.text
    assert world.rows() == []


def test_a_value_of_a_select_that_does_not_fit_is_told_with_its_row(world: World) -> None:
    steps = SPEC[: SPEC.index("  - target: test.thing")]
    select = "SELECT row_no, number, name AS made_on FROM thing"
    world.write_spec(
        f"{steps}  - target: test.thing\n    from: thing\n    key: [number]\n    select: |\n      {select}\n"
    )
    run = imported(things("1,1998-01-02", "2,yesterday"))
    assert error_codes(run) == [(3, "made_on", "wrong_date")]
    assert run.counts["sources"]["thing"] == {"rows": 2, "accepted": 1, "refused": 1, "later": 0}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("target: test.thing", "target: test.nothing", "unknown target test.nothing"),
        ("key: [number]", "key: [name]", "its key is number"),
        ("number: number", "nummer: number", "no field nummer"),
        ("generate: shout", "generate: whisper", "unknown generator whisper"),
        ("attributes.origin:", "attributes:", "member by member"),
        ("      number: number\n", "", "number must be given"),
    ],
)
def test_a_specification_that_does_not_fit_its_target_is_refused(
    world: World, old: str, new: str, said: str
) -> None:
    assert old in SPEC
    world.write_spec(SPEC.replace(old, new))
    with pytest.raises(Refused) as refused:
        imported(things("1"))
    assert said in refused.value.text
    assert world.rows() == []


def test_an_unknown_or_faulty_specification_is_refused(world: World) -> None:
    with as_system("test") as actor:
        for name in ("test/nothing", "../test/things", "things"):
            with pytest.raises(Refused, match=re.escape(name)):
                run_import(actor=actor, spec=name, files=[])
        world.write_spec(SPEC + "colour: red\n")
        with pytest.raises(Refused, match="colour"):
            run_import(actor=actor, spec="test/things", files=[things("1")])


def test_faults_a_target_finds_itself_are_told_by_row(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def apply(staging: Staging) -> Any:
        staging.execute("insert into test_kind (code) values ('left behind')")
        raise RowsAtFault([(3, "name", Fault.WRONG_FORM, "b")], 1)

    monkeypatch.setattr(
        "kejing.engines.interchange.running.target",
        lambda name: _Applying(apply) if name == THINGS.name else _known(name),
    )
    run = imported(things("1,a", "2,b"))
    assert error_codes(run) == [(3, "name", "wrong_form")]
    assert run.counts["sources"]["thing"]["refused"] == 1
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from test_kind")
        assert cursor.fetchone() == (0,)


class _Applying:
    def __init__(self, apply: Any) -> None:
        self.apply = apply


def _known(name: str) -> Any:
    return targets.target(name)


@pytest.mark.parametrize("point", range(1, 30))
def test_a_stop_at_any_point_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, point: int
) -> None:
    calls = 0
    execute = Staging.execute

    def stopping(self: Staging, *args: Any) -> int:
        nonlocal calls
        calls += 1
        if calls == point:
            raise ConnectionError("stopped")
        return execute(self, *args)

    monkeypatch.setattr(Staging, "execute", stopping)
    try:
        imported(things(*GOOD))
    except ConnectionError:
        assert world.rows() == []
        assert not ImportRun.objects.exists()
    monkeypatch.setattr(Staging, "execute", execute)
    imported(things(*GOOD))
    assert world.numbers() == ["1", "2", "3"]


CELL = st.sampled_from(
    ["", "1", "2", "x", "cup", "pan", "1998-01-02", "1998-02-30", "-1", "2.50", "fine", " "]
)


@given(st.lists(st.lists(CELL, min_size=5, max_size=7), max_size=6))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_rows_in_are_rows_accepted_and_refused(world: World, rows: list[list[str]]) -> None:
    before = world.rows()
    lines = [
        "number,name,kind,made_on,price,note",
        *(",".join(row) for row in rows),
    ]
    run = imported(
        GivenFile.of("things.csv", "\n".join(lines).encode()), dry_run=True, as_of=date(1998, 1, 15)
    )
    tally = run.counts["sources"]["thing"]
    assert tally["rows"] == len(rows) == tally["accepted"] + tally["refused"]
    assert (run.state == "refused") == bool(run.error_total) == (tally["refused"] > 0 or _whole(run))
    assert world.rows() == before


def _whole(run: ImportRun) -> bool:
    return any(error["row"] == 0 for error in run.errors)


def test_the_administrator_imports_without_seeing(world: World, cast: Cast) -> None:
    """She may bring rows in that she may not read; who did it stays her name."""
    with cast["administrator"].acting() as actor:
        run_id = run_import(actor=actor, spec="test/things", files=[things(*GOOD)])
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from test_thing")
            assert cursor.fetchone() == (0,)
        assert ImportRun.objects.get(pk=run_id).started_by == cast["administrator"].user.pk
    assert world.numbers() == ["1", "2", "3"]


@pytest.mark.parametrize("person", ["account_manager", "auditor"])
def test_nobody_else_imports_or_sees_runs(world: World, cast: Cast, person: str) -> None:
    imported(things("1"))
    with cast["manager_a1" if person == "account_manager" else person].acting() as actor:
        with pytest.raises(Forbidden):
            run_import(actor=actor, spec="test/things", files=[things("2")])
        with pytest.raises(Forbidden):
            bring_files(actor=actor, what="test/things", files=[things("2")])
        with pytest.raises(Forbidden):
            run_tried(actor=actor, import_run_id=1)
        assert not ImportRun.objects.exists()
    assert world.numbers() == ["1"]


def test_pressing_twice_runs_once(world: World) -> None:
    first = imported(things("1"), idempotency_key="k")
    assert imported(things("1"), idempotency_key="k").pk == first.pk
    with pytest.raises(Repeated):
        imported(things("2"), idempotency_key="k")
    assert ImportRun.objects.filter(dry=False).count() == 0  # seen by those who may import alone
    with as_system("look"):
        assert ImportRun.objects.count() == 1


def test_a_trial_is_run_for_real_from_its_kept_files(world: World) -> None:
    with as_system("test") as actor:
        intake = bring_files(actor=actor, what="test/things", files=[things(*GOOD)])
        tried = ImportRun.objects.get(intake=intake).pk
        assert world.rows() == []
        assert run_tried(actor=actor, import_run_id=tried) == intake
        assert [run.dry for run in ImportRun.objects.filter(intake=intake).order_by("pk")] == [True, False]
        assert not KeptFile.objects.exists()
        with pytest.raises(Refused, match=r"no longer kept|不再保留"):
            run_tried(actor=actor, import_run_id=tried)
        with pytest.raises(NotVisible):
            run_tried(actor=actor, import_run_id=tried + 100)
    assert world.numbers() == ["1", "2", "3"]


def test_a_trial_at_fault_cannot_be_run_for_real(world: World) -> None:
    with as_system("test") as actor:
        with pytest.raises(Refused):
            bring_files(actor=actor, what="test/things", files=[])
        intake = bring_files(actor=actor, what="test/things", files=[things("1,a,pan")])
        with pytest.raises(Refused):
            run_tried(actor=actor, import_run_id=ImportRun.objects.get(intake=intake).pk)
    assert world.rows() == []


def test_a_recorded_run_cannot_be_changed(world: World) -> None:
    run = imported(things("1"))
    with pytest.raises(DatabaseError, match="permission denied"), as_system("test"):
        ImportRun.objects.filter(pk=run.pk).update(state="refused")
