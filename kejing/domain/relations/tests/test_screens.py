"""Every page: as whom it opens, what it says, what it costs; the requirement items, from form to page."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kejing.domain.customers.models import Holding, HoldingParty, Product
from kejing.domain.relations import actions
from kejing.domain.relations.models import Need, Promise, Question
from kejing.domain.relations.tests.factories import A1, MARKET_A, contact, done, policy_in_force, working
from kejing.domain.visits.tests.factories import held
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}
ZH = {"Accept-Language": "zh-hans"}
MOST_QUERIES = 34
MOST_OF_A_PANEL = 6
CONTEXT = 5
"""What each request spends on session, actor and context before its page."""


@pytest.fixture(autouse=True)
def afternoon(cast: Cast) -> Iterator[None]:
    policy_in_force()
    with clock.frozen(clock.at(TODAY, 17)):
        yield


def url(name: str, *args: Any) -> str:
    return reverse(f"relations:{name}", args=args)


def page(cast: Cast, address: str, person: str = A1, headers: dict[str, str] = EN) -> str:
    response = cast[person].client.get(address, headers=headers)
    assert response.status_code == 200, address
    return str(response.content.decode())


def send(cast: Cast, address: str, person: str = A1, status: int = 302, **data: Any) -> str:
    """Open the form, fill it, send it; the page it leads to, or the form again with its refusal."""
    client = cast[person].client
    html = client.get(address, headers=EN).content.decode()
    key = re.search(r'name="idempotency_key" value="(\w+)"', html)
    version = re.search(r'name="version" value="(\d+)"', html)
    data |= {"idempotency_key": key[1] if key else ""} | ({"version": version[1]} if version else {})
    response = client.post(address, data, headers=EN)
    assert response.status_code == status, response.content.decode()[-3000:]
    if status != 302:
        return str(response.content.decode())
    return page(cast, response["Location"].partition("#")[0], person)


def plain(html: str) -> str:
    """The words of a page without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def queries_of(cast: Cast, address: str, person: str = A1) -> int:
    client = cast[person].client
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.fixture
def c1(cast: Cast) -> int:
    return cast.customers["C0001"]


class TestRelationPage:
    @pytest.mark.requirement(
        "A2.4", shows="dated ratings; the page says rising, stable or falling over a chosen window"
    )
    def test_ratings_and_the_trend_over_a_window(self, cast: Cast, c1: int) -> None:
        done(cast, actions.rate_relation, on=TODAY - timedelta(days=60), grade=2)
        html = send(cast, url("rate_relation", c1), grade=4, note="she calls us first")
        assert "75.0" in html
        assert "rising" in plain(page(cast, url("relation_page", c1) + "?window=30"))
        # 30 days ago the last rating was 2: 25 points; 75 today.
        why = plain(page(cast, url("explain_relation", c1) + "?window=30"))
        assert "rising: 25.0 points 30 days ago, stable within ±5" in why
        assert "Own rating 4/5" in why
        assert "v1" in why
        assert "she calls us first" in why
        assert "not comparable yet" in plain(page(cast, url("relation_page", c1) + "?window=90"))

    def test_in_both_languages(self, cast: Cast, c1: int) -> None:
        done(cast, actions.rate_relation, grade=4)
        assert "关系评分" in page(cast, url("relation_page", c1), headers=ZH)
        assert "最近接触" in page(cast, url("explain_relation", c1), headers=ZH)

    @pytest.mark.requirement(
        "A3.43", shows="a stage of four with the date of each change on the page; back only with a reason"
    )
    def test_change_stage(self, cast: Cast, c1: int) -> None:
        done(cast, actions.change_stage, on=TODAY - timedelta(days=3), stage="maintained")
        address = url("change_stage", c1)
        refused = send(cast, address, status=422, stage="established", reason="")
        assert "Going back a stage needs a reason." in refused
        shown = plain(send(cast, address, stage="established", reason="the shop was sold"))
        assert "Established the shop was sold 1998-01-15" in shown
        assert "Maintained 1998-01-12" in shown

    @pytest.mark.requirement(
        "A3.8",
        "A3.45",
        "A8.17",
        shows="the plan states market, value offered, both value lines and each party's goals with status",
    )
    def test_write_plan(self, cast: Cast, c1: int) -> None:
        said = {
            "market": "three villages", "value_offered": "cash at her counter", "value_for_us": "payroll accounts",
            "value_for_customer": "shorter queues",
        }  # fmt: skip
        shown = plain(send(cast, url("write_plan", c1), **said))
        for text in said.values():
            assert text in shown
        send(
            cast,
            url("set_goal", c1),
            party="us",
            kind="economic",
            text="deposits of 2 million",
            due_on="1998-06-30",
        )
        shown = plain(send(cast, url("set_goal", c1), party="customer", kind="other", text="a name in town"))
        assert "Our goals deposits of 2 million Economic · 1998-06-30 Open" in shown
        assert "The customer's goals a name in town Other Open" in shown
        goal = re.search(r"/relations/goals/(\d+)/", page(cast, url("relation_page", c1)))
        assert goal
        shown = plain(
            send(cast, url("change_goal", goal[1]), text="deposits of 3 million", state="reached", due_on="")
        )
        assert "deposits of 3 million Economic Reached" in shown

    @pytest.mark.requirement("A8.16", shows="messages of both directions, with the balance between them")
    def test_log_message(self, cast: Cast, c1: int) -> None:
        send(cast, url("log_message", c1), voice="ours", text="new rates from March")
        send(cast, url("log_message", c1), voice="theirs", text="the queue is too long")
        shown = plain(send(cast, url("log_message", c1), voice="theirs", text="the card reader fails"))
        assert "Company to customer 1 · customer to company 2, in 365 days" in shown
        assert "the card reader fails Customer to company" in shown

    @pytest.mark.requirement("A9.5", shows="a resource usable by both sides and each side's use of it")
    def test_use_resource(self, cast: Cast, c1: int) -> None:
        shown = send(
            cast, url("add_resource", c1), kind="introduction", usable="both", text="the traders' union"
        )
        resource = re.search(r"/relations/resources/(\d+)/use/", shown)
        assert resource
        send(cast, url("use_resource", resource[1]), by="us", text="two new accounts")
        shown = plain(send(cast, url("use_resource", resource[1]), by="customer", text="a stand at our fair"))
        assert "Introduction · By both · used by us 1, by the customer 1" in shown
        assert "a stand at our fair" in shown

    def test_costs_the_same_with_10_and_100_rows(self, cast: Cast, c1: int) -> None:
        self.fill(cast, 10)
        few = queries_of(cast, url("relation_page", c1))
        self.fill(cast, 90)
        assert queries_of(cast, url("relation_page", c1)) == few
        assert few <= MOST_QUERIES

    def fill(self, cast: Cast, n: int) -> None:
        for i in range(n):
            done(cast, actions.add_need, family="deposit", kind="current", text=f"need {i}")
            done(cast, actions.make_promise, by="us", text=f"promise {i}", due_on=TODAY)
            done(cast, actions.raise_signal, kind="news", level="watch", reason=f"signal {i}", until=TODAY)

    def test_who_only_reads_gets_no_buttons(self, cast: Cast, c1: int) -> None:
        html = page(cast, url("relation_page", c1), "auditor")
        assert "/rate/" not in html
        assert "/stage/" not in html


class TestNeeds:
    @pytest.mark.requirement(
        "A2.9", shows="a need is current or potential and goes found, offered, met or dropped"
    )
    def test_change_need(self, cast: Cast, c1: int) -> None:
        shown = send(cast, url("add_need", c1), family="lending", kind="potential", text="a second oven")
        assert "a second oven" in shown
        assert "Potential" in shown
        with working(cast):
            need = Need.objects.get()
        address = url("change_need", need.pk)
        assert "Offered" in send(cast, address, state="offered", text="a second oven", kind="current")
        assert "Met" in send(cast, address, state="met", text="a second oven", kind="current")
        closed = send(cast, address, status=422, state="found", text="a second oven", kind="current")
        assert "A need that was met or dropped stays so; note a new one." in closed

    @pytest.mark.requirement(
        "A3.16", shows="contact persons' needs side by side, and segments' needs side by side"
    )
    def test_compare_needs(self, cast: Cast, c1: int) -> None:
        boss, clerk = contact(cast, name="王经理"), contact(cast, name="赵会计")
        done(cast, actions.add_need, family="lending", kind="current", text="a loan", contact_id=boss)
        done(
            cast,
            actions.add_need,
            family="deposit",
            kind="potential",
            text="an account for pay",
            contact_id=clerk,
        )
        shown = plain(page(cast, url("customer_needs", c1)))
        assert re.search(r"王经理 主任 a loan Deposit|王经理 主任 a loan Lending · Current", shown)
        assert "赵会计 主任 an account for pay Deposit · Potential" in shown
        by_segment = plain(page(cast, url("compare_needs")))
        assert "Family Person" in by_segment
        assert "Lending 1 current 0 potential" in by_segment
        assert "Deposit 0 current 1 potential" in by_segment

    @pytest.mark.requirement(
        "A3.35", shows="products in families, and per customer what similar customers hold and this one lacks"
    )
    def test_customer_needs(self, cast: Cast, c1: int) -> None:
        with as_owner():
            account = Product.objects.create(code="a", line="account", label_zh="账户", label_en="Account")
            loan = Product.objects.create(code="l", line="loan", label_zh="贷款", label_en="Loan")
            for number, product in (("C0001", account), ("C0002", account), ("C0002", loan), ("C0003", loan)):
                holding = Holding.objects.create(
                    number=f"{number}-{product.code}", product=product, unit_id=cast[A1].unit_id
                )
                HoldingParty.objects.create(holding=holding, customer_id=cast.customers[number], role="owner")
        with as_system("night") as actor:
            actions.refresh_shares(actor=actor)
        shown = plain(page(cast, url("customer_needs", c1)))
        assert "Deposit Account" in shown  # held, by family
        assert re.search(r"Loan Lending 25\.0% · 2 of 8", shown)  # the white spot


class TestPromises:
    @pytest.mark.requirement(
        "A3.44", shows="promises of both sides; the kept ratio counts those kept by their day of those due"
    )
    def test_settle_promise(self, cast: Cast, c1: int) -> None:
        for by, days in (("us", 0), ("us", 2), ("customer", 0)):
            due = (TODAY + timedelta(days=days)).isoformat()
            send(cast, url("make_promise", c1), by=by, text=f"promise of {by} {days}", due_on=due)
        with working(cast):
            rows = list(Promise.objects.order_by("id"))
        done_ = {"state": "kept", "settled_on": TODAY.isoformat(), "reason": ""}
        send(cast, url("settle_promise", rows[0].pk), **done_)
        with clock.frozen(clock.at(TODAY + timedelta(days=5), 9)):
            shown = plain(page(cast, url("relation_page", c1)))
        assert "50.0% 1 of 2 in time" in shown
        assert "0.0% 0 of 1 in time" in shown

    def test_promises_due(self, cast: Cast, c1: int) -> None:
        done(cast, actions.make_promise, by="us", text="send the offer", due_on=TODAY)
        done(cast, actions.ask_question, text="which rate?", due_on=TODAY + timedelta(days=1))
        assert "send the offer" in page(cast, url("promises_due"))
        questions = page(cast, url("promises_due") + "?what=questions")
        assert "which rate?" in questions
        assert "send the offer" not in questions
        assert "send the offer" in page(cast, url("promises_due"), MARKET_A)  # the team's
        assert "send the offer" not in page(cast, url("promises_due"), "manager_a2")

    def test_answer_question(self, cast: Cast, c1: int) -> None:
        send(cast, url("ask_question", c1), text="which rate?", due_on=TODAY.isoformat())
        with working(cast):
            question = Question.objects.get()
        assert "which rate?" not in send(cast, url("answer_question", question.pk), answer="four percent")

    def test_the_panel_of_my_day(self, cast: Cast) -> None:
        address = reverse("ui:panel", args=["my_day.main", "due", 0])
        assert page(cast, address) == ""
        done(cast, actions.make_promise, by="us", text="send the offer", due_on=TODAY)
        assert "send the offer" in page(cast, address)
        assert page(cast, address, MARKET_A) == ""  # not her own customer

    def test_costs_the_same_with_10_and_100_rows(self, cast: Cast) -> None:
        for i in range(10):
            done(cast, actions.make_promise, by="us", text=f"p {i}", due_on=TODAY)
        few = queries_of(cast, url("promises_due"))
        for i in range(60):
            done(cast, actions.make_promise, by="us", text=f"p {i}", due_on=TODAY)
        assert queries_of(cast, url("promises_due")) == few


class TestRisks:
    SAID = {"kind": "payment", "level": "warning", "reason": "pays late", "until": "1998-04-15"}

    @pytest.mark.requirement(
        "A9.3",
        shows="signals by kind with level, reason, who and until when, an alarm of a rule, and the control action",
    )
    def test_risk_signals(self, cast: Cast, c1: int) -> None:
        from kejing.domain.customers.models import Customer

        with as_system("mark") as actor:
            Customer.objects.filter(number="C0002").update(risk="watch")
            actions.raise_alarms(actor=actor)
        shown = plain(send(cast, url("raise_signal", c1), **self.SAID, control=""))
        assert "pays late ? Payment · 1998-01-15 · manager_a1 · watched until 1998-04-15 Warning" in shown
        html = page(cast, url("risk_signals"))
        assert "In_arrears" in html  # the rule in the pack's words
        signal = re.search(r"/relations/signals/(\d+)/", html[html.index("pays late") :])
        assert signal
        shown = send(
            cast,
            url("change_signal", signal[1]),
            level="serious",
            control="a lower limit",
            until="1998-04-15",
        )
        assert "Control: a lower limit" in plain(shown)
        assert "Serious" in shown
        assert "a lower limit" in page(cast, url("risk_signals"), MARKET_A)
        assert "pays late" not in page(cast, url("risk_signals"), "manager_a2")

    @pytest.mark.requirement(
        "A9.26",
        shows="share of events with an own warning 1–180 days before, with lead days and false warnings beside it",
    )
    def test_explain_indicator(self, cast: Cast, c1: int) -> None:
        early = TODAY - timedelta(days=40)
        for number in ("C0001", "C0003"):
            done(
                cast, actions.raise_signal, on=early, customer_id=cast.customers[number], kind="payment",
                level="warning", reason="pays late", until=TODAY,
            )  # fmt: skip
        false = done(
            cast,
            actions.raise_signal,
            kind="news",
            level="watch",
            reason="rumour",
            until=TODAY,
            customer_id=cast.customers["C0002"],
        )
        done(
            cast,
            actions.change_signal,
            signal_id=false,
            version=1,
            level="watch",
            control="",
            until=TODAY,
            ending="false_alarm",
        )
        for number in ("C0001", "C0002"):  # the warning about C0002 came on the day itself
            send(
                cast, url("record_event", cast.customers[number]), kind="payment", text="did not pay",
                day=TODAY.isoformat(),
            )  # fmt: skip
        table = plain(page(cast, url("indicators"), MARKET_A))
        assert "manager_a1 50.0% ? 40 1 / 2" in table
        why = plain(page(cast, url("explain_indicator", cast[A1].holder_id, "foresight"), MARKET_A))
        assert "1 of 2" in why
        assert "Days ahead, in the middle 40 days" in why
        assert "False warnings, of those that can be judged 1/2" in why
        assert "no warning" in why
        assert "v1" in why

    @pytest.mark.requirement(
        "A3.7", shows="win rate and supporters gained per person, with their explanation"
    )
    def test_indicators(self, cast: Cast, c1: int) -> None:
        ids = {"customer_id": c1, "contact_id": contact(cast)}
        for title, state in (("loan price", "agreed"), ("card terms", "failed")):
            file = done(cast, actions.open_negotiation, title=title, goals="x")
            done(cast, actions.close_negotiation, negotiation_id=file, version=1, state=state, ending="x")
        send(cast, url("note_stance", c1, ids["contact_id"]), stance="supporter")
        row = plain(page(cast, url("indicators"), MARKET_A))
        assert re.search(r"manager_a1 – \? – – 50\.0% \? 1", row)
        why = plain(page(cast, url("explain_indicator", cast[A1].holder_id, "influence"), MARKET_A))
        assert "1 of 2" in why
        assert "Supporters gained 1" in why
        assert "loan price" in why

    def test_others_see_no_figures_of_people_out_of_scope(self, cast: Cast) -> None:
        done(cast, actions.raise_signal, **self.SAID | {"until": TODAY})
        assert (
            cast["manager_b1"]
            .client.get(url("explain_indicator", cast[A1].holder_id, "foresight"))
            .status_code
            == 404
        )
        assert cast["hr"].client.get(url("indicators")).status_code == 403


class TestAnalyses:
    @pytest.mark.requirement(
        "A9.6",
        shows="aspects and an overall grade, dated, reviewed by another, with the next one due by class",
    )
    def test_analysis_page(self, cast: Cast, c1: int) -> None:
        said = {"aspect_need": 3, "aspect_credit": 4, "overall": 4, "summary": "sound, a little slow"}
        shown = plain(send(cast, url("analyse_customer", c1), **said))
        assert "every 365 days for this class" in shown
        with working(cast):
            from kejing.domain.relations.models import Analysis

            analysis = Analysis.objects.get()
        assert (analysis.day, analysis.grades) == (TODAY, {"need": 3, "credit": 4})
        assert "Sign the analysis" not in page(cast, url("analysis_page", analysis.pk))  # not by herself
        shown = plain(send(cast, url("analysis_page", analysis.pk), MARKET_A, review="agreed"))
        assert "market_manager_a · 1998-01-15 agreed" in shown
        assert "Need 3 / 5 Credit 4 / 5 Overall grade 4 / 5" in shown

    def test_every_aspect_is_graded(self, cast: Cast, c1: int) -> None:
        send(cast, url("analyse_customer", c1), status=422, aspect_need=3, overall=4, summary="x")


class TestTalks:
    @pytest.mark.requirement(
        "A9.7", shows="per contact person: channel, style, time, and the plan what to speak about how often"
    )
    def test_set_communication(self, cast: Cast, c1: int) -> None:
        person = contact(cast, name="王经理")
        said = {
            "means": "visit",
            "hours": "morning",
            "style": "brief",
            "purpose": "the renewal",
            "every_days": 30,
        }
        shown = plain(send(cast, url("set_communication", c1, person), **said, next_on="1998-02-02"))
        assert "Visit · Morning · Brief" in shown
        assert "the renewal · every 30 days · next" in shown
        assert cast[A1].client.get(url("set_communication", c1, contact(cast, "C0004"))).status_code == 404

    @pytest.mark.requirement(
        "A9.8", shows="goals, limits, concessions, rounds and outcome; limits hidden without the right"
    )
    def test_negotiation_page(self, cast: Cast, c1: int) -> None:
        send(cast, url("open_negotiation", c1), title="loan price", goals="five percent for three years")
        file = re.search(r"/relations/negotiations/(\d+)/", page(cast, url("relation_page", c1)))
        assert file
        number = file[1]
        send(cast, url("set_limits", number), text="not below four percent")
        send(
            cast,
            url("add_round", number),
            text="first offer",
            we_conceded="the fee",
            they_conceded="a guarantee",
        )
        shown = plain(send(cast, url("close_negotiation", number), state="agreed", ending="four and a half"))
        for text in (
            "five percent for three years",
            "first offer",
            "the fee",
            "a guarantee",
            "four and a half",
            "Agreed",
        ):
            assert text in shown
        assert "not below four percent" in page(cast, url("negotiation_page", number), MARKET_A)
        hidden = page(cast, url("negotiation_page", number), "compliance")
        assert "five percent for three years" in hidden
        assert "not below four percent" not in hidden
        assert "Limits" not in hidden
        assert cast["compliance"].client.get(url("set_limits", number)).status_code == 403


class TestCustomerHistory:
    def test_customer_history(self, cast: Cast, c1: int) -> None:
        """All sources in one stream, newest first."""
        held(cast, day=TODAY - timedelta(days=2), result="she wants a loan")
        done(
            cast,
            actions.add_need,
            on=TODAY - timedelta(days=1),
            family="lending",
            kind="current",
            text="a loan",
        )
        done(cast, actions.change_stage, stage="established")
        shown = plain(page(cast, url("customer_history", c1)))
        order = [
            shown.index(text) for text in ("Stage changed", "Need noted", "she wants a loan", "New holder")
        ]
        assert order == sorted(order)
        assert "Established" in shown

    def test_page_by_page_nothing_twice_and_nothing_lost(self, cast: Cast, c1: int) -> None:
        for i in range(70):
            done(
                cast,
                actions.log_message,
                on=TODAY - timedelta(days=i % 7),
                voice="ours",
                text=f"message {i:02}",
            )
        held(cast, day=TODAY - timedelta(days=3), result="a visit between")
        seen: list[str] = []
        address = url("customer_history", c1)
        while address:
            html = page(cast, address)
            seen += re.findall(r"message \d\d|a visit between", html)
            following = re.search(r'href="(\?after=[^"]+)"', html)
            address = url("customer_history", c1) + following[1] if following else ""
        assert len(seen) == len(set(seen)) == 71

    def test_a_foreign_cursor_is_refused(self, cast: Cast, c1: int) -> None:
        assert cast[A1].client.get(url("customer_history", c1) + "?after=x").status_code == 422

    def test_costs_the_same_with_10_and_100_rows(self, cast: Cast, c1: int) -> None:
        for i in range(10):
            done(cast, actions.log_message, voice="ours", text=f"m {i}")
        few = queries_of(cast, url("customer_history", c1))
        for i in range(60):
            done(cast, actions.log_message, voice="ours", text=f"m {i}")
        assert queries_of(cast, url("customer_history", c1)) == few


@pytest.mark.parametrize(("slot", "name"), [("customer.top", "relation"), ("customer.next", "open"), ("customer.main", "history")])  # fmt: skip
def test_panels_of_the_customers_page(cast: Cast, c1: int, slot: str, name: str) -> None:
    done(cast, actions.raise_signal, kind="news", level="watch", reason="rumour", until=TODAY)
    done(cast, actions.make_promise, by="us", text="send the offer", due_on=TODAY)
    address = reverse("ui:panel", args=[slot, name, c1])
    assert {"relation": "rumour", "open": "send the offer", "history": "Promise made"}[name] in page(
        cast, address
    )
    assert cast["manager_b1"].client.get(address).status_code == 404
    bare = queries_of(cast, reverse("ui:panel", args=["my_day.main", "due", 0]), "compliance")  # asks nothing
    assert queries_of(cast, address) - bare <= MOST_OF_A_PANEL
