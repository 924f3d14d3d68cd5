"""A clerk brings a real dirty customer file in, undoes it, corrects it and brings it in again without help."""

from datetime import date

import pytest

from kejing.domain.customers.actions import assign_customer
from kejing.domain.customers.models import Customer, Ownership
from kejing.domain.org.models import Unit
from kejing.engines.interchange.public import bring_files, map_columns, undo_import
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused
from kejing.foundation.kernel.models import RowChange
from tests.cast import TODAY, Cast
from tests.imports.clerk import Clerk, counts, everything, faults, tally

DIRTY = (
    "某某支行客户清单,,,,,,\r\n"
    "客户编号,客户名称,客户类型,机构号,客户经理,身份证号,创建日期\r\n"
    "N001,上海甲公司,企业,A,S003,,2024/1/5\r\n"
    "N002,王芳,个人,A,,110101199003071234,2024-02-30\r\n"
    "N003,李雷,个人,A,,1.10101E+17,2024.3.1\r\n"
    "N004,乙公司,企业,X,,,2024年4月1日\r\n"
    "C0001,曾国华,个人,A,,,2020-01-01\r\n"
).encode("gb18030")


@pytest.fixture
def clerk(cast: Cast) -> Clerk:
    return Clerk(cast)


def numbers() -> list[str]:
    with everything():
        return list(
            Customer.objects.filter(number__startswith="N")
            .order_by("number")
            .values_list("number", flat=True)
        )


def test_the_columns_of_a_dirty_file_are_guessed(clerk: Clerk) -> None:
    intake = clerk.bring("customers.customer", DIRTY)
    assert intake.layout is not None
    assert (intake.layout["encoding"], intake.layout["skip"]) == ("gb18030", 1)
    assert {use["column"]: use["field"] for use in intake.mapping["columns"]} == {
        "客户编号": "number", "客户名称": "name", "客户类型": "kind", "机构号": "unit", "客户经理": "holder",
        "身份证号": "identity_number", "创建日期": "entered_on",
    }  # fmt: skip
    assert intake.mapping["columns"][2]["values"] == {"企业": "organisation", "个人": "person"}


def test_brought_in_undone_corrected_and_brought_in_again(clerk: Clerk) -> None:
    intake = clerk.bring("customers.customer", DIRTY)
    trial = clerk.map(intake, remember="支行清单")
    assert (trial.dry, trial.state, numbers()) == (True, "done", [])
    assert faults(trial) == [
        (4, "创建日期", "wrong_date"), (5, "身份证号", "spreadsheet_number"), (6, "unit", "unknown_reference"),
    ]  # fmt: skip
    real = clerk.run(trial)
    assert (real.counts, real.errors) == (trial.counts, trial.errors)
    assert (tally(real), counts(real), numbers()) == ((5, 2, 3), (1, 1, 0), ["N001"])
    with everything():
        made = Customer.objects.get(number="N001")
        assert (made.kind, made.holder_id, made.entered_on) == (
            "organisation", clerk._cast["manager_a1"].holder_id, date(2024, 1, 5),
        )  # fmt: skip
        assert Customer.objects.get(number="C0001").entered_on == date(2020, 1, 1)
    clerk.undo(real)
    with everything():
        assert Customer.objects.get(number="C0001").entered_on is None
    assert numbers() == []
    back = clerk.to_correct(real).decode("utf-8-sig")
    assert [line.split(",")[0] for line in back.splitlines()] == ["客户编号", "N002", "N003", "N004"]
    assert "2024-02-30" in back
    corrected = (
        back.replace("2024-02-30", "2024-02-28")
        .replace("1.10101E+17", "110101199003071235")
        .replace(",X,", ",A,")
    )
    again = clerk.bring("customers.customer", corrected.encode("utf-8"), "again.csv")
    assert again.mapping["name"] == "支行清单"
    second = clerk.run(clerk.map(again))
    assert (second.error_total, counts(second), numbers()) == (0, (3, 0, 0), ["N002", "N003", "N004"])


def test_nothing_comes_in_where_the_clerk_wants_all_or_nothing(clerk: Clerk) -> None:
    trial = clerk.map(clerk.bring("customers.customer", DIRTY), leave_out=False)
    assert (trial.state, trial.error_total) == ("refused", 2)
    with pytest.raises(Refused):
        clerk.run(trial)


def test_the_same_file_twice_changes_nothing(clerk: Clerk) -> None:
    clerk.run(clerk.map(clerk.bring("customers.customer", DIRTY)))
    with everything():
        before = RowChange.objects.filter(table_name="customers_customer").count()
    again = clerk.run(clerk.map(clerk.bring("customers.customer", DIRTY)))
    assert counts(again) == (0, 0, 2)
    with everything():
        assert RowChange.objects.filter(table_name="customers_customer").count() == before


PLAIN = "no,name,type,branch\nN001,甲公司,company,A\nN002,乙公司,company,A\n"


def test_units_without_an_english_name_keep_their_own(clerk: Clerk) -> None:
    file = "编号,名称,类别,上级机构\nE1,东区分行,branch,HQ\n"
    run = clerk.run(clerk.map(clerk.bring("org.unit", file.encode())))
    assert counts(run) == (1, 0, 0)
    with everything():
        made = Unit.objects.get(code="E1")
        assert (made.name, made.name_en, made.kind) == ("东区分行", "东区分行", "branch")


class TestUndo:
    def test_a_row_changed_since_is_named_and_nothing_is_undone(self, clerk: Clerk, cast: Cast) -> None:
        run = clerk.run(clerk.map(clerk.bring("customers.customer", PLAIN.encode())))
        with everything() as system:
            Customer.objects.filter(number="N002").update(phone="123")
            del system
        with pytest.raises(Refused, match="N002") as refused:
            clerk.undo(run)
        assert refused.value.code == "changed_since"
        assert numbers() == ["N001", "N002"]

    def test_a_row_used_since_is_named(self, clerk: Clerk) -> None:
        run = clerk.run(clerk.map(clerk.bring("customers.customer", PLAIN.encode())))
        people = "公司,姓名,电话\nN001,张三,1\n"
        clerk.run(clerk.map(clerk.bring("customers.contact", people.encode())))
        with pytest.raises(Refused, match="N001"):
            clerk.undo(run)

    def test_only_once_and_only_what_was_imported(self, clerk: Clerk, cast: Cast) -> None:
        trial = clerk.map(clerk.bring("customers.customer", PLAIN.encode()))
        with pytest.raises(Refused):
            clerk.undo(trial)
        run = clerk.run(trial)
        clerk.undo(run)
        with pytest.raises(Refused):
            clerk.undo(run)
        with cast["administrator"].acting() as actor, pytest.raises(NotVisible):
            undo_import(actor=actor, import_run_id=10**9, reason="x")
        with cast["manager_a1"].acting() as actor, pytest.raises(Forbidden):
            undo_import(actor=actor, import_run_id=run.pk, reason="x")


class TestMapping:
    def test_a_field_twice_or_missing_is_refused(self, clerk: Clerk) -> None:
        intake = clerk.bring("customers.customer", PLAIN.encode())
        with pytest.raises(Refused) as twice:
            clerk.map(intake, {"no": "number", "name": "number"})
        assert twice.value.code == "field_twice"
        with pytest.raises(Refused) as missing:
            clerk.map(intake, {"no": "number", "name": "name", "type": "kind"})
        assert missing.value.code == "field_missing"

    def test_blank_cells_leave_clear_or_take_a_default_as_chosen(self, clerk: Clerk) -> None:
        full = "no,name,type,branch,tel,address\nN001,甲,company,A,123,路1\nN002,乙,company,A,456,路2\n"
        clerk.run(clerk.map(clerk.bring("customers.customer", full.encode())))
        blank = "no,name,type,branch,tel,address\nN001,,,A,,\n"
        columns = {
            "no": "number", "name": {"field": "name", "blank": "default", "default": "无名"},
            "type": {"field": "kind", "blank": "default", "default": "person"}, "branch": "unit",
            "tel": {"field": "phone", "blank": "clear"}, "address": {"field": "address", "blank": "leave"},
        }  # fmt: skip
        clerk.run(clerk.map(clerk.bring("customers.customer", blank.encode()), columns))
        with everything():
            row = Customer.objects.values_list("name", "kind", "phone", "address").get(number="N001")
        assert row == ("无名", "person", "", "路1")

    def test_a_row_can_be_known_by_its_identity_number(self, clerk: Clerk) -> None:
        first = "no,name,type,branch,tax id\nN001,甲,company,A,913100001\n"
        clerk.run(clerk.map(clerk.bring("customers.customer", first.encode())))
        other = "no,name,type,branch,tax id\nOTHER,甲公司,company,A,913100001\n"
        done = clerk.run(clerk.map(clerk.bring("customers.customer", other.encode()), key="identity_number"))
        assert counts(done) == (0, 1, 0)
        with everything():
            assert Customer.objects.get(number="N001").name == "甲公司"

    def test_nobody_else_brings_files(self, cast: Cast) -> None:
        with cast["auditor"].acting() as actor:
            with pytest.raises(Forbidden):
                bring_files(actor=actor, what="customers.customer", files=[])
            with pytest.raises(Forbidden):
                map_columns(actor=actor, intake_id=1, mapping_chosen={})


def test_ownership_changes_from_a_day_and_its_undoing_gives_it_back(clerk: Clerk, cast: Cast) -> None:
    text = "客户号,起,客户经理工号,公海,原因\nC0001,1998-01-05,S004,,调岗\nC0001,1998-01-12,,A,离职\nC0004,1998-02-01,S003,,x\nC0005,1998-01-05,S007,A,x\n"
    trial = clerk.map(clerk.bring("customers.ownership", text.encode()))
    assert faults(trial) == [(5, "holder", "one_holder"), (4, "since", "before_present")]
    run = clerk.run(trial)
    with everything():
        chain = list(
            Ownership.objects.filter(customer__number="C0001")
            .order_by("valid_from")
            .values_list("valid_from", "valid_to")
        )
    assert chain[-2:] == [(date(1998, 1, 5), date(1998, 1, 12)), (date(1998, 1, 12), None)]
    clerk.undo(run)
    with everything():
        customer = Customer.objects.get(number="C0001")
        assert customer.holder_id == cast["manager_a1"].holder_id
        assert Ownership.objects.filter(customer=customer).count() == 1
    with cast["branch_head_a"].acting() as actor:
        assign_customer(
            actor=actor,
            customer_id=customer.pk,
            holder_id=cast["manager_a2"].holder_id or 0,
            reason="x",
            on=TODAY,
        )
