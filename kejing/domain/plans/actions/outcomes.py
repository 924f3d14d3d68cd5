"""What became of an action. Items A9.28, A9.29."""

from datetime import date
from decimal import Decimal

from django.db import connection
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kejing.domain.plans import access
from kejing.domain.plans.models import Outcome, Plan
from kejing.domain.plans.queries.plans import root_of
from kejing.domain.plans.vocabulary import WRITE, Done, ItemRefusal, PlanState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Difference, Refused, Stale


@action("plans.record_outcome", label=_("Say what became of an action"), permission=WRITE, subject="item",
        private=("note",), day="done_on")  # fmt: skip
def record_outcome(
    *, actor: Actor, item_id: int, state: str, done_on: date, note: str = "", spent: Decimal | None = None,
    version: int = 0, idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Say that an action was done, partly done or dropped, and what it cost. Gives the item's id.

    `version` is the number of times something was said before that the reader has seen. Raises NotVisible (404),
    NotYours (403), Refused for a plan not approved, no reason, a day to come or before the plan, a closed month,
    Stale.
    """
    item, plan = access.get_item(actor, item_id)
    _check(plan, state, done_on, note)
    last = Outcome.objects.filter(item_id=root_of(item)).order_by("-seq").first()
    seen = last.seq if last else 0
    if version != seen:
        raise Stale(_differences(last, {"state": state, "note": note, "done_on": done_on, "spent": spent}))
    Outcome.objects.create(
        item_id=root_of(item),
        seq=seen + 1,
        state=Done(state),
        note=note,
        done_on=done_on,
        spent=spent,
        by_id=access.author(actor),
        at=clock.now(),
    )
    return item.pk


def _check(plan: Plan, state: str, done_on: date, note: str) -> None:
    if plan.state != PlanState.APPROVED:
        raise Refused(ItemRefusal.NOT_IN_FORCE)
    if state != Done.DONE and not note:
        raise Refused(ItemRefusal.REASON_MISSING, field="note")
    if done_on > clock.today():
        raise Refused(ItemRefusal.DONE_IN_FUTURE, field="done_on")
    assert plan.handed_in_at is not None  # what was approved was handed in
    if done_on < min(plan.start_on, localtime(plan.handed_in_at).date()):
        raise Refused(ItemRefusal.DONE_TOO_EARLY, field="done_on")


def _differences(last: Outcome | None, said: dict[str, object]) -> list[Difference]:
    pairs = ((name, value, getattr(last, name)) for name, value in said.items()) if last else ()
    return [Difference(name, yours, theirs) for name, yours, theirs in pairs if yours != theirs]


def settle_items(
    *, source: str, key: str, done_on: date, staff_id: int, did_kind: str, did_id: int, did_url: str
) -> int:
    """A thing that approved plans were drafted from took place: its actions are done, linked to what did it.

    Only in plans whose period holds the day, and where nothing was said yet, whoever's they are.
    One statement; gives how many.
    """
    with connection.cursor() as cursor:
        said: list[str | int | date] = [
            source,
            key,
            done_on,
            staff_id,
            did_kind,
            did_id,
            did_url,
            clock.now(),
        ]
        cursor.execute("select kj_settle_items(%s, %s, %s, %s, %s, %s, %s, %s)", said)
        row = cursor.fetchone()
    assert row is not None  # a function always answers
    return int(row[0])
