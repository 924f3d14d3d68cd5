"""What counts and what is drafted: pure functions of days, logs and visits."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

Parts = tuple[str, str, str]
"""The three parts of a log: customer visits, results, reflections."""


@dataclass(frozen=True)
class Rhythm:
    """The organisation's settings for logs, and the days on which it departs from the calendar.

    `log_cutoff` is the time on the next working day by which a log is due, `review_until` the time on the
    working day after submission by which it is reviewed; both in the organisation's zone.
    """

    log_cutoff: time = time(9)
    review_until: time = time(18)
    max_days_back: int = 7
    overrides: Mapping[date, bool] | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A rate with what it was counted from. No denominator: no rate, which is not the same as none."""

    part: int
    whole: int

    @property
    def ratio(self) -> Fraction | None:
        return Fraction(self.part, self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class LogRecord:
    """How one person's logs stand: days due and written of a period (Q5), and the run of days in time.

    `missing` are due days without a log whose cut-off has passed, `late` those filled only by a marked
    correction. `open_days` can still be written in time.
    """

    completeness: Share
    streak: int
    missing: tuple[date, ...]
    late: tuple[date, ...]
    open_days: tuple[date, ...]


def log_record(
    *, logs: Mapping[date, bool], due: Sequence[date], is_open: Callable[[date], bool], start: date, end: date
) -> LogRecord:
    """Judge a person's logs. `logs`: day → in time; `due`: every working day up to today, ascending.

    Completeness and missing days are those of `[start, end)`; the streak looks at all of `due`. Days still
    open count neither for nor against. Item A2.55.
    """
    settled = [day for day in due if day in logs or not is_open(day)]
    judged = [day for day in settled if start <= day < end]
    written = [day for day in judged if day in logs]
    return LogRecord(
        completeness=Share(len(written), len(judged)),
        streak=_streak(logs, settled),
        missing=tuple(day for day in judged if day not in logs),
        late=tuple(day for day in written if not logs[day]),
        open_days=tuple(day for day in due if day not in logs and is_open(day)),
    )


def _streak(logs: Mapping[date, bool], settled: Sequence[date]) -> int:
    """Working days in a row with a log in time, back from the last one whose cut-off has passed or that has one."""
    run = 0
    for day in reversed(settled):
        if not logs.get(day, False):
            break
        run += 1
    return run


def earliest_day(today: date, rhythm: Rhythm) -> date:
    """The first day that may still be recorded."""
    return today - timedelta(days=rhythm.max_days_back)


@dataclass(frozen=True, slots=True)
class Held:
    """What the draft of a log needs of a visit held that day. Words come in the writer's language."""

    at: str
    customer: str
    channel: str
    outbound: bool
    goal: str
    reached: str
    result: str
    observations: str
    next_step: str
    next_step_on: date | None


@dataclass(frozen=True, slots=True)
class Unheld:
    """A plan of the day that was not held."""

    customer: str
    goal: str


WORDS: dict[str, dict[str, str]] = {
    "zh": {
        "head": "接触客户 {n} 次：主动 {out} 次，来访来电 {inbound} 次。",
        "none": "当天没有接触客户。",
        "visit": "{i}. {at} {customer}（{channel}）",
        "goal": "：{goal}",
        "reached": "；{reached}",
        "unheld": "计划未完成：{customer}",
        "result": "· {customer}：{result}",
        "next": "· 下一步：{customer}，{next}",
        "on": "（{day}）",
        "observation": "· {customer}：{text}",
    },
    "en": {
        "head": "{n} customer contacts: {out} outbound, {inbound} inbound.",
        "none": "No customer contact that day.",
        "visit": "{i}. {at} {customer} ({channel})",
        "goal": ": {goal}",
        "reached": "; {reached}",
        "unheld": "Planned, not held: {customer}",
        "result": "· {customer}: {result}",
        "next": "· Next: {customer}, {next}",
        "on": " ({day})",
        "observation": "· {customer}: {text}",
    },
}


def draft_log(held: Sequence[Held], unheld: Sequence[Unheld] = (), language: str = "zh") -> Parts:
    """Draft the three parts from the day's visits, with the remarks of the plan (their goals). Items A2.55, A4.43.

    Visits: what was planned and done; results: what came of it and the next steps; reflections: what was
    observed, for the writer to judge.
    """
    words = WORDS["zh" if language.startswith("zh") else "en"]
    return (
        "\n".join(_visit_lines(held, unheld, words)),
        "\n".join(_result_lines(held, words)),
        "\n".join(
            words["observation"].format(customer=visit.customer, text=visit.observations)
            for visit in held
            if visit.observations
        ),
    )


def _visit_lines(held: Sequence[Held], unheld: Sequence[Unheld], words: Mapping[str, str]) -> Iterable[str]:
    out = sum(visit.outbound for visit in held)
    yield words["head"].format(n=len(held), out=out, inbound=len(held) - out) if held else words["none"]
    for i, visit in enumerate(held, 1):
        line = words["visit"].format(i=i, at=visit.at, customer=visit.customer, channel=visit.channel)
        if visit.goal:
            line += words["goal"].format(goal=visit.goal) + words["reached"].format(reached=visit.reached)
        yield line
    for plan in unheld:
        yield words["unheld"].format(customer=plan.customer) + (
            words["goal"].format(goal=plan.goal) if plan.goal else ""
        )


def _result_lines(held: Sequence[Held], words: Mapping[str, str]) -> Iterable[str]:
    for visit in held:
        if visit.result:
            yield words["result"].format(customer=visit.customer, result=visit.result)
        if visit.next_step:
            line = words["next"].format(customer=visit.customer, next=visit.next_step)
            yield line + (words["on"].format(day=visit.next_step_on) if visit.next_step_on else "")


def is_on_time(at: datetime, due_at: datetime) -> bool:
    return at <= due_at


@dataclass(frozen=True, slots=True)
class DraftHours:
    """Minutes a day's happenings took: `share` is one of the three of `TimeShare`, `times` how many there were."""

    share: str
    minutes: int
    times: int = 1


@dataclass(frozen=True, slots=True)
class LogDraft:
    """What a module adds to the draft of somebody's log of a day: lines for its three parts, and hours."""

    visits: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    reflections: tuple[str, ...] = ()
    hours: tuple[DraftHours, ...] = ()


def with_sections(parts: Parts, sections: Iterable[LogDraft]) -> Parts:
    """The draft with what other modules add, below what the visits say."""
    added = list(sections)
    lines = (
        [line for section in added for line in section.visits],
        [line for section in added for line in section.results],
        [line for section in added for line in section.reflections],
    )
    visits, results, reflections = (
        "\n".join(filter(None, [part, *more])) for part, more in zip(parts, lines, strict=True)
    )
    return visits, results, reflections
