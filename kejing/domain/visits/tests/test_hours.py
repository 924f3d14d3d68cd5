"""Hours in the log, the three shares, who reads them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kejing.domain.visits import actions, queries
from kejing.domain.visits.models import TimeEntry, TimeTargets, WorkType
from kejing.domain.visits.pack import TimeUseSection, apply_time_use
from kejing.domain.visits.rules import DraftHours, LogDraft
from kejing.domain.visits.tests.factories import PARTS, YESTERDAY, held, staff_of, working
from kejing.domain.visits.vocabulary import LogRefusal
from kejing.engines.metrics.models import FactKind
from kejing.engines.metrics.public import IncomingFact, import_facts
from kejing.foundation.kernel import clock, sections
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused
from kejing.foundation.kernel.periods import Month
from tests.cast import TODAY, Cast, make_customer

pytestmark = pytest.mark.django_db
JANUARY = Month(1998, 1)
SECTION = TimeUseSection.model_validate(
    {
        "types": [
            {
                "code": "seller",
                "share": "outside",
                "of_visits": True,
                "label": {"zh": "营销员", "en": "Seller"},
            },
            {"code": "information", "share": "outside", "label": {"zh": "信息员", "en": "Information"}},
            {"code": "clerk", "share": "clerical", "label": {"zh": "办事员", "en": "Clerk"}},
            {"code": "meetings", "share": "internal", "label": {"zh": "内部协调", "en": "Coordination"}},
        ]
    }
)


@pytest.fixture(autouse=True)
def types(cast: Cast) -> Iterator[None]:
    with as_system("pack") as actor:
        apply_time_use(SECTION, actor)
    with clock.frozen(clock.at(TODAY, 18)):
        yield


def log_with(cast: Cast, day: date = TODAY, person: str = "manager_a1", **hours: int) -> int:
    with working(cast, person, day, 18) as actor:
        return actions.submit_log(actor=actor, day=day, **PARTS, hours=hours or None)


def entries(log_id: int) -> dict[str, tuple[int, int]]:
    with as_system("test"):
        rows = TimeEntry.objects.filter(log_id=log_id).order_by("seq", "id")
        return {row.work_type.code if row.work_type else "other": (row.minutes, row.times) for row in rows}


class TestHoursInTheLog:
    @pytest.mark.requirement(
        "A4.43", shows="the log is drafted with the hours of the day's visits, and kept with them"
    )
    def test_visits_are_drafted_as_outside(self, cast: Cast) -> None:
        held(cast, minutes=40)
        held(cast, customer="C0002", hour=11, minutes=25)
        assert entries(log_with(cast)) == {"seller": (65, 2)}

    def test_what_was_said_counts(self, cast: Cast) -> None:
        held(cast, minutes=40)
        log_id = log_with(cast, seller=40, clerk=90, meetings=30, other=15)
        assert entries(log_id) == {"seller": (40, 1), "clerk": (90, 1), "meetings": (30, 1), "other": (15, 1)}

    @pytest.mark.parametrize(
        ("hours", "code"),
        [
            ({"seller": 1000, "clerk": 441}, LogRefusal.TOO_MANY_MINUTES),
            ({"golf": 30}, LogRefusal.UNKNOWN_WORK_TYPE),
        ],
    )
    def test_impossible_hours_are_refused(self, cast: Cast, hours: dict[str, int], code: LogRefusal) -> None:
        with pytest.raises(Refused) as caught:
            log_with(cast, **hours)
        assert caught.value.code == code
        with as_system("test"):
            assert TimeEntry.objects.count() == 0
        assert entries(log_with(cast, seller=1000, clerk=440)) == {"seller": (1000, 1), "clerk": (440, 1)}

    def test_corrected_hours_stand_beside_and_count(self, cast: Cast) -> None:
        log_id = log_with(cast, seller=40)
        with working(cast, "manager_a1", TODAY, 19) as actor:
            actions.correct_log(
                actor=actor, day=TODAY, **PARTS, hours={"seller": 55, "clerk": 10}, reason="forgot"
            )
            actions.correct_log(actor=actor, day=TODAY, **PARTS, reason="a word")
            page = queries.log_page(actor=actor, log_id=log_id)
        assert [(row.code, row.minutes) for row in page.hours] == [("seller", 55), ("clerk", 10)]
        with as_system("test"):
            assert TimeEntry.objects.count() == 3

    def test_other_modules_add_to_the_draft(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        said = LogDraft(visits=("Morning meeting",), hours=(DraftHours("internal", 45),))
        monkeypatch.setitem(sections._providers, queries.DRAFT, [("meetings", lambda *, actor, day: said)])
        held(cast, minutes=20)
        with working(cast, "manager_a1") as actor:
            page = queries.day_log(actor=actor, day=TODAY)
        assert page.draft[0].splitlines()[-1] == "Morning meeting"
        assert {row.code: row.minutes for row in page.hours if row.minutes} == {"seller": 20, "meetings": 45}

    def test_the_form_has_a_field_for_each_type(self, cast: Cast) -> None:
        held(cast, minutes=40)
        client = cast["manager_a1"].client
        html = client.get(f"/logs/{TODAY}/").content.decode()
        assert 'name="minutes_seller" value="40"' in html
        answer = client.post(f"/logs/{TODAY}/", {**PARTS, "minutes_seller": "40", "minutes_clerk": "30"})
        assert answer.status_code == 302
        assert entries(int(answer["Location"].split("/")[-2])) == {"seller": (40, 1), "clerk": (30, 1)}

    def test_too_many_minutes_are_said_on_the_form(self, cast: Cast) -> None:
        answer = cast["manager_a1"].client.post(
            f"/logs/{TODAY}/", {**PARTS, "minutes_seller": "1440", "minutes_clerk": "1"}
        )
        assert answer.status_code == 422
        assert "1441" in answer.content.decode()


class TestShares:
    @pytest.mark.requirement("A2.36", shows="three shares of a person's time against targets of a third each")
    @pytest.mark.requirement(
        "A2.8", shows="the mix of work types (information, clerk, seller) reported per person"
    )
    @pytest.mark.requirement("A4.9", shows="hours and count per type of work")
    def test_a_month_of_one_person(self, cast: Cast) -> None:
        held(cast, day=YESTERDAY, minutes=60)
        log_with(cast, YESTERDAY, seller=60, information=60, clerk=120)
        log_with(cast, TODAY, clerk=60, meetings=60, other=30)
        with working(cast, "market_manager_a") as actor:
            page = queries.time_use(actor=actor, staff_id=staff_of(cast, "manager_a1"), month=JANUARY)
        use = page.person.use
        assert (use.clerical, use.internal, use.outside, use.unclassified) == (180, 60, 120, 30)
        assert [(row.label, row.minutes, row.times) for row in page.person.types] == [
            ("营销员", 60, 1), ("信息员", 60, 1), ("办事员", 180, 2), ("内部协调", 60, 1), ("未分类", 30, 1),
        ]  # fmt: skip
        html = cast["manager_a1"].client.get(f"/team/{staff_of(cast, 'manager_a1')}/time/").content.decode()
        assert "33.3%" in html
        assert "50.0%" in html

    @pytest.mark.requirement(
        "A2.37", shows="an alert at or below a third outside, with the largest consumers"
    )
    def test_at_the_limit_it_alerts_above_it_not(self, cast: Cast) -> None:
        log_with(cast, person="manager_a1", seller=60, clerk=80, meetings=40)
        log_with(cast, person="manager_a2", seller=61, clerk=80, meetings=40)
        with working(cast, "market_manager_a") as actor:
            board = queries.time_board(actor=actor, month=JANUARY)
        assert [(p.staff_id, p.is_short) for p in board.people] == [
            (staff_of(cast, "manager_a1"), True), (staff_of(cast, "manager_a2"), False),
        ]  # fmt: skip
        assert [row.minutes for row in board.people[0].consumers] == [80, 40]
        html = cast["market_manager_a"].client.get("/team/time/").content.decode()
        assert "办事员 1:20; 内部协调 0:40" in html

    def test_nothing_classified_is_no_alert(self, cast: Cast) -> None:
        log_with(cast, other=300)
        with working(cast, "market_manager_a") as actor:
            board = queries.time_board(actor=actor, month=JANUARY)
        assert board.short == ()

    def test_only_those_who_see_her_read_it(self, cast: Cast) -> None:
        log_with(cast, seller=60)
        staff_id = staff_of(cast, "manager_a1")
        with working(cast, "manager_a2") as actor, pytest.raises(Forbidden):
            queries.time_use(actor=actor, staff_id=staff_id)
        with working(cast, "market_manager_b") as actor, pytest.raises(NotVisible):
            queries.time_use(actor=actor, staff_id=staff_id)
        with working(cast, "hr") as actor:
            assert queries.time_use(actor=actor, staff_id=staff_id).person.use.outside == 60
            assert TimeEntry.objects.count() == 0

    def test_the_pack_creates_what_is_missing_only(self, cast: Cast) -> None:
        with as_system("pack") as actor:
            again = apply_time_use(SECTION, actor)
            assert (again.created, again.kept) == (0, 4)
            assert (TimeTargets.objects.count(), WorkType.objects.count()) == (1, 4)

    def test_the_board_costs_the_same_for_ten_days_as_for_one(self, cast: Cast) -> None:
        counts = []
        for day in (YESTERDAY, TODAY):
            log_with(cast, day, seller=60)
            with working(cast, "market_manager_a") as actor, CaptureQueriesContext(connection) as found:
                queries.time_board(actor=actor, month=JANUARY)
            counts.append(len(found))
        assert counts[0] == counts[1]


class TestTimeUse:
    def test_a_month_without_hours(self, cast: Cast) -> None:
        html = cast["manager_a1"].client.get(f"/team/{staff_of(cast, 'manager_a1')}/time/").content.decode()
        assert "精力分配" in html
        assert "营销员" in html

    def test_the_panels(self, cast: Cast) -> None:
        log_with(cast, seller=60, clerk=120)
        client, about = cast["market_manager_a"].client, staff_of(cast, "manager_a1")
        assert "33.3%" in client.get(f"/ui/panels/person.main/time/{about}/").content.decode()
        assert "manager_a1" in client.get("/ui/panels/team.main/time/0/").content.decode()


class TestTimeBoard:
    def test_another_month_has_nobody_short(self, cast: Cast) -> None:
        log_with(cast, seller=60, clerk=120)
        html = cast["market_manager_a"].client.get("/team/time/?month=1997-12").content.decode()
        assert "1:20" not in html
        assert "manager_a2" in html


class TestExplainTime:
    def test_the_why_names_targets_and_days(self, cast: Cast) -> None:
        log_with(cast, seller=60, clerk=120)
        address = f"/team/{staff_of(cast, 'manager_a1')}/time/why/?month=1998-01"
        html = cast["manager_a1"].client.get(address).content.decode()
        assert "3:00" in html
        assert "33.3%" in html


class TestDevelopment:
    @pytest.mark.requirement(
        "A2.38", shows="new customers and their volume per head by month, next to headcount"
    )
    def test_by_month_within_the_readers_scope(self, cast: Cast) -> None:
        holder = cast["manager_a1"].holder_id or 0
        with as_system("test") as system:
            for n in (3, 20, 31):
                make_customer(f"N{n}", "新客户", holder, since=date(1997, 12, n))
            make_customer("M5", "新客户", cast["manager_b1"].holder_id or 0, since=date(1997, 12, 5))
            TimeTargets.objects.update(volume_fact="order", volume_figure="amount")
            FactKind.objects.create(
                code="order", subject_kind="customer", label_zh="订单", label_en="Order", has_amount=True
            )
            brought = [("N3", 8, "100"), ("N20", 25, "150"), ("M5", 6, "70"), ("C0001", 9, "999")]
            rows = [
                IncomingFact(f"{no}-{day}", no, date(1997, 12, day), Decimal(sum_))
                for no, day, sum_ in brought
            ]
            import_facts(actor=system, kind="order", source="test", rows=rows)
        with working(cast, "market_manager_a") as actor:
            found = queries.development(actor=actor)
        december = found[1]
        assert (len(found), december.month, december.heads, december.customers) == (12, Month(1997, 12), 2, 3)
        assert (december.per_head, december.volume, december.volume_per_head) == (Fraction(3, 2), 250, 125)
        assert (found[0].customers, found[0].volume) == (0, 0)
        html = cast["market_manager_a"].client.get("/team/development/").content.decode()
        assert "1.5" in html

    def test_without_a_fact_there_is_no_volume(self, cast: Cast) -> None:
        with working(cast, "hr") as actor:
            rows = queries.development(actor=actor)
        assert {row.volume for row in rows} == {None}
        assert rows[0].heads == 3
