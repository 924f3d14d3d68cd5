"""When each customer's next contact is due: kept as things happen, and put right set-wise."""

from datetime import date
from typing import Any

from django.db import connection

from kejing.domain.segments.actions.filling import over_everybody
from kejing.domain.segments.models import Figure, Segment
from kejing.domain.segments.queries.evaluation import figure_source
from kejing.domain.segments.queries.standards import norms_of, present_standard
from kejing.domain.segments.vocabulary import RANKED
from kejing.domain.visits.public import FIRST_CONTACT_SINCE, LAST_CONTACTS, VisitCorrected, VisitRecorded
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.jobs import enqueue

# Only rows that differ are written; who was merged into another customer is not served apart.
_REFRESH = f"""
with contact as ({LAST_CONTACTS}), worth as ({{worth}}),
norm as (select * from unnest(%(classes)s::bigint[], %(days)s::int[]) as n(segment_id, norm_days)),
now_is as (
    select c.id as customer_id, c.holder_id, c.unit_id, m.segment_id, contact.last_on,
           greatest(coalesce(c.since, %(from)s::date), %(from)s::date) as counts_from, norm.norm_days,
           coalesce(contact.last_on, greatest(coalesce(c.since, %(from)s::date), %(from)s::date)) + norm.norm_days
               as due_on,
           round(worth.value, 2) as value
    from customers_customer c
    left join segments_membership m on m.customer_id = c.id and m.valid_to is null and m.set_id = %(set)s
    left join norm on norm.segment_id = m.segment_id
    left join contact on contact.customer_id = c.id
    left join worth on worth.customer_id = c.id
    where c.merged_into_id is null)
insert into segments_service as s
    (customer_id, holder_id, unit_id, segment_id, last_on, counts_from, norm_days, due_on, value)
select customer_id, holder_id, unit_id, segment_id, last_on, counts_from, norm_days, due_on, value from now_is
on conflict (customer_id) do update set
    holder_id = excluded.holder_id, unit_id = excluded.unit_id, segment_id = excluded.segment_id,
    last_on = excluded.last_on, counts_from = excluded.counts_from, norm_days = excluded.norm_days,
    due_on = excluded.due_on, value = excluded.value
where (s.holder_id, s.unit_id, s.segment_id, s.last_on, s.counts_from, s.norm_days, s.due_on, s.value)
    is distinct from (excluded.holder_id, excluded.unit_id, excluded.segment_id, excluded.last_on,
                      excluded.counts_from, excluded.norm_days, excluded.due_on, excluded.value)
"""  # noqa: S608  # a text of visits'
_NO_WORTH = "select null::bigint as customer_id, null::numeric as value where false"
_MERGED = (
    "delete from segments_service s using customers_customer c"
    " where c.id = s.customer_id and c.merged_into_id is not null"
)
_MET = (
    "update segments_service set last_on = greatest(last_on, %(day)s::date),"
    " due_on = greatest(last_on, %(day)s::date) + norm_days where customer_id = %(customer)s"
)
_FIRST = FIRST_CONTACT_SINCE.format(customer="t.customer_id", since="l.made_on", until="l.due_on")
_TARGETS = (
    f"update segments_target t set contacted_on = ({_FIRST}) from segments_targetlist l"  # noqa: S608  # a text of visits'
    " where l.id = t.list_id and t.customer_id = %(customer)s and %(day)s between l.made_on and l.due_on"
    " and t.contacted_on is distinct from ({first})"
).format(first=_FIRST)


def refresh_services(day: date) -> int:
    """Every customer's class, last contact, due date and value; returns how many rows changed. As the system.

    Without a standard in force nobody is due, and nothing is written.
    """
    standard = present_standard()
    if standard is None:
        return 0
    norms = norms_of(standard.body)
    segments = list(Segment.objects.filter(set__code=standard.body["set"]))
    ruled = [(row.pk, norms[row.code].visit_every_days) for row in segments if row.code in norms]
    worth, more = _worth(standard.body.get("value"), day)
    params: dict[str, Any] = more | {
        "set": segments[0].set_id if segments else 0,
        "classes": [pk for pk, _days in ruled],
        "days": [days for _pk, days in ruled],
        "from": standard.body["counts_from"],
    }
    with over_everybody() as cursor:
        cursor.execute(_REFRESH.format(worth=worth), params)
        changed: int = cursor.rowcount
        cursor.execute(_MERGED)
        changed += cursor.rowcount
    return changed


def _worth(code: str | None, day: date) -> tuple[str, dict[str, Any]]:
    figure = Figure.objects.filter(code=code).first() if code else None
    return figure_source(figure, day, "w_") if figure else (_NO_WORTH, {})


def follow_close(event: object) -> None:  # noqa: ARG001  # which month it was does not matter
    """A month was closed: its figures move customers between segments. The worker does it after the commit."""
    enqueue(RANKED, key=RANKED)


def follow_visit(event: VisitRecorded | VisitCorrected) -> None:
    """A contact took place: the customer's clock starts again, and targets of the period count as contacted.

    As the system: a list's coverage counts a contact by whoever has the customer by now.
    """
    params: dict[str, Any] = {"customer": event.customer_id, "day": event.on}
    with as_system("contacts"), connection.cursor() as cursor:
        cursor.execute(_MET, params)
        cursor.execute(_TARGETS, params)
