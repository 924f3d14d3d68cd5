"""Pieces, figures, charts, explanation: what they write."""

from datetime import date, timedelta

import pytest
from django.template import engines
from django.template.loader import render_to_string

from kejing.foundation.kernel import clock
from kejing.foundation.ui import pieces
from kejing.foundation.ui.charts import BarChart, LineChart, Series, bars, course
from kejing.foundation.ui.explanation import Criterion, Explanation, MustHave, Rule
from kejing.foundation.ui.figures import Figure, sparkline_points
from kejing.foundation.ui.progress import Work
from kejing.foundation.ui.samples import explanation
from kejing.foundation.ui.timeline import Entry


def render(source: str, **context: object) -> str:
    return str(engines["django"].from_string(source).render(context))


def test_icon_is_decoration_unless_it_says_something() -> None:
    assert (
        pieces.icon("sun")
        == '<svg class="ic" aria-hidden="true"><use href="/static/ui/icons.svg#sun"/></svg>'
    )
    assert 'role="img" aria-label="Late"' in pieces.icon("sun", label="Late", small=True)


def test_state_has_shape_word_and_colour() -> None:
    html = pieces.state("late", "<3 days>", pill=True)
    assert html.startswith('<span class="kj-st late pill"><svg')
    assert "#s-late" in html
    assert "&lt;3 days&gt;" in html
    with pytest.raises(ValueError, match="unknown state"):
        pieces.state("red", "x")


def test_due_carries_the_exact_time() -> None:
    html = pieces.due(clock.today() - timedelta(days=3))
    assert 'title="2026-11-20"' in html
    assert "逾期 3 天" in html


def test_why_names_its_figure() -> None:
    html = pieces.why("/results/why/7/", "83.0 分", key="score")
    assert 'href="/results/why/7/" data-panel="score" aria-label="为什么：83.0 分"' in html


def test_time_is_machine_readable() -> None:
    assert pieces.time(date(2026, 11, 22)) == '<time datetime="2026-11-22" title="2026-11-22">昨天</time>'
    assert "–" in pieces.time(None)


def test_sparkline_leaves_gaps_out_and_needs_two_values() -> None:
    points = sparkline_points([1, None, 3], 72, 20)
    assert [(p.x, p.y) for p in points] == [("2.0", "17.0"), ("68.0", "3.0")]
    assert sparkline_points([5], 72, 20) == []
    assert {p.y for p in sparkline_points([4, 4, 4], 72, 20)} == {"10.0"}


def test_figures_that_judge_have_their_why() -> None:
    html = render(
        "{% figures figures %}", figures=[Figure("考核得分", "83.0", why="/why/"), Figure("贷款", "5", "万")]
    )
    assert html.count("kj-why") == 1
    assert 'aria-label="为什么：考核得分 83.0"' in html
    assert "<small>万</small>" in html


def test_chart_is_its_table() -> None:
    chart = LineChart(
        "一句话",
        "月份",
        ["25-10", "25-11"],
        [Series("存款", [28_600_000, None])],
        money=True,
        notes=["签约", ""],
    )
    html = render("{% chart chart %}", chart=chart)
    assert '<tr data-note="签约"><th scope="row">25-10</th><td class="num">2,860</td></tr>' in html
    assert '<td class="num">–</td>' in html
    assert 'data-unit="万"' in html
    assert 'role="img" aria-label="一句话"' in html


def test_chart_without_values_says_so() -> None:
    html = render("{% chart chart %}", chart=BarChart("x", "x", ["a"], [bars("b", [None])]))
    assert "没有数据" in html
    assert "data-chart" not in html


def test_chart_wants_a_value_for_each_label() -> None:
    with pytest.raises(ValueError, match="1 values for 2 labels"):
        LineChart("x", "x", ["a", "b"], [Series("s", [1])])


def test_course_is_said_in_one_line() -> None:
    assert course("存款", [None, 2210, 2860]) == "存款：由 2,210 到 2,860"
    assert course("存款", [None]) == "存款：没有数据"


def test_explanation_keeps_its_order() -> None:
    html = render("{% explanation e %}", e=explanation())
    order = [
        "为什么是 A 级",
        "82",
        "客户分层规则",
        ">批准<",
        ">计算于<",
        "标准与得分",
        ">必备项<",
        "离 A+ 还差",
        "历次变化",
        "背后的事实",
        "复制链接",
        "提出异议",
        "打印",
    ]
    places = [html.index(word) for word in order]
    assert places == sorted(places)
    assert 'x1="80%"' in html
    assert 'width="82.0%"' in html


def test_explanation_without_parts_leaves_them_out(en: None) -> None:
    rule = Rule("Points", "3", date(2026, 1, 1))
    short = Explanation(
        "Why 4?",
        "4",
        "Two visits",
        rule,
        criteria=(Criterion("Visits", "2"),),
        must_haves=(MustHave("x", met=True),),
    )
    html = render("{% explanation e %}", e=short)
    for word in ("Threshold", "Points</th>", "Approved by", "Facts behind it", "Object"):
        assert word not in html
    assert "in force from 2026-01-01" in html


def test_progress_polls_only_while_it_runs() -> None:
    running = render("{% progress work '/jobs/1/' %}", work=Work("导入", 50, 200, errors=3))
    done = render("{% progress work '/jobs/1/' %}", work=Work("导入", 200, 200, "done"))
    assert 'hx-get="/jobs/1/" hx-trigger="every 2s"' in running
    assert "3 处有错" in running
    assert 'width="25.0%"' in running
    assert "hx-get" not in done
    assert "已完成" in done


def test_history_links_what_happened() -> None:
    html = render(
        "{% history entries %}",
        entries=[Entry(date(2026, 11, 22), "拜访", "map-pin", "/v/1/", detail="部分达成")],
    )
    assert '<a href="/v/1/">拜访</a>' in html
    assert "昨天</time>" in html


def test_refused_notice_is_an_alert() -> None:
    assert 'role="alert"' in render_to_string("ui/_refused.html", {"text": "x"})
