"""J1, J2: exports within limits that are exact, a second person above them, and files that name their taker."""

import csv
import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from kejing.domain.customers.actions import assign_customer
from kejing.domain.customers.models import Customer, Ownership
from kejing.domain.customers.queries import customer_list
from kejing.domain.customers.tests.factories import IDENTITY, PHONE, fill, limits, rights
from kejing.domain.visits.tests.factories import held
from kejing.engines.interchange.exports import making, writing
from kejing.engines.interchange.exports.actions import (
    OwnExport,
    decide_export,
    fetch_export,
    make_approved,
    start_export,
)
from kejing.engines.interchange.exports.models import Export
from kejing.engines.interchange.exports.queries import export_page, own_exports, register, to_approve, trace
from kejing.engines.interchange.exports.tasks import expire_exports, make_export
from kejing.foundation.identity.models import Role, User
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused
from kejing.foundation.kernel.fields import NotSeen
from kejing.foundation.kernel.models import JournalLine
from kejing.foundation.kernel.testing import as_owner
from tests.cast import Cast, make_customer

pytestmark = pytest.mark.django_db
TARGET = "customers.customer"


@pytest.fixture(autouse=True)
def _home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def ask(
    cast: Cast, person: str = "manager_a1", query: str = "", file_format: str = "csv", **options: Any
) -> int:
    wanted = {"target": TARGET, "reason": "客户回访", **options}
    with cast[person].acting() as actor:
        return start_export(actor=actor, query=query, file_format=file_format, **wanted)


def state(export_id: int) -> tuple[str, str]:
    with as_system("look"):
        export = Export.objects.get(pk=export_id)
    return export.state, export.failure


def refused(cast: Cast, act: Any, person: str, **arguments: Any) -> str:
    with cast[person].acting() as actor, pytest.raises(Refused) as caught:
        act(actor=actor, **arguments)
    return str(caught.value.code.value)


def rows(cast: Cast, export_id: int, person: str = "manager_a1") -> list[list[str]]:
    """The file as a spreadsheet reads it, its head included."""
    with cast[person].acting() as actor:
        path = Path(fetch_export(actor=actor, export_id=export_id))
    if path.suffix == ".csv":
        return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    return [
        [str(cell) for cell in row]
        for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    ]


def many(cast: Cast, n: int, holder: str = "manager_a1") -> None:
    with as_system("test"):
        for i in range(n):
            make_customer(f"N{i:05}", f"客户{i}", cast[holder].holder_id or 0)


class TestFile:
    @pytest.mark.parametrize("file_format", ["csv", "xlsx"])
    def test_holds_the_rows_of_the_list_and_no_other(self, cast: Cast, file_format: str) -> None:
        with as_system("test"):
            Customer.objects.filter(number="C0002").update(kind="organisation")
        found = rows(cast, ask(cast, query="kind=person&sort=-number&after=x", file_format=file_format))
        assert [row[0] for row in found[1:3]] == ["C0003", "C0001"]
        assert len(found) == 4
        assert found[0][-1] == "_export"

    def test_opens_in_a_spreadsheet_uncomputed_and_whole(self, cast: Cast) -> None:
        fill(cast, phone="=1+1", address="+86 10 8888 8888", name="@SUM(A1)")
        for file_format, digits in (("csv", f"\t{IDENTITY}"), ("xlsx", IDENTITY)):
            (_head, row, *_rest) = rows(cast, ask(cast, query="sort=number", file_format=file_format))
            assert row[1] == "'@SUM(A1)"
            assert "'=1+1" in row
            assert "'+86 10 8888 8888" in row
            assert digits in row

    def test_a_csv_begins_with_the_mark(self, cast: Cast) -> None:
        with cast["manager_a1"].acting() as actor:
            export_id = start_export(actor=actor, target=TARGET, query="", file_format="csv", reason="r")
            assert (
                Path(fetch_export(actor=actor, export_id=export_id)).read_bytes().startswith(b"\xef\xbb\xbf")
            )

    def test_masks_and_leaves_out_as_the_page_does(self, cast: Cast) -> None:
        fill(cast)
        rights("account_manager", phone="mask", identity_number="hide")
        text = str(rows(cast, ask(cast)))
        assert "138****5678" in text
        assert PHONE not in text
        assert IDENTITY not in text
        assert "证件号码" not in text
        assert "电话" in text

    def test_refuses_filters_the_list_refuses(self, cast: Cast) -> None:
        rights("account_manager", phone="hide")
        with pytest.raises(NotSeen):
            ask(cast, query=f"phone={PHONE}")
        for query, code in (
            ("colour=red", "unknown_filter"),
            ("kind=dog", "bad_filter"),
            ("risk=bad", "no_rows"),
        ):
            assert (
                refused(
                    cast,
                    start_export,
                    "manager_a1",
                    target=TARGET,
                    query=query,
                    file_format="csv",
                    reason="r",
                )
                == code
            )
        assert (
            refused(cast, start_export, "manager_a1", target="x", query="", file_format="csv", reason="r")
            == "unknown_export"
        )
        assert (
            refused(cast, start_export, "manager_a1", target=TARGET, query="", file_format="csv", reason=" ")
            == "export_reason"
        )
        with pytest.raises(Forbidden):
            ask(cast, "auditor")

    def test_visits_too(self, cast: Cast) -> None:
        held(cast, "manager_a1", "C0001")
        held(cast, "manager_b1", "C0006")
        found = rows(cast, ask(cast, target="visits.visit", query="month=1998-01"))
        assert [row[0] for row in found[1:-1]] == ["C0001"]
        for query in ("month=x", "state=dog", "colour=red"):
            with pytest.raises(Refused):
                ask(cast, target="visits.visit", query=query)
        with pytest.raises(NotVisible):
            ask(cast, target="visits.visit", query=f"customer={cast.customers['C0006']}")


class TestWatermark:
    """J2."""

    @pytest.mark.parametrize("file_format", ["csv", "xlsx"])
    def test_any_row_leads_to_the_taker_also_after_sorting_and_saving(
        self, cast: Cast, file_format: str
    ) -> None:
        export_id = ask(cast, file_format=file_format)
        head, *body = rows(cast, export_id)
        at = head.index("_export")
        saved = io.StringIO()
        csv.writer(saved).writerows(sorted(body, reverse=True))
        for row in csv.reader(io.StringIO(saved.getvalue())):
            with cast["auditor"].acting() as actor:
                found = trace(actor=actor, code=row[at].lower())
            assert found is not None
            assert (found.pk, found.taker_name, found.rows) == (export_id, "manager_a1", 3)
        assert any("manager_a1" in row[0] and "S003" in row[0] for row in body)

    def test_a_spreadsheet_names_the_taker_on_each_printed_page_and_in_its_properties(
        self, cast: Cast
    ) -> None:
        with cast["manager_a1"].acting() as actor:
            export_id = start_export(actor=actor, target=TARGET, query="", file_format="xlsx", reason="r")
            path = fetch_export(actor=actor, export_id=export_id)
        with zipfile.ZipFile(path) as book:
            assert (
                "manager_a1" in book.read("xl/worksheets/sheet1.xml").decode().partition("<headerFooter>")[2]
            )
            assert "manager_a1" in book.read("docProps/core.xml").decode()

    def test_two_exports_have_two_codes_and_others_trace_nothing(self, cast: Cast) -> None:
        one, two = ask(cast), ask(cast)
        with as_system("look"):
            codes = set(Export.objects.values_list("code", flat=True))
        assert len(codes) == 2
        with pytest.raises(Forbidden), cast["manager_a1"].acting() as actor:
            trace(actor=actor, code=codes.pop())
        with cast["auditor"].acting() as actor:
            assert trace(actor=actor, code="NOSUCHCODE00") is None
            assert trace(actor=actor, code="\0") is None
            assert {row.pk for row in register(actor=actor).rows} == {one, two}


class TestLimits:
    """J1."""

    def test_one_row_above_the_limit_waits_for_a_second_person(self, cast: Cast) -> None:
        limits("account_manager", {"exports.rows": 3})
        assert state(ask(cast)) == ("ready", "")
        limits("account_manager", {"exports.rows": 2})
        assert state(ask(cast)) == ("asked", "")

    def test_the_default_is_five_hundred_rows(self, cast: Cast) -> None:
        many(cast, 497)
        assert state(ask(cast))[0] == "ready"
        with as_system("test"):
            make_customer("LAST", "客户", cast["manager_a1"].holder_id or 0)
        assert state(ask(cast))[0] == "asked"

    def test_many_small_ones_pages_and_api_count_together(self, cast: Cast) -> None:
        limits("account_manager", {"exports.rows_per_day": 8})
        assert state(ask(cast))[0] == "ready"
        answer = cast["manager_a1"].client.post(
            "/api/v1/exports", {"target": TARGET, "reason": "r"}, content_type="application/json"
        )
        assert answer.json()["state"] == "ready"
        assert state(ask(cast, query="sort=number"))[0] == "asked"
        with as_system("test"):
            Customer.objects.filter(number="C0001").update(kind="organisation")
        assert state(ask(cast, query="kind=person"))[0] == "ready"
        assert state(ask(cast, query="kind=organisation"))[0] == "asked"

    def test_another_day_another_person_and_a_stopped_one_use_nothing(self, cast: Cast) -> None:
        limits("account_manager", {"exports.rows_per_day": 3})
        first = ask(cast)
        assert state(ask(cast))[0] == "asked"
        assert state(ask(cast, "manager_a2"))[0] == "ready"
        with as_system("test"):
            Export.objects.filter(pk=first).update(day=clock.real_day() - timedelta(days=1))
        second = ask(cast)
        assert state(second)[0] == "ready"
        with as_system("test"):
            Export.objects.filter(pk=second).update(state="failed")
        assert state(ask(cast))[0] == "ready"

    def test_pressing_twice_exports_once(self, cast: Cast) -> None:
        assert ask(cast, idempotency_key="k") == ask(cast, idempotency_key="k")
        with as_system("look"):
            assert Export.objects.count() == 1


class TestSecondPerson:
    @pytest.fixture
    def asked(self, cast: Cast) -> int:
        limits("account_manager", {"exports.rows": 2})
        limits("branch_head", {"exports.rows": 2})
        return ask(cast)

    def decide(
        self, cast: Cast, person: str, export_id: int, *, approve: bool = True, reason: str = ""
    ) -> None:
        with cast[person].acting() as actor:
            decide_export(actor=actor, export_id=export_id, approve=approve, reason=reason)

    def test_approves_and_the_taker_makes_the_file_once(self, cast: Cast, asked: int) -> None:
        assert refused(cast, fetch_export, "manager_a1", export_id=asked) == "not_ready"
        assert refused(cast, make_approved, "manager_a1", export_id=asked) == "not_approved"
        self.decide(cast, "branch_head_a", asked)
        with cast["manager_a1"].acting() as actor:
            assert make_approved(actor=actor, export_id=asked) == asked
        assert len(rows(cast, asked)) == 5
        assert refused(cast, make_approved, "manager_a1", export_id=asked) == "not_approved"
        with as_system("look"):
            done = JournalLine.objects.filter(subject="export", subject_id=asked, outcome="done").order_by(
                "id"
            )
            assert list(done.values_list("action", flat=True)) == [
                "interchange.start_export", "interchange.decide_export", "interchange.make_approved",
                "interchange.fetch_export",
            ]  # fmt: skip

    def test_an_approved_one_uses_nothing_of_the_day(self, cast: Cast, asked: int) -> None:
        self.decide(cast, "branch_head_a", asked)
        with cast["manager_a1"].acting() as actor:
            make_approved(actor=actor, export_id=asked)
        limits("account_manager", {"exports.rows": 3, "exports.rows_per_day": 3})
        assert state(ask(cast))[0] == "ready"

    def test_refuses_with_a_reason(self, cast: Cast, asked: int) -> None:
        assert (
            refused(cast, decide_export, "branch_head_a", export_id=asked, approve=False) == "export_reason"
        )
        self.decide(cast, "branch_head_a", asked, approve=False, reason="不需要这么多")
        assert state(asked)[0] == "refused"
        assert (
            refused(cast, decide_export, "branch_head_a", export_id=asked, approve=True) == "export_decided"
        )
        assert refused(cast, make_approved, "manager_a1", export_id=asked) == "not_approved"

    def test_is_never_the_taker(self, cast: Cast, asked: int) -> None:
        own = ask(cast, "branch_head_a")
        with pytest.raises(OwnExport):
            self.decide(cast, "branch_head_a", own)
        self.decide(cast, "compliance", own)
        with as_owner(), pytest.raises(Exception, match="export_second_person"):
            Export.objects.filter(pk=own).update(decided_by=cast["branch_head_a"].user.pk)

    def test_needs_the_right_and_the_request_in_sight(self, cast: Cast, asked: int) -> None:
        with pytest.raises(Forbidden):
            self.decide(cast, "market_manager_a", asked)
        with pytest.raises(NotVisible):
            self.decide(cast, "branch_head_b", asked)
        with cast["branch_head_b"].acting() as actor:
            assert to_approve(actor=actor).rows == []
        with cast["branch_head_a"].acting() as actor:
            assert [row.pk for row in to_approve(actor=actor).rows] == [asked]

    def test_must_see_every_row_herself(self, cast: Cast) -> None:
        limits("compliance", {"exports.rows": 2})
        whole = ask(cast, "compliance")
        with as_system("test"):
            Export.objects.filter(pk=whole).update(unit_id=cast.units["A"].pk)
        with cast["branch_head_a"].acting() as actor, pytest.raises(Refused) as caught:
            decide_export(actor=actor, export_id=whole, approve=True)
        assert caught.value.code.value == "not_all_seen"
        assert caught.value.params == {"seen": 6, "rows": 8}

    def test_the_approval_is_for_that_number_of_rows_and_that_day(self, cast: Cast, asked: int) -> None:
        later = ask(cast, query="sort=number")
        many(cast, 1)
        assert refused(cast, decide_export, "branch_head_a", export_id=asked, approve=True) == "more_rows"
        with as_system("test"):
            Customer.objects.filter(number="N00000").update(holder_id=cast["manager_a2"].holder_id)
            Ownership.objects.filter(customer__number="N00000").update(holder_id=cast["manager_a2"].holder_id)
        self.decide(cast, "branch_head_a", asked)
        self.decide(cast, "branch_head_a", later)
        with as_system("test"):
            old = clock.system_now() - timedelta(hours=24)
            Export.objects.filter(pk=later).update(decided_at=old)
            make_customer("NEW", "客户", cast["manager_a1"].holder_id or 0)
        assert refused(cast, make_approved, "manager_a1", export_id=later) == "approval_over"
        with cast["manager_a1"].acting() as actor:
            make_approved(actor=actor, export_id=asked)
        assert state(asked) == ("failed", "more_rows")
        assert list(writing.folder().iterdir()) == []


class TestRights:
    def test_a_file_is_for_its_taker_alone(self, cast: Cast) -> None:
        export_id = ask(cast)
        for person in ("branch_head_a", "compliance", "manager_a2"):
            with pytest.raises(NotVisible):
                rows(cast, export_id, person)
        with pytest.raises(NotVisible), cast["manager_a2"].acting() as actor:
            export_page(actor=actor, export_id=export_id)

    def test_it_is_not_given_out_once_a_row_is_out_of_sight(self, cast: Cast) -> None:
        export_id = ask(cast)
        rows(cast, export_id)
        with cast["branch_head_a"].acting() as actor:
            assign_customer(
                actor=actor,
                customer_id=cast.customers["C0001"],
                holder_id=cast["manager_a2"].holder_id or 0,
                reason="r",
            )
        assert refused(cast, fetch_export, "manager_a1", export_id=export_id) == "rights_changed"

    def test_nor_once_a_column_is_masked_or_the_right_is_gone(self, cast: Cast) -> None:
        export_id = ask(cast)
        rights("account_manager", phone="mask")
        assert refused(cast, fetch_export, "manager_a1", export_id=export_id) == "rights_changed"
        rights("account_manager")
        rows(cast, export_id)
        with as_system("test"):
            Role.objects.filter(code="account_manager").update(permissions=["customers.view"])
        with pytest.raises(Forbidden):
            rows(cast, export_id)

    def waiting(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> int:
        """An export for the worker: as large as AT_ONCE forbids."""
        monkeypatch.setattr("kejing.engines.interchange.exports.actions.AT_ONCE", 2)
        monkeypatch.setattr("kejing.engines.interchange.exports.actions.enqueue", lambda *_a, **_k: None)
        monkeypatch.setattr(making, "BATCH", 1)
        export_id = ask(cast)
        assert state(export_id)[0] == "waiting"
        return export_id

    def test_a_large_one_is_made_by_the_worker_and_only_once(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        export_id = self.waiting(cast, monkeypatch)
        make_export(export_id)
        with cast["manager_a1"].acting() as actor:
            assert export_page(actor=actor, export_id=export_id).done == 3
        made = (writing.folder() / f"{_code(export_id)}.csv").stat().st_mtime_ns
        make_export(export_id)
        assert state(export_id) == ("ready", "")
        assert (writing.folder() / f"{_code(export_id)}.csv").stat().st_mtime_ns == made
        with cast["manager_a1"].acting() as actor:
            listed = [row.number for row in customer_list(actor=actor).page.rows]
        assert [row[0] for row in rows(cast, export_id)[1:4]] == listed

    @pytest.mark.parametrize("taken", ["account", "permission", "field"])
    def test_a_right_taken_away_stops_one_that_waits(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, taken: str
    ) -> None:
        export_id = self.waiting(cast, monkeypatch)
        with as_system("test"):
            if taken == "account":
                User.objects.filter(pk=cast["manager_a1"].user.pk).update(is_active=False)
            elif taken == "permission":
                Role.objects.filter(code="account_manager").update(permissions=["customers.view"])
        if taken == "field":
            rights("account_manager", phone="hide")
            make_export(export_id)
            assert "电话" not in rows(cast, export_id)[0]
        else:
            make_export(export_id)
            assert state(export_id) == ("failed", "no_right")
            assert list(writing.folder().iterdir()) == []

    @pytest.mark.parametrize(
        "change",
        [
            {"permissions": ["customers.view", "exports.make"]},
            {"fields": {"customers.phone": "mask"}},
            {"scope": "none"},
        ],
    )
    def test_and_one_that_is_being_made(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
    ) -> None:
        export_id = self.waiting(cast, monkeypatch)

        def meanwhile(done: int) -> None:
            if done == 2:
                with as_system("test"):
                    Role.objects.filter(code="account_manager").update(**change)

        making.make(export_id, meanwhile)
        assert state(export_id) == ("failed", "rights_changed")
        assert list(writing.folder().iterdir()) == []

    def test_what_breaks_is_told(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        export_id = self.waiting(cast, monkeypatch)

        def broken(*_arguments: Any) -> None:
            raise OSError("disk full")

        monkeypatch.setattr(writing.CsvWriter, "add", broken)
        with pytest.raises(OSError, match="disk full"):
            make_export(export_id)
        assert state(export_id) == ("failed", "export_broken")
        assert list(writing.folder().iterdir()) == []

    def test_a_file_is_gone_after_a_day(self, cast: Cast) -> None:
        export_id, asked = ask(cast), ask(cast, query="sort=number")
        with as_system("test"):
            old = clock.system_now() - timedelta(hours=24)
            Export.objects.filter(pk=export_id).update(made_at=old)
            Export.objects.filter(pk=asked).update(state="asked", asked_at=old - timedelta(hours=24))
        assert refused(cast, fetch_export, "manager_a1", export_id=export_id) == "file_over"
        assert len(list(writing.folder().iterdir())) == 2
        expire_exports()
        assert state(export_id)[0] == state(asked)[0] == "expired"
        assert [
            path.name for path in writing.folder().iterdir() if path.name.startswith(_code(export_id))
        ] == []

    def test_everybody_lists_her_own(self, cast: Cast) -> None:
        export_id = ask(cast)
        with cast["manager_a2"].acting() as actor:
            assert own_exports(actor=actor).rows == []
        with cast["manager_a1"].acting() as actor:
            assert [row.pk for row in own_exports(actor=actor).rows] == [export_id]
        with cast["auditor"].acting() as actor, pytest.raises(Forbidden):
            own_exports(actor=actor)


def _code(export_id: int) -> str:
    with as_system("look"):
        return Export.objects.get(pk=export_id).code
