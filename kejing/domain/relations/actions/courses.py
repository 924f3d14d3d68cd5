"""Warnings from what is delivered of customers: fallen, or stopped. Item A9.3.

One statement for each rule, whatever the number of customers. An episode begins with its signal and lasts until as
much is there again as the rule asks of the days before the fall; a signal that a person closed meanwhile is not
raised again before that.
"""

from datetime import date, timedelta

from django.db import connection
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.public import of_owners
from kejing.domain.relations.queries.policy import policy
from kejing.domain.relations.rules import Course, Policy
from kejing.domain.relations.vocabulary import ALARMS, Outcome, Verb
from kejing.engines.metrics.public import FactSource, fact_source
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor

# What a customer merged into another still has counts for that one.
_FOLLOW = """
with seen as (
    select coalesce(c.merged_into_id, c.id) as customer_id, sum(x.now) as now, sum(x.before) as before
    from (select customer_id, value as now, 0 as before from ({now}) n
          union all select customer_id, 0, value from ({before}) b) x
    join customers_customer c on c.id = x.customer_id group by 1
), ended as (
    update relations_signal s
    set over_on = %(today)s, closed_on = coalesce(s.closed_on, %(today)s), version = s.version + 1,
        ending = case when s.closed_on is null then %(passed)s else s.ending end
    where s.rule = %(code)s and s.over_on is null
      and coalesce((select v.now from seen v where v.customer_id = s.customer_id), 0)
          > (s.basis ->> 'before')::numeric * %(left)s
    returning s.id, s.customer_id, s.closed_on, s.ending
), raised as (
    insert into relations_signal (customer_id, held_by_id, day, version, kind, level, reason, control, until, rule,
                                  ending, basis)
    select c.id, c.holder_id, %(today)s, 1, %(kind)s, %(level)s, %(reason)s, '', %(until)s, %(code)s, '',
           jsonb_build_object('version', %(version)s::integer, 'before', v.before::text, 'now', v.now::text)
    from seen v join customers_customer c on c.id = v.customer_id
    where v.before >= %(least)s and v.now <= v.before * %(left)s
      and not exists (select 1 from relations_signal s where s.customer_id = c.id and s.rule = %(code)s
                      and s.over_on is null)
    returning id, customer_id
), told as (
    insert into relations_happening (customer_id, day, version, verb, ref_id, text)
    select customer_id, %(today)s::date, 1, %(raised)s, id, %(code)s from raised
    union all
    select customer_id, %(today)s, 1, %(closed)s, id, %(code)s from ended
    where closed_on = %(today)s and ending = %(passed)s
)
select count(*) from raised
"""


@action(
    "relations.follow_courses",
    label=_("Warn of what fell or stopped"),
    permission=ALARMS,
    subject="signal",
)
def follow_courses(*, actor: Actor) -> int:  # the system; the action's journal names it
    """Raise and end signals by the rules on facts in force; returns how many were raised."""
    in_force = policy()
    return sum(_follow(course, in_force) for course in in_force.courses)


def _follow(course: Course, in_force: Policy) -> int:
    """The days up to yesterday: today's deliveries are not all there."""
    today, days = clock.today(), timedelta(days=course.days)
    try:
        now = _source(course, today - days, "now_")
        before = _source(course, today - 2 * days, "before_")
    except LookupError:  # the pack's facts are not there yet
        return 0
    params = {
        **now.params, **before.params, "today": today, "until": today + timedelta(days=course.watch_days),
        "code": course.code, "kind": course.kind, "level": course.level, "reason": course.zh,
        "version": in_force.number, "least": course.least, "left": 1 - course.percent / 100,
        "passed": Outcome.PASSED, "raised": Verb.SIGNAL, "closed": Verb.SIGNAL_CLOSED,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW.format(now=of_owners(now), before=of_owners(before)), params)
        return int((cursor.fetchone() or (0,))[0])


def _source(course: Course, start: date, prefix: str) -> FactSource:
    return fact_source(
        kind=course.fact, figure=course.figure, folding="sum", start=start,
        end=start + timedelta(days=course.days), prefix=prefix,
    )  # fmt: skip
