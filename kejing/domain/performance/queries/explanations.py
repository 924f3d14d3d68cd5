"""Why a result is what it is: the rule, the values it read, the facts behind them, as frozen at the close."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.performance import access
from kejing.domain.performance.models import PointLine, PolicyVersion, Standing
from kejing.domain.performance.queries.evidence import EvidenceRow, evidence_rows
from kejing.domain.performance.queries.results import Line, TrendPoint, ledger, lines_of, named, person_result
from kejing.engines.metrics.public import ValueCard, evidence, value_of
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.paging import Page
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui import formats
from kejing.foundation.ui.explanation import Criterion, Explanation, Fact, Rule

MOST_FACTS = 50
MONTHS_BACK = 3
TIMES = "×"


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """Everything behind one line, page by page."""

    month: Month
    staff_id: int
    name: str
    line: Line
    rows: Page[EvidenceRow]


def explain_points(*, actor: Actor, month: Month, staff_id: int) -> Explanation:
    """Why a person's points of a month are what they are. Raises NotVisible (404)."""
    found = person_result(actor=actor, month=month, staff_id=staff_id).result
    assert found is not None  # person_result raises instead
    standing = found.standing
    return Explanation(
        title=_("Why %(points)s points?") % {"points": formats.exact(standing.points)},
        score=formats.exact(standing.points),
        conclusion=_("Rank %(rank)s of %(of)s in %(unit)s")
        % {"rank": standing.rank, "of": standing.of, "unit": found.unit},
        detail=_("rank %(rank)s of %(of)s over all") % {"rank": standing.rank_all, "of": standing.of_all}
        + f" · {_whose(standing)}",
        rule=rule_of(found.policy, standing),
        criteria=tuple(_criterion(month, staff_id, line) for line in found.lines),
        total=formats.exact(standing.points),
        missing=(
            _("Equal points share the better rank. Points are the sum of the lines, each rounded once."),
        ),
        changes=tuple(_change(point) for point in found.trend[-1 - MONTHS_BACK : -1]),
    )


def explain_metric(*, actor: Actor, month: Month, staff_id: int, metric: str) -> Explanation:
    """Why one metric gave its points, down to the facts. Raises NotVisible (404)."""
    standing = access.get_visible(actor, month, staff_id)
    row, line = _line(actor, month, staff_id, metric)
    value = _value(actor, month, row)
    opens = access.reads_evidence(actor, standing)
    found = evidence(
        actor=actor, month=month, metric=metric, subject_kind=value.subject_kind, subject_id=value.subject_id,
        limit=MOST_FACTS,
    )  # fmt: skip
    left_out = (
        _("The newest %(n)s are shown; the list has them all.") % {"n": MOST_FACTS} if found.next else ""
    )
    return Explanation(
        title=_("Why %(points)s points for “%(metric)s”?")
        % {"points": formats.exact(line.points), "metric": line.label},
        score=formats.exact(line.points),
        conclusion=f"{_product(line)} = {formats.exact(line.points)}",
        detail=" · ".join(filter(None, (held(line), _whose(standing)))),
        rule=rule_of(row.policy_version, standing),
        criteria=_parts(month, staff_id, line, value, opens=opens),
        total=formats.exact(line.points),
        missing=()
        if opens
        else (_("What counted names customers; it is shown to those who see the customers."),),
        facts=tuple(_fact(row) for row in evidence_rows(actor, found.rows, line)),
        more_facts=left_out,
    )


def evidence_page(
    *, actor: Actor, month: Month, staff_id: int, metric: str, cursor: str | None = None
) -> EvidencePage:
    """What counted towards one line, newest first. Raises NotVisible (404), also where only figures are in sight."""
    standing = access.get_visible(actor, month, staff_id)
    if not access.reads_evidence(actor, standing):
        raise NotVisible
    row, line = _line(actor, month, staff_id, metric)
    value = _value(actor, month, row)
    found = evidence(
        actor=actor, month=month, metric=metric, subject_kind=value.subject_kind, subject_id=value.subject_id,
        cursor=cursor,
    )  # fmt: skip
    rows = evidence_rows(actor, found.rows, line)
    return EvidencePage(
        month,
        staff_id,
        named(standing.staff.name, standing.staff.name_en),
        line,
        Page(rows, found.next, found.previous),
    )


def rule_of(version: PolicyVersion | None, standing: Standing) -> Rule:
    """The policy version that judged, and when."""
    computed = standing.run.ended_at
    if version is None:
        return Rule(_("No points policy counts here"), "", standing.month, computed_at=computed)
    return Rule(
        name=named(version.policy.label_zh, version.policy.label_en),
        version=f"v{version.number}",
        valid_from=version.valid_from,
        approved_by=named(version.approved_by, version.approved_by_en),
        computed_at=computed,
    )


def written(unit: str, value: Decimal | None) -> str:
    """A metric's value as its unit wants it."""
    match unit:
        case "money":
            return formats.money(value)
        case "share":
            return formats.percent(value)
        case "count" if value is not None and value == value.to_integral_value():
            return formats.number(int(value))
        case _:
            return formats.exact(value)


def evidence_address(month: Month, staff_id: int, metric: str) -> str:
    return reverse("performance:evidence", args=[month, staff_id, metric])


def held(line: Line) -> str:
    """What bound the points of a line, if anything did."""
    match line.held:
        case "cap":
            return _("held at the cap of %(points)s") % {"points": formats.exact(line.cap)}
        case "floor":
            return _("raised to the floor of %(points)s") % {"points": formats.exact(line.floor)}
        case _:
            return ""


def rate_text(rate: Decimal) -> str:
    """Without zeros that say nothing: 10, 2.5, 0.0001."""
    return f"{rate.normalize():f}".replace("-", formats.MINUS)


def _line(actor: Actor, month: Month, staff_id: int, metric: str) -> tuple[PointLine, Line]:
    rows = [row for row in lines_of(actor, month, staff_id) if row.metric == metric]
    if not rows:
        raise NotVisible
    return rows[0], ledger(rows[:1])[0]


def _value(actor: Actor, month: Month, row: PointLine) -> ValueCard:
    """The value behind a line: of the person, or of what she held."""
    try:
        return value_of(actor=actor, month=month, metric=row.metric, subject_id=row.staff_id)
    except NotVisible:
        if row.holder_id is None:
            raise
        return value_of(
            actor=actor, month=month, metric=row.metric, subject_id=row.holder_id, subject_kind="holder"
        )


def _criterion(month: Month, staff_id: int, line: Line) -> Criterion:
    return Criterion(
        name=line.label,
        value=_product(line),
        points=formats.exact(line.points),
        facts=held(line) or (_("What counted") if line.quantity is not None else ""),
        facts_url=reverse("performance:why_metric", args=[month, staff_id, line.metric])
        if line.quantity is not None
        else "",
        tone="warn" if line.held else "",
    )


def _parts(
    month: Month, staff_id: int, line: Line, value: ValueCard, *, opens: bool
) -> tuple[Criterion, ...]:
    facts = (
        {
            "facts": _("Everything that counted"),
            "facts_url": evidence_address(month, staff_id, line.metric),
        }
        if opens
        else {}
    )
    if value.denominator is None:
        return (Criterion(line.label, _product(line), points=formats.exact(line.points), **facts),)
    return (
        Criterion(_("Numerator"), formats.exact(value.numerator)),
        Criterion(_("Denominator"), formats.exact(value.denominator)),
        Criterion(line.label, _product(line), points=formats.exact(line.points), **facts),
    )


def _product(line: Line) -> str:
    return f"{written(line.unit, line.quantity)} {TIMES} {rate_text(line.rate)}"


def _whose(standing: Standing) -> str:
    """An explanation that was sent says whose it is, and of when."""
    return f"{named(standing.staff.name, standing.staff.name_en)} · {Month.of(standing.month)}"


def _change(point: TrendPoint) -> str:
    return _("%(month)s: %(points)s points, rank %(rank)s of %(of)s") % {
        "month": point.month,
        "points": formats.exact(point.points),
        "rank": point.rank,
        "of": point.of,
    }


def _fact(row: EvidenceRow) -> Fact:
    quantity = written(row.unit, row.quantity)
    if row.whole is not None:
        quantity = f"{formats.exact(row.quantity)} / {formats.exact(row.whole)}"
    elif row.amount is not None and row.unit != "money":
        quantity = f"{formats.money(row.amount)} · {quantity}"
    label = f"{row.what} {row.label}".strip()
    return Fact(label=label, quantity=quantity, on=row.on_day, url=row.url)
