"""The kit page's sample figures, made up, in both languages and outside the catalogues."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.functional import lazy

from kejing.foundation.kernel import clock
from kejing.foundation.kernel.paging import Capped, Page
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.charts import BarChart, LineChart, Series, bars, course
from kejing.foundation.ui.explanation import Criterion, Explanation, Fact, MustHave, Rule
from kejing.foundation.ui.figures import Figure
from kejing.foundation.ui.progress import Work
from kejing.foundation.ui.tables import Column, Empty, Table
from kejing.foundation.ui.timeline import Entry

HERE, WHY = "/ui/kit/", "/ui/kit/why/"
BALANCES = [2210, 2640, 2480, 2390, 2120, 2180, 2260, 2440, 2510, 2470, 2610, 2700, 2755, 2860]
LIMITS = [4800, 4800, 4800, 4800, 4800, 5000, 5000, 5000, 5200, 5200, 5000, 5100, 5200, 5200]


def say(chinese: str, english: str) -> str:
    """A sample text in the reader's language; samples stay out of the catalogues."""
    return chinese if formats.chinese() else english


later = lazy(say, str)


def customer(i: int) -> str:
    return say(f"客户 {i:02}", f"Customer {i:02}")


def figures() -> list[Figure]:
    return [
        Figure(
            say("日均存款", "Average deposits"),
            *formats.money_parts(28_600_000),
            say("同比 +8%", "+8% on the year"),
            BALANCES,
        ),
        Figure(
            say("授信余额", "Loans"),
            *formats.money_parts(52_000_000),
            say("用信 87.0%", "87.0% used"),
            LIMITS,
        ),
        Figure(
            say("考核得分", "Appraisal"), "83.0", "", say("支行第 3 / 12", "3rd of 12"), BALANCES, why=WHY
        ),
        Figure(
            say("日志待审", "Logs to read"),
            "3",
            "",
            say("1 篇超 1 天", "1 late by a day"),
            icon="notebook",
            state="late",
        ),
        Figure(say("结算流水", "Settlements"), formats.NOTHING, note=say("没有数据", "No data")),
    ]


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    trade: str
    tier: str
    since: date
    balance: Decimal | None
    course: list[int]
    left: date


def _row(i: int) -> Row:
    return Row(
        id=i,
        name=customer(i),
        trade=say(*(("食品", "Food"), ("纺织", "Textiles"), ("机械", "Machines"))[i % 3]),
        tier="ABC"[i % 3],
        since=date(2020 + i % 5, 3, 14),
        balance=None if i == 4 else Decimal(4315 - 611 * i) * 10_000,
        course=[(value * (i + 3)) % 900 for value in BALANCES[:9]],
        left=clock.today() + timedelta(days=3 * i - 6),
    )


def table(*, with_rows: bool) -> Table[Row]:
    columns = [
        Column[Row](
            "name",
            say("客户", "Customer"),
            cell=lambda row: row.name,
            detail=lambda row: row.trade,
            link=lambda _row: HERE,
            sort="name",
        ),
        Column[Row](
            "tier", say("等级", "Tier"), cell=lambda row: pieces.tier(row.tier, WHY, key=f"tier-{row.id}")
        ),
        Column[Row]("since", say("归属自", "Held since"), kind="iso", optional=True),
        Column[Row]("balance", say("日均存款", "Average deposits"), kind="money", sort="balance"),
        Column[Row]("course", say("近 9 月", "Last 9 months"), kind="course", optional=True),
        Column[Row]("left", say("到期", "Due"), kind="due"),
    ]
    page = Page([_row(i) for i in range(1, 7)] if with_rows else [], "next", None)
    name = say("客户", "Customers")
    return Table(columns, page, name, Capped(10_000, more=True), empty(), "-balance", cards=True)


def empty() -> Empty:
    hint = say("可以从「该访未访」里挑", "Pick from those not visited in time")
    return Empty(
        say("本周还没有计划", "No plan for this week yet"),
        hint,
        "calendar-event",
        say("排本周计划", "Plan the week"),
        HERE,
    )


def charts() -> dict[str, Any]:
    labels = [f"{25 + (i + 9) // 12}-{(i + 9) % 12 + 1:02}" for i in range(len(BALANCES))]
    deposits = Series(say("日均存款", "Average deposits"), [value * 10_000 for value in BALANCES])
    limits = Series(say("授信余额", "Loans"), [value * 10_000 for value in LIMITS], kind="step", tone="c2")
    notes = {1: say("代发签约", "Payroll signed"), 7: say("升 A 级", "Tier A")}
    month, visits, points = say("月份", "Month"), say("拜访", "Visits"), say("积分", "Points")
    people = [say(f"客户经理 {n}", f"Account manager {n}") for n in ("07", "03", "11", "05")]
    none = Series(say("结算流水", "Settlements"), [None, None])
    return {
        "line": LineChart(
            course(deposits.name, BALANCES),
            month,
            labels,
            [deposits, limits],
            money=True,
            notes=[notes.get(i, "") for i in range(len(labels))],
        ),
        "bars": BarChart(
            points,
            say("人", "Person"),
            people,
            [bars(points, [88.5, 76, 61.5, 40])],
            layout="bars",
            height="h180",
        ),
        "columns": BarChart(
            visits, month, labels[:6], [bars(visits, [12, 18, 9, 22, 17, 20])], height="h180"
        ),
        "nothing": LineChart(none.name, month, labels[:2], [none]),
    }


def moments() -> dict[str, Any]:
    today = clock.today()
    noon = timezone.make_aware(datetime.combine(today, time(11)))
    return {
        "history": [
            Entry(
                noon,
                say("预警：结算流水连降 2 月", "Warning: settlements fell twice"),
                "alert-triangle",
                why=WHY,
            ),
            Entry(
                today - timedelta(days=30),
                say("拜访财务总监", "Visit to the finance director"),
                "map-pin",
                HERE,
                detail=say("目标部分达成", "Goal partly reached"),
            ),
            Entry(date(2023, 3, 14), say("归属交接", "Handed over"), "lock"),
        ],
        "running": Work(
            say("导入客户 200,000 行", "Import of 200,000 customers"),
            128_400,
            200_000,
            errors=312,
            left=say("还要约 40 秒", "about 40 seconds left"),
        ),
        "finished": Work(say("月末关账", "Close of the month"), 64, 64, "done"),
        "moments": [noon, today - timedelta(days=1), today + timedelta(days=40), date(2023, 3, 14), None],
        "deadlines": [
            today - timedelta(days=3),
            today,
            today + timedelta(days=4),
            today + timedelta(days=20),
            None,
        ],
        "sums": [28_600_000, 124_000_000, 965_000, 8_200, Decimal("96.5"), -182_000, 0, None],
    }


def explanation() -> Explanation:
    money = formats.money
    rule = Rule(
        say("客户分层规则", "Rule for customer tiers"),
        "v7",
        date(2026, 7, 1),
        say("业务部起草，分管领导复核", "drafted by the business line, approved by its head"),
        clock.now(),
        HERE,
    )
    criteria = (
        Criterion(
            say("日均存款，近 12 月", "Average deposits, 12 months"),
            money(24_810_000),
            f"≥ {money(20_000_000)}",
            "30 / 30",
            say("365 天余额", "365 balances"),
            HERE,
        ),
        Criterion(
            say("中间业务收入", "Fee income"),
            money(386_000),
            f"≥ {money(500_000)}",
            "12 / 20",
            say("27 笔收费", "27 fees"),
            HERE,
            "warn",
        ),
        Criterion(
            say("回款归行率", "Settlements with us"),
            "41%",
            "≥ 60%",
            "0 / 10",
            say("开票与入账对照", "Invoices and receipts"),
            HERE,
            "bad",
        ),
    )
    return Explanation(
        title=say("为什么是 A 级？", "Why tier A?"),
        score="82",
        conclusion=say("A 级", "Tier A"),
        detail=say("80 分及以上，且必备项全部通过", "80 points or more, and all must-haves met"),
        rule=rule,
        share=82,
        mark=80,
        criteria=criteria,
        total="42 / 60",
        must_haves=(
            MustHave(
                say("风险分类不低于正常", "Risk class normal or better"),
                True,
                say("分类结论", "Classification"),
                HERE,
            ),
            MustHave(say("无合规限制", "No compliance hold"), False),
        ),
        missing=(
            say(
                "离 A+ 还差 8 分。回款归行率到 60% 得 10 分。", "8 points to A+: settlements at 60% bring 10."
            ),
        ),
        changes=(say("2026-05-01 升为 A（80 分，v6）", "2026-05-01 raised to A (80 points, v6)"),),
        facts=(
            Fact(say("信用证开证手续费", "Letter of credit, fee"), "1.2", date(2026, 7, 3), HERE),
            Fact(say("结算手续费", "Settlement fee"), "0.8", date(2026, 7, 9)),
        ),
        more_facts=say("另有 25 条", "and 25 more"),
        object_url=HERE,
    )
