"""Rates and deadlines as key figures: each that judges somebody carries its why."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from kejing.domain.visits.queries.rates import ContactRates
from kejing.domain.visits.queries.reviews import ReviewQueue, Waiting
from kejing.domain.visits.queries.team import TeamBoard
from kejing.domain.visits.queries.why import Figure as Why
from kejing.domain.visits.rules import LogRecord, Share
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui import formats
from kejing.foundation.ui.figures import Figure

MOST_DAYS = 3


def share_text(share: Share) -> str:
    """`62.5%`, or a dash when there was nothing to count."""
    return formats.percent(None if share.ratio is None else float(share.ratio))


def counts(share: Share) -> str:
    return _("%(part)s of %(whole)s") % {"part": share.part, "whole": share.whole}


def share_figure(label: str, share: Share, why: str) -> Figure:
    """A rate that judges: with its counts and its why."""
    return Figure(label, share_text(share), note=counts(share), why=why if share.whole else "")


def why_address(staff_id: int, figure: Why, month: Month) -> str:
    return reverse("visits:explain_rate", args=[staff_id, figure.value]) + f"?month={month}"


def rate_figures(staff_id: int, record: LogRecord, rates: ContactRates, month: Month) -> list[Figure]:
    """A person's month: logs and contacts."""
    missing = len(record.missing)
    return [
        Figure(_("Streak"), formats.number(record.streak), _days(record.streak), _("working days in a row, in time")),
        share_figure(_("Log completeness"), record.completeness, why_address(staff_id, Why.LOGS, month)),
        Figure(
            _("Without a log"), formats.number(missing), _days(missing),
            days_text(record.missing) or _("none this month"), state="late" if missing else "ok",
        ),
        share_figure(_("Outbound share"), rates.outbound, why_address(staff_id, Why.OUTBOUND, month)),
        share_figure(_("Productive visits"), rates.productive, why_address(staff_id, Why.PRODUCTIVE, month)),
    ]  # fmt: skip


def days_text(days: Sequence[date]) -> str:
    """The latest few of a list of days, in words."""
    shown = [formats.day(day) for day in days[-MOST_DAYS:]]
    named, more = ", ".join(shown), len(days) - len(shown)
    return _("%(days)s and %(n)s more") % {"days": named, "n": more} if more > 0 else named


def _days(n: int) -> str:
    return ngettext("day", "days", n)


def _logs(n: int) -> str:
    return ngettext("log", "logs", n)


def _waiting_state(waiting: Waiting) -> tuple[str, str]:
    if waiting.late:
        return "late", ngettext("%(n)s past its time", "%(n)s past their time", waiting.late) % {
            "n": waiting.late
        }
    if waiting.next_due_at:
        return "due", _("first %(at)s") % {"at": formats.day(waiting.next_due_at)}
    return "ok", _("nothing waits")


def queue_figures(page: ReviewQueue) -> list[Figure]:
    late = page.late.n
    return [
        Figure(
            _("Logs for me to review"), formats.count(page.waiting.n, more=page.waiting.more), _logs(page.waiting.n),
            ngettext("%(n)s past its time", "%(n)s past their time", late) % {"n": late} if late else _("none late"),
            state="late" if late else "ok",
        ),
        share_figure(
            _("Reviewed in time"), page.rate, reverse("visits:explain_reviews") + f"?month={page.month}"
        ),
    ]  # fmt: skip


def board_figures(board: TeamBoard) -> list[Figure]:
    held = board.held
    figures = [
        Figure(
            _("Visits today"), formats.number(held.part), f"/ {held.whole}", _("held of planned"),
            icon="calendar-event",
        ),
        Figure(
            _("Logs not handed in"), formats.number(board.missing),
            npgettext("unit", "person", "people", board.missing), formats.day(board.log_day),
            icon="notebook", state="late" if board.missing else "ok",
        ),
    ]  # fmt: skip
    if board.waiting is None:
        return figures
    state, note = _waiting_state(board.waiting)
    return [
        Figure(
            _("Logs for me to review"), formats.number(board.waiting.n), _logs(board.waiting.n), note,
            icon="list-check", state=state, url=reverse("visits:review_queue"),
        ),
        *figures,
        share_figure(
            _("Reviewed in time"), board.reviewed, reverse("visits:explain_reviews") + f"?month={board.month}"
        ),
    ]  # fmt: skip
