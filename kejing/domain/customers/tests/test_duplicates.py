"""Asking whether a customer is there, the batch search, the queue of pairs."""

from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from kejing.domain.customers import actions, queries
from kejing.domain.customers.actions import blocking, duplicates
from kejing.domain.customers.models import Customer, DuplicateCandidate, DuplicatePair, DuplicateSettings
from kejing.domain.customers.queries.duplicates import DEFAULTS
from kejing.domain.customers.rules import sort_key
from kejing.domain.customers.vocabulary import DuplicateRefusal, Likeness, PairState
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused, Stale
from kejing.foundation.kernel.models import JournalLine, Progress
from tests.cast import Cast, make_customer
from tests.own_cast import at_once


def settle() -> None:
    """Let deferred constraints speak, as a commit would."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set constraints all deferred")


def customer(cast: Cast, number: str, name: str, holder: str, **values: Any) -> int:
    with as_system("cast"):
        pk = make_customer(number, name, cast[holder].holder_id or 0)
        Customer.objects.filter(pk=pk).update(**values)
    settle()
    return pk


def allow(n: int) -> None:
    with as_system("pack"):
        DuplicateSettings.objects.create(
            threshold=8,
            questions_a_day=n,
            common_name=3,
            common_key=5,
            ask_zh="行长",
            ask_en="the branch head",
        )


def ask(cast: Cast, person: str, **asked: str) -> queries.Likenesses:
    with cast[person].acting() as actor:
        return actions.ask_duplicate(actor=actor, kind=asked.pop("kind", "person"), **asked)


def pairs() -> list[tuple[str, str, str]]:
    with as_system("look"):
        rows = DuplicatePair.objects.order_by("first__number", "second__number")
        return list(rows.values_list("first__number", "second__number", "state"))


class TestCheckDuplicate:
    def test_one_s_own_customer_is_named(self, cast: Cast) -> None:
        found = ask(cast, "manager_a1", name="曾国华")
        assert [(own.number, own.holder, own.likeness) for own in found.own] == [
            ("C0001", "manager_a1", Likeness.LIKELY)
        ]
        assert found.foreign == ()

    @pytest.mark.requirement(
        "A2.10", shows="A customer who is with another unit already is found as she is entered"
    )
    def test_of_somebody_else_s_only_the_unit_is_said(self, cast: Cast) -> None:
        customer(
            cast, "X1", "白秀英", "manager_b1", phone="138 0013 8000", identity_number="110101198001020011"
        )
        for asked, likeness in (
            ({"phone": "+86-13800138000"}, Likeness.STRONG),
            ({"identity_number": "１１０１０１１９８００１０２００１１"}, Likeness.CERTAIN),
            ({"name": "白 秀英"}, Likeness.LIKELY),
        ):
            found = ask(cast, "manager_a1", **asked)
            assert found.own == ()
            assert [(one.unit, one.likeness) for one in found.foreign] == [("机构B", likeness)]
            assert found.ask_en == "the head"

    def test_nothing_of_a_foreign_customer_is_in_the_fragment(self, cast: Cast) -> None:
        customer(
            cast, "X1", "白秀英", "manager_b1", phone="13800138000", identity_number="110101198001020011"
        )
        answer = cast["manager_a1"].client.get(reverse("customers:check_duplicate"), {"phone": "13800138000"})
        text = answer.content.decode()
        assert "机构B" in text
        for secret in ("X1", "白秀英", "manager_b1", "1101", "13800138000"):
            assert secret not in text

    def test_nobody_like_it_is_an_empty_fragment(self, cast: Cast) -> None:
        answer = cast["manager_a1"].client.post(reverse("customers:check_duplicate"), {"name": "司马光"})
        assert (answer.status_code, answer.content.decode().strip()) == (200, "")

    def test_a_confidential_customer_answers_to_her_identity_number_alone(self, cast: Cast) -> None:
        customer(
            cast,
            "X1",
            "白秀英",
            "manager_b1",
            phone="13800138000",
            identity_number="11010119800",
            confidential=True,
        )
        assert not ask(cast, "manager_a1", name="白秀英", phone="13800138000").any
        (only,) = ask(cast, "manager_a1", identity_number="11010119800").foreign
        assert (only.unit, only.likeness) == ("", Likeness.CERTAIN)

    def test_a_name_that_many_bear_says_nothing_of_somebody_else_s(self, cast: Cast) -> None:
        allow(60)
        for n in range(4):
            customer(cast, f"X{n}", "张伟", "manager_b1")
        assert not ask(cast, "manager_a1", name="张伟").any
        customer(cast, "X9", "张伟", "manager_a1")
        assert [own.number for own in ask(cast, "manager_a1", name="张伟").own] == ["X9"]

    def test_a_firm_is_found_whatever_its_legal_form(self, cast: Cast) -> None:
        customer(cast, "X1", "北京恒信机械有限公司", "manager_a1", kind="organisation")
        found = ask(cast, "manager_a1", kind="organisation", name="恒信机械（北京）有限责任公司")
        assert [own.number for own in found.own] == ["X1"]

    def test_so_many_questions_a_day_and_each_in_the_journal(self, cast: Cast) -> None:
        allow(2)
        ask(cast, "manager_a1", name="曾国华")
        ask(cast, "manager_a1", name="曾国藩")
        with pytest.raises(Refused) as refused:
            ask(cast, "manager_a1", name="曾国荃")
        assert (refused.value.code, refused.value.params) == (
            DuplicateRefusal.TOO_MANY_QUESTIONS,
            {"limit": 2},
        )
        assert ask(cast, "manager_a2", name="曾国华").own == ()
        with as_system("look"):
            lines = JournalLine.objects.filter(
                action="customers.ask_duplicate", user_id=cast["manager_a1"].user.pk
            )
            assert [line.detail["name"] for line in lines.order_by("id")] == ["曾国华", "曾国藩"]

    def test_too_little_is_no_question(self, cast: Cast) -> None:
        allow(0)
        page = cast["manager_a1"].client.get(
            reverse("customers:check_duplicate"), {"name": "曾", "phone": "138"}
        )
        assert page.content.decode().strip() == ""

    def test_who_changes_no_customers_asks_nothing(self, cast: Cast) -> None:
        with pytest.raises(Forbidden):
            ask(cast, "auditor", name="曾国华")


@pytest.mark.slow
def test_questions_at_once_are_counted_one_by_one(own_cast: Cast) -> None:
    """Twelve at the same moment, five allowed."""
    allow(5)
    answers = at_once(*[lambda: ask(own_cast, "manager_a1", name="曾国华")] * 12)
    assert sorted(type(answer).__name__ for answer in answers) == ["Likenesses"] * 5 + ["Refused"] * 7


@pytest.fixture
def twins(cast: Cast) -> Cast:
    """One person twice with two account managers of a branch, one firm in two branches."""
    customer(cast, "T1", "白秀英", "manager_a1", phone="13800138000")
    customer(cast, "T2", "白秀瑛", "manager_a2", phone="+86 13800138000")
    customer(cast, "T3", "北京恒信机械有限公司", "manager_a1", kind="organisation")
    customer(cast, "T4", "恒信机械（北京）有限责任公司", "manager_b1", kind="organisation")
    return cast


class TestSearching:
    @pytest.mark.requirement(
        "A2.10", shows="One customer held by two account managers, or by two units, is suggested as one"
    )
    def test_the_search_suggests_who_may_be_one(self, twins: Cast) -> None:
        outcome = actions.search_duplicates()
        assert (outcome.suggested, outcome.common) == (2, 0)
        assert pairs() == [("T1", "T2", "open"), ("T3", "T4", "open")]
        with as_system("look"):
            first = DuplicatePair.objects.get(first__number="T1")
            assert (first.score, first.reasons) == (15.7, {"phone": [1.0, 9.0], "name": [0.94, 6.7]})
            assert Progress.objects.get(key="customers.duplicates").state == "done"
            assert not DuplicateCandidate.objects.exists()

    def test_a_decision_outlives_the_next_search_and_what_no_longer_holds_is_taken_back(
        self, twins: Cast
    ) -> None:
        actions.search_duplicates()
        with as_system("decide"):
            DuplicatePair.objects.filter(first__number="T1").update(state="different")
            Customer.objects.filter(number="T4").update(
                name="上海远景食品有限公司", sort_key="shang hai yuan jing shi pin you xian gong si"
            )
        actions.search_duplicates()
        assert pairs() == [("T1", "T2", "different")]

    def test_a_search_broken_off_goes_on(self, twins: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(duplicates, "BATCH", 1)
        score = blocking.score_next
        calls = []

        def broken(*arguments: Any) -> tuple[int, int]:
            calls.append(1)
            if len(calls) == 2:
                raise RuntimeError("the machine went down")
            return score(*arguments)

        monkeypatch.setattr(duplicates, "score_next", broken)
        with pytest.raises(RuntimeError):
            actions.search_duplicates()
        with as_system("look"):
            assert DuplicateCandidate.objects.count() == 1
            assert Progress.objects.get(key="customers.duplicates").state == "failed"
        monkeypatch.setattr(duplicates, "score_next", score)
        assert actions.search_duplicates().compared == 1
        assert len(pairs()) == 2

    def test_a_key_that_many_share_is_no_reason_to_compare_and_is_reported(self, cast: Cast) -> None:
        allow(60)
        for n in range(6):
            customer(cast, f"X{n}", f"客户{n}", "manager_a1", phone="13800138000")
        outcome = actions.search_duplicates()
        assert (outcome.compared, outcome.common) == (0, 1)

    def test_a_person_and_a_firm_are_not_one(self, cast: Cast) -> None:
        customer(cast, "X1", "恒信", "manager_a1", phone="13800138000")
        customer(cast, "X2", "恒信", "manager_a1", phone="13800138000", kind="organisation")
        actions.search_duplicates()
        assert pairs() == []

    def test_who_may_not_search_is_refused(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            actions.request_duplicates(actor=actor)
        with pytest.raises(Forbidden), cast["manager_a1"].acting() as actor:
            actions.request_duplicates(actor=actor)

    def test_sql_and_python_take_the_same_customers_for_alike(self, cast: Cast) -> None:
        """Whoever has one core name in Python shares a key in SQL."""
        names = ["北京恒信机械有限公司", "恒信机械（北京）有限责任公司", "北京市恒信机械股份有限公司"]
        with as_system("look"), connection.cursor() as cursor:
            cursor.execute(
                "select kj_match_keys('organisation', k, '', '', '', '') from unnest(%s::text[]) k",
                [[sort_key(name) for name in names]],
            )
            keys = [set(row[0]) for row in cursor.fetchall()]
        assert keys[0] & keys[1]
        assert keys[0] & keys[2]


def decide(cast: Cast, person: str, pair_id: int, state: str, version: int = 1) -> int:
    with cast[person].acting() as actor:
        return actions.decide_pair(actor=actor, pair_id=pair_id, state=state, version=version)


@pytest.fixture
def found(twins: Cast) -> tuple[Cast, int, int]:
    """The cast, the pair within branch a, the pair of two branches."""
    actions.search_duplicates()
    with as_system("look"):
        ids = dict(DuplicatePair.objects.values_list("first__number", "id"))
    return twins, ids["T1"], ids["T3"]


class TestDecidePair:
    def test_who_sees_both_decides(self, found: tuple[Cast, int, int]) -> None:
        cast, within, _ = found
        decide(cast, "branch_head_a", within, PairState.LATER)
        assert pairs()[0][2] == "later"
        decide(cast, "market_manager_a", within, PairState.DIFFERENT, version=2)
        assert pairs()[0][2] == "different"

    def test_who_sees_one_of_them_learns_of_no_pair(self, found: tuple[Cast, int, int]) -> None:
        cast, within, across = found
        for person, pair in (("branch_head_a", across), ("branch_head_b", across), ("branch_head_b", within)):
            with pytest.raises(NotVisible):
                decide(cast, person, pair, PairState.DIFFERENT)
        assert [state for *_, state in pairs()] == ["open", "open"]

    def test_who_sees_both_without_the_right_is_told(self, found: tuple[Cast, int, int]) -> None:
        cast, within, _ = found
        with pytest.raises(Forbidden):
            decide(cast, "auditor", within, PairState.DIFFERENT)

    def test_a_stale_decision_and_one_that_is_none_are_refused(self, found: tuple[Cast, int, int]) -> None:
        cast, within, _ = found
        with pytest.raises(Stale):
            decide(cast, "branch_head_a", within, PairState.LATER, version=7)
        with pytest.raises(Refused) as refused:
            decide(cast, "branch_head_a", within, "same")
        assert refused.value.code == DuplicateRefusal.DECIDED

    def test_the_button_decides_and_a_refusal_is_a_page(self, found: tuple[Cast, int, int]) -> None:
        cast, within, _ = found
        address = reverse("customers:decide_pair", args=[within])
        assert (
            cast["branch_head_a"].client.post(address, {"state": "different", "version": 1}).status_code
            == 302
        )
        assert (
            cast["branch_head_a"].client.post(address, {"state": "later", "version": "x"}).status_code == 409
        )


def listed(cast: Cast, person: str) -> list[str]:
    with cast[person].acting() as actor:
        return [row.first.number for row in queries.duplicate_queue(actor=actor).rows]


class TestDuplicateQueue:
    @pytest.mark.requirement(
        "A2.10", shows="Duplicates are listed for whoever sees both customers, and for nobody else"
    )
    def test_a_pair_is_listed_for_who_sees_both(self, found: tuple[Cast, int, int]) -> None:
        cast, within, across = found
        assert listed(cast, "branch_head_a") == ["T1"]
        assert listed(cast, "market_manager_a") == ["T1"]
        assert listed(cast, "branch_head_b") == []
        assert listed(cast, "administrator") == []
        with as_system("look"):
            assert set(DuplicatePair.objects.values_list("pk", flat=True)) == {within, across}
        with cast["branch_head_b"].acting():
            assert not DuplicatePair.objects.exists(), "the second wall says the same"

    def test_the_page_names_both_and_the_fields_that_agree(self, found: tuple[Cast, int, int]) -> None:
        cast, _, _ = found
        page = cast["branch_head_a"].client.get(reverse("customers:duplicate_queue")).content.decode()
        for text in ("白秀英", "白秀瑛", ">T1 ·", ">T2 ·"):
            assert text in page
        assert ">T3 ·" not in page

    def test_an_account_manager_is_told_that_she_has_no_part_in_it(self, cast: Cast) -> None:
        assert cast["manager_a1"].client.get(reverse("customers:duplicate_queue")).status_code == 403

    def test_the_button_queues_the_search(self, cast: Cast) -> None:
        answer = cast["branch_head_a"].client.post(reverse("customers:request_duplicates"))
        assert (answer.status_code, answer["Location"]) == (302, reverse("customers:duplicate_queue"))

    @pytest.mark.parametrize("rows", [10, 60])
    def test_costs_the_same_for_ten_and_sixty(
        self, cast: Cast, rows: int, django_assert_num_queries: Any
    ) -> None:
        for n in range(rows):
            customer(cast, f"P{n}a", f"甲{n}乙", "manager_a1", phone=f"1390000{n:04}")
            customer(cast, f"P{n}b", f"甲{n}乙", "manager_a2", phone=f"1390000{n:04}")
        actions.search_duplicates()
        client = cast["branch_head_a"].client
        client.get(reverse("customers:duplicate_queue"))
        with django_assert_num_queries(9):
            assert client.get(reverse("customers:duplicate_queue")).status_code == 200


class TestDuplicatePair:
    def test_both_stand_side_by_side(self, found: tuple[Cast, int, int]) -> None:
        cast, within, across = found
        page = (
            cast["branch_head_a"]
            .client.get(reverse("customers:duplicate_pair", args=[within]))
            .content.decode()
        )
        for text in ("白秀英", "白秀瑛", "+86 13800138000", "+9.0", "manager_a2"):
            assert text in page
        assert (
            cast["branch_head_a"].client.get(reverse("customers:duplicate_pair", args=[across])).status_code
            == 404
        )
        assert (
            cast["auditor"].client.get(reverse("customers:duplicate_pair", args=[within])).status_code == 403
        )

    def test_the_form_merges_them(self, found: tuple[Cast, int, int]) -> None:
        cast, within, _ = found
        with as_system("look"):
            ids = dict(Customer.objects.filter(number__in=["T1", "T2"]).values_list("number", "id"))
        address = reverse("customers:duplicate_pair", args=[within])
        client = cast["branch_head_a"].client
        assert client.post(address, {"survivor_id": ids["T1"], "take": ["phone"]}).status_code == 422
        assert (
            client.post(
                address, {"survivor_id": ids["T2"], "take": ["name"], "reason": "one person"}
            ).status_code
            == 302
        )
        with as_system("look"):
            assert Customer.objects.get(number="T1").merged_into_id == ids["T2"]
            assert Customer.objects.get(number="T2").name == "白秀英"
        assert pairs()[0] == ("T1", "T2", "same")


def test_settings_without_a_pack_are_the_documented_ones() -> None:
    assert (DEFAULTS.threshold, DEFAULTS.questions_a_day, DEFAULTS.common_name, DEFAULTS.common_key) == (
        8,
        60,
        8,
        40,
    )


class TestDuplicateProgress:
    def test_a_search_under_way_is_shown_and_one_that_ended_is_not(self, cast: Cast) -> None:
        client, address = cast["administrator"].client, reverse("customers:duplicate_progress")
        with as_system("progress"):
            row = Progress.objects.create(key="customers.duplicates", state="running", done=30, total=60)
        assert "50" in client.get(address).content.decode()
        with as_system("progress"):
            Progress.objects.filter(pk=row.pk).update(state="done")
        assert client.get(address).content.decode().strip() == ""
