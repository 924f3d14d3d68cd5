"""The trail's seal: a whole trail is called whole; every way to alter it is found, and the row is named."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from kejing.foundation.kernel import trail
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.models import JournalLine, RowChange, Seal, Unsealed
from kejing.foundation.kernel.testing import as_owner
from kejing.foundation.kernel.tests.samples import change_day, set_day
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DAYS = [date(2026, 1, n) for n in range(1, 6)]
Kept = Callable[..., Any]


def sql(statement: str, *values: object) -> None:
    """What somebody does past the product, as the role that owns the tables."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def faults() -> list[tuple[str, str, int]]:
    with as_system("verify"):
        return [(fault.kind, fault.table, fault.row_id) for fault in trail.verify().faults]


@pytest.fixture
def keep(django_capture_on_commit_callbacks: Kept) -> Callable[[], int]:
    """Seal everything and anchor it, as the sealer's commit does."""

    def seal() -> int:
        with django_capture_on_commit_callbacks(execute=True), as_system("seal"):
            return trail.seal_all()

    return seal


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.HOME = tmp_path
    yield tmp_path


@pytest.fixture
def days(cast: Cast, keep: Callable[[], int]) -> list[int]:
    """Five sealed rows, the first of them changed once."""
    with cast["administrator"].acting() as actor:
        ids = [set_day(actor=actor, day=day) for day in DAYS]
        change_day(actor=actor, calendarday_id=ids[0], works=False, reason="moved", version=1)
    keep()
    return ids


def entry(index: int) -> RowChange:
    with as_system("look"):
        return RowChange.objects.filter(table_name="kernel_calendarday").order_by("id")[index]


def line(index: int) -> JournalLine:
    with as_system("look"):
        return JournalLine.objects.filter(action="samples.set_day").order_by("id")[index]


class TestWhole:
    def test_a_trail_nobody_touched_is_whole(self, days: list[int]) -> None:
        with as_system("verify"):
            verdict = trail.verify()
        assert verdict.whole
        assert verdict.sealed == Seal.objects.count() > 11

    def test_an_empty_trail_is_whole(self, db: None) -> None:
        assert faults() == []

    def test_the_inbox_empties_and_seals_have_no_gap(self, days: list[int]) -> None:
        assert not Unsealed.objects.exists()
        assert list(Seal.objects.order_by("seq").values_list("seq", flat=True)) == list(
            range(1, Seal.objects.count() + 1)
        )

    def test_what_comes_later_is_sealed_after_it(
        self, cast: Cast, days: list[int], keep: Callable[[], int]
    ) -> None:
        with cast["administrator"].acting() as actor:
            set_day(actor=actor, day=date(2026, 2, 1))
        assert faults() == []
        assert keep() == 2
        assert keep() == 0
        assert faults() == []

    def test_it_is_sealed_in_batches(
        self, cast: Cast, keep: Callable[[], int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with as_system("seal"):
            assert trail.seal_pending(limit=3) == 3
        keep()
        assert faults() == []

    def test_the_anchor_is_kept_outside_and_moves_on(self, days: list[int], home: Path) -> None:
        assert f'"seq": {Seal.objects.count()}' in (home / "trail" / "heads.jsonl").read_text()


TAMPERED = {
    "a journal line's author": (
        "update kernel_journalline set actor = 'somebody' where id = {line}",
        "entry_altered",
    ),
    "a journal line's detail": (
        "update kernel_journalline set detail = '{{}}' where id = {line}",
        "entry_altered",
    ),
    "a history image": ("update kernel_rowchange set new = '{{}}' where id = {change}", "entry_altered"),
    "a journal line gone": ("delete from kernel_journalline where id = {line}", "entry_missing"),
    "a history row gone": ("delete from kernel_rowchange where id = {change}", "entry_missing"),
    "a journal line renumbered": (
        "update kernel_journalline set id = id + 100000 where id = {line}",
        "entry_missing",
    ),
    "a salt changed": ("update kernel_rowchange set salt = '' where id = {change}", "entry_altered"),
}
"""What somebody does, and the kind of fault it is called."""


@pytest.mark.parametrize("what", sorted(TAMPERED))
def test_an_altered_entry_is_found_and_named(days: list[int], what: str) -> None:
    statement, kind = TAMPERED[what]
    change, journal_line = entry(1), line(1)
    sql(statement.format(change=change.pk, line=journal_line.pk))
    in_history = "rowchange" in statement
    named = ("kernel_rowchange", change.pk) if in_history else ("kernel_journalline", journal_line.pk)
    assert (kind, *named) in faults()


OTHER = {
    "BigAutoField": "{c} + 100000", "DateTimeField": "{c} + interval '1 microsecond'", "DateField": "{c} + 1",
    "BigIntegerField": "coalesce({c}, 0) + 1", "TextField": "coalesce({c}, '') || 'x'", "CharField": "'D'",
    "JSONField": "'{{\"forged\": 1}}'::jsonb", "BinaryField": "{c} || '\\x00'::bytea",
}  # fmt: skip
COVERED = [
    (model._meta.db_table, field)
    for model in (JournalLine, RowChange)
    for field in model._meta.concrete_fields
]


@pytest.mark.parametrize(("table", "field"), COVERED, ids=lambda value: getattr(value, "column", value))
def test_every_column_is_inside_the_digest(days: list[int], table: str, field: Any) -> None:
    """One column of one entry changed a little, each in turn; an undiscovered one is a hole."""
    row = entry(5) if table == "kernel_rowchange" else line(2)  # an update: it has both images
    sql(
        f"update {table} set {field.column} = {OTHER[type(field).__name__].format(c=field.column)} where id = %s",
        row.pk,
    )
    found = faults()
    assert found[0][0] == ("entry_missing" if field.primary_key else "entry_altered")
    assert found[0][1:] == (table, row.pk)


class TestPastTheProduct:
    """Rows of the business changed through psql."""

    def test_a_row_edited(self, days: list[int]) -> None:
        sql("update kernel_calendarday set works = false where id = %s", days[2])
        assert faults() == [("changed_past_the_product", "kernel_calendarday", days[2])]

    def test_a_row_deleted(self, days: list[int]) -> None:
        sql("delete from kernel_calendarday where id = %s", days[2])
        assert faults() == [("changed_past_the_product", "kernel_calendarday", days[2])]

    def test_a_row_inserted(self, days: list[int]) -> None:
        sql(
            "insert into kernel_calendarday (id, day, works, reason, version) values (777, '2027-01-01', true, '', 1)"
        )
        assert faults() == [("changed_past_the_product", "kernel_calendarday", 777)]

    def test_a_row_edited_under_somebodys_name(self, days: list[int]) -> None:
        """The owner can claim an actor; the database user gives it away."""
        sql("set local kejing.actor = 'branch_head_a'; update kernel_calendarday set works = false")
        assert {kind for kind, _, _ in faults()} == {"changed_past_the_product"}

    def test_a_row_edited_with_the_trigger_off(self, days: list[int]) -> None:
        off_and_on("kernel_calendarday", f"update kernel_calendarday set works = false where id = {days[2]}")
        assert faults() == [("unlike_history", "kernel_calendarday", days[2])]

    def test_a_row_deleted_with_the_trigger_off(self, days: list[int]) -> None:
        off_and_on("kernel_calendarday", f"delete from kernel_calendarday where id = {days[2]}")
        assert faults() == [("unlike_history", "kernel_calendarday", days[2])]

    def test_a_row_inserted_with_the_trigger_off(self, days: list[int]) -> None:
        off_and_on(
            "kernel_calendarday",
            "insert into kernel_calendarday (id, day, works, reason, version) values (777, '2027-01-01', true, '', 1)",
        )
        assert faults() == [("unlike_history", "kernel_calendarday", 777)]

    def test_the_trigger_off_or_gone(self, days: list[int]) -> None:
        sql("alter table kernel_calendarday disable trigger kj_trail")
        assert faults() == [("trail_switched_off", "kernel_calendarday", 0)]
        sql("drop trigger kj_trail on kernel_calendarday")
        sql("update kernel_calendarday set works = false where id = %s", days[2])
        assert faults() == [
            ("trail_switched_off", "kernel_calendarday", 0),
            ("unlike_history", "kernel_calendarday", days[2]),
        ]

    def test_a_password_set_by_hand(self, cast: Cast, keep: Callable[[], int]) -> None:
        """Whoever may write the table could sign in as anybody."""
        keep()
        user_id = cast["auditor"].user.pk
        off_and_on("identity_user", f"update identity_user set password = 'known' where id = {user_id}")
        assert faults() == [("unlike_history", "identity_user", user_id)]

    def test_a_history_of_it_made_up(self, days: list[int]) -> None:
        sql(
            "insert into kernel_rowchange (at, actor, db_user, table_name, row_id, op, new, salt)"
            " values (now(), 'branch_head_a', 'kejing_app', 'kernel_calendarday', 777, 'I', '{}', '')"
        )
        kinds = {kind for kind, _, _ in faults()}
        assert kinds == {"never_sealed", "unlike_history"}

    def test_the_inbox_emptied_before_the_sealer_came(self, cast: Cast, days: list[int]) -> None:
        with cast["administrator"].acting() as actor:
            set_day(actor=actor, day=date(2026, 2, 1))
            Unsealed.objects.all().delete()  # the application may: the sealer is it
        assert {kind for kind, _, _ in faults()} == {"never_sealed"}


class TestChain:
    def test_a_seal_gone_from_the_middle(self, days: list[int]) -> None:
        sql("delete from kernel_seal where seq = 5")
        assert faults()[0] == ("seal_missing", "kernel_seal", 5)

    def test_a_seal_altered(self, days: list[int]) -> None:
        sql("update kernel_seal set chain = digest where seq = 5")
        assert faults()[0] == ("seal_altered", "kernel_seal", 5)

    def test_two_seals_swapped(self, days: list[int]) -> None:
        sql("update kernel_seal set seq = -1 where seq = 5; update kernel_seal set seq = 5 where seq = 6;"
            " update kernel_seal set seq = 6 where seq = -1")  # fmt: skip
        assert faults()[0][0] == "seal_altered"

    def test_the_end_cut_off(self, days: list[int]) -> None:
        """Last seals, entries and rows gone together: only the anchor outside knows."""
        last = Seal.objects.count()
        wipe = (
            "delete from {t} using kernel_seal s where s.seq > %s and s.source = %s and s.entry_id = {t}.id"
        )
        sql(wipe.format(t="kernel_journalline"), last - 2, "j")
        sql(wipe.format(t="kernel_rowchange"), last - 2, "r")
        sql("delete from kernel_seal where seq > %s", last - 2)
        assert ("tail_cut", "kernel_seal", last - 2) in faults()

    def test_the_whole_chain_made_again_without_the_key(self, days: list[int], settings: Any) -> None:
        sql("update kernel_journalline set actor = 'somebody' where id = %s", line(0).pk)
        remade(settings, key="guessed")
        assert faults()[0][0] == "seal_altered"

    def test_the_whole_chain_made_again_with_the_key(self, days: list[int], settings: Any) -> None:
        """By somebody with the database and the key, but not the heads kept outside."""
        sql("update kernel_journalline set actor = 'somebody' where id = %s", line(0).pk)
        remade(settings, key=settings.TRAIL_KEY)
        assert faults()[0][0] == "anchor_differs"

    def test_an_older_database_beside_a_newer_anchor(self, cast: Cast, days: list[int], home: Path) -> None:
        heads = home / "trail" / "heads.jsonl"
        newer = heads.read_text().replace(f'"seq": {Seal.objects.count()}', '"seq": 99999')
        heads.write_text(newer)
        assert faults() == [("tail_cut", "kernel_seal", Seal.objects.count())]


def test_the_verdict_stops_at_the_first_broken_link_and_still_checks_the_rows(days: list[int]) -> None:
    sql("update kernel_rowchange set actor = 'x' where table_name = 'kernel_calendarday'")
    sql("update kernel_calendarday set works = false where id = %s", days[2])
    assert [kind for kind, _, _ in faults()] == ["entry_altered", "changed_past_the_product"]


def off_and_on(table: str, statement: str) -> None:
    sql(f"alter table {table} disable trigger kj_trail")
    sql(statement)
    sql(f"alter table {table} enable trigger kj_trail")


def remade(settings: Any, key: str) -> None:
    """Every digest and link computed again, as the sealer would."""
    true_key, settings.TRAIL_KEY = settings.TRAIL_KEY, key
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("update kernel_seal set digest = kj_digest(source, entry_id)")
        cursor.execute("select seq, source, entry_id, digest from kernel_seal order by seq")
        chain = trail._FIRST
        for seq, source, entry_id, digest in cursor.fetchall():
            chain = trail._link(chain, source, entry_id, bytes(digest))
            cursor.execute("update kernel_seal set chain = %s where seq = %s", [chain, seq])
    settings.TRAIL_KEY = true_key
