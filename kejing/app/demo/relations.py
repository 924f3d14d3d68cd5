"""Relations for the demo's two first branches, made by the product's own actions on four days."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from kejing.app.demo.history import Branch, Diary
from kejing.domain.customers.public import holder_customers
from kejing.domain.relations import public as relations
from kejing.engines.metrics.public import PeriodState, period_state
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_actor, as_system
from kejing.foundation.kernel.periods import Month

BEGUN, CALLED, WINTER, NEW_YEAR, LATELY = (
    date(1997, 11, 18), date(1997, 11, 26), date(1997, 12, 15), date(1998, 1, 8), date(1998, 1, 14),
)  # fmt: skip
MADE_UP = "（演示数据）"
CUSTOMERS = 6
ASPECTS = ("need", "value", "credit", "loyalty", "potential")
NEEDS = [
    ("wealth", "potential", "有闲置资金，想做一年期理财"),
    ("lending", "current", "店面扩建，需要流动资金贷款"),
    ("cards", "potential", "出差增多，需要一张金卡"),
]
PROMISES = ["三天内送达利率方案", "协助办理代付变更", "提供近三个月对账单"]
QUESTIONS = ["提前还款怎么计息？", "对账单能否改为每周一次？", "代付日期能否提前？"]
VALUES = (
    "本镇零售，旺季在年底",
    "上门对账、年底备款，减少跑网点的时间",
    "稳定存款和代付业务",
    "旺季资金周转更快",
)


def write_relations(branches: Sequence[Branch]) -> None:
    """Once: a worker that was stopped finds them there. Nothing is written into a month that is closed."""
    with as_system("demo"):
        if relations.relations_begun() or not all(_is_open(day) for day in (BEGUN, WINTER, LATELY)):
            return
    with transaction.atomic():
        for branch in branches:
            for diary in branch.managers:
                _of_manager(diary, branch.reviewer)
        with as_system("demo") as actor:
            relations.refresh_shares(actor=actor)


def raise_alarms() -> None:
    """What the rules say, once every branch has its visits: before, they would find silence everywhere."""
    with clock.frozen(clock.at(LATELY, 20)), as_system("demo") as actor:
        relations.raise_alarms(actor=actor)
        relations.follow_courses(actor=actor)


def _is_open(day: date) -> bool:
    return period_state(Month.of(day)).state != PeriodState.CLOSED


@contextmanager
def _acting(diary: Diary, day: date) -> Iterator[Actor]:
    with clock.frozen(clock.at(day, 16)), as_actor(diary.user_id) as actor:
        yield actor


def _of_manager(diary: Diary, reviewer: Diary) -> None:
    with _acting(diary, BEGUN) as actor:
        customers = holder_customers(actor=actor)[:CUSTOMERS]
        begun = [_begin(actor, customer_id, n) for n, customer_id in enumerate(customers)]
    with _acting(diary, CALLED) as actor:
        for n, story in enumerate(begun):
            if n % 3:  # every third promise is kept too late
                _keep(actor, story["promise"], CALLED)
    with _acting(diary, WINTER) as actor:
        for n, (customer_id, story) in enumerate(zip(customers, begun, strict=True)):
            _winter(actor, customer_id, n, story)
    with _acting(diary, NEW_YEAR) as actor:
        for n, (customer_id, story) in enumerate(zip(customers, begun, strict=True)):
            _new_year(actor, customer_id, n, story)
    with _acting(diary, LATELY) as actor:
        for n, (customer_id, story) in enumerate(zip(customers, begun, strict=True)):
            _lately(actor, customer_id, n, story)
    with _acting(reviewer, LATELY) as actor:
        for story in begun[:3]:
            relations.review_analysis(
                actor=actor, analysis_id=story["analysis"], version=1, review=f"判断有据，注意跟进{MADE_UP}"
            )


def _begin(actor: Actor, customer_id: int, n: int) -> dict[str, Any]:
    who: dict[str, Any] = {"actor": actor, "customer_id": customer_id}
    family, kind, text = NEEDS[n % len(NEEDS)]
    market, offered, for_us, for_customer = VALUES
    relations.rate_relation(**who, grade=3, note=f"往来正常{MADE_UP}")
    relations.change_stage(**who, stage="established")
    relations.write_plan(
        **who, version=0, market=market + MADE_UP, value_offered=offered, value_for_us=for_us,
        value_for_customer=for_customer,
    )  # fmt: skip
    relations.set_goal(
        **who, party="us", kind="economic", text="一年内存款增加两成", due_on=date(1998, 12, 31)
    )
    relations.set_goal(**who, party="customer", kind="other", text="对账不用跑网点")
    relations.add_resource(**who, kind="introduction", usable="both", text=f"认识本镇商会的人{MADE_UP}")
    found = {
        "need": relations.add_need(**who, family=family, kind=kind, text=text + MADE_UP),
        "promise": relations.make_promise(
            **who, by="us", text=PROMISES[n % len(PROMISES)] + MADE_UP, due_on=BEGUN + timedelta(days=10)
        ),
        "question": relations.ask_question(
            **who, text=QUESTIONS[n % len(QUESTIONS)] + MADE_UP, due_on=BEGUN + timedelta(days=14)
        ),
    }
    if n < 2:
        found["signal"] = relations.raise_signal(
            **who, kind="payment", level="warning", reason=f"近两月还款日后才到账{MADE_UP}",
            until=BEGUN + timedelta(days=150), control="还款日前三天电话提醒",
        )  # fmt: skip
    return found


def _keep(actor: Actor, promise_id: int, day: date) -> None:
    relations.settle_promise(actor=actor, promise_id=promise_id, version=1, state="kept", settled_on=day)


def _winter(actor: Actor, customer_id: int, n: int, story: dict[str, Any]) -> None:
    who: dict[str, Any] = {"actor": actor, "customer_id": customer_id}
    if not n % 3:
        _keep(actor, story["promise"], WINTER)
    relations.answer_question(
        actor=actor, question_id=story["question"], version=1, answer=f"已当面说明{MADE_UP}"
    )
    _family, kind, text = NEEDS[n % len(NEEDS)]
    relations.change_need(
        actor=actor, need_id=story["need"], version=1, kind=kind, state="offered", text=text + MADE_UP
    )
    relations.log_message(**who, voice="ours", text=f"告知年底备款安排{MADE_UP}")
    relations.log_message(**who, voice="theirs", text=f"希望柜台中午也办对公业务{MADE_UP}")
    relations.change_stage(**who, stage="maintained")
    story["negotiation"] = relations.open_negotiation(
        **who, title=f"续贷利率{MADE_UP}", goals="利率上浮不超过一成，追加存款留存"
    )
    relations.set_limits(
        actor=actor, negotiation_id=story["negotiation"], version=0, text="最低按基准利率；免手续费须行长同意"
    )


def _new_year(actor: Actor, customer_id: int, n: int, story: dict[str, Any]) -> None:
    who: dict[str, Any] = {"actor": actor, "customer_id": customer_id}
    relations.add_round(
        actor=actor, negotiation_id=story["negotiation"], text=f"客户要求按基准利率{MADE_UP}",
        we_conceded="免一年账户管理费", they_conceded="工资代发转入本行",
    )  # fmt: skip
    story["analysis"] = relations.analyse_customer(
        **who, grades={aspect: 2 + (n + i) % 4 for i, aspect in enumerate(ASPECTS)}, overall=3 + n % 2,
        summary=f"经营稳定，存款有潜力，信用良好{MADE_UP}",
    )  # fmt: skip
    relations.make_promise(
        **who, by="customer", text=f"月底前补齐经营流水{MADE_UP}", due_on=date(1998, 1, 13 + n * 3)
    )
    relations.make_promise(
        **who, by="us", text=PROMISES[(n + 1) % len(PROMISES)] + MADE_UP, due_on=date(1998, 1, 14 + n * 2)
    )
    relations.ask_question(
        **who, text=QUESTIONS[(n + 1) % len(QUESTIONS)] + MADE_UP, due_on=date(1998, 1, 16 + n)
    )
    if n in {0, 3}:  # one was seen coming, one was not
        relations.record_event(**who, kind="payment", text=f"本期贷款未按期归还{MADE_UP}", day=NEW_YEAR)


def _lately(actor: Actor, customer_id: int, n: int, story: dict[str, Any]) -> None:
    who: dict[str, Any] = {"actor": actor, "customer_id": customer_id}
    relations.rate_relation(**who, grade=(4, 2, 5)[n % 3], note=f"年初回访{MADE_UP}")
    if n > 1:
        relations.close_negotiation(
            actor=actor, negotiation_id=story["negotiation"], version=1, state="failed" if n == 4 else "agreed",
            ending=f"按上浮半成续贷{MADE_UP}" if n != 4 else f"客户转往他行{MADE_UP}",
        )  # fmt: skip
    if n == 1:
        relations.change_signal(
            actor=actor, signal_id=story["signal"], version=1, level="watch", control="已核实流水",
            until=LATELY, ending="false_alarm",
        )  # fmt: skip
