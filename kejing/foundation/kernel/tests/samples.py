"""Actions on the kernel's own calendar table, for the tests of the decorator. Not in the registry."""

from datetime import date
from typing import Any

from kejing.foundation.kernel.actions import action, registry
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import KernelRefusal, Refused
from kejing.foundation.kernel.models import CalendarDay, JournalLine, RowChange
from kejing.foundation.kernel.versions import check_version

PERMISSION = "org.manage"
DAY = date(2026, 11, 23)


@action("samples.set_day", permission=PERMISSION, subject="calendarday", private=("note",))
def set_day(
    *, actor: Actor, day: date = DAY, works: bool = True, note: str = "", idempotency_key: str | None = None
) -> int:
    return CalendarDay.objects.create(day=day, works=works, reason="sample").pk


@action("samples.change_day", permission=PERMISSION, subject="calendarday")
def change_day(*, actor: Actor, calendarday_id: int, works: bool, reason: str, version: int) -> int:
    row = CalendarDay.objects.select_for_update().get(pk=calendarday_id)
    check_version(row, version, {"works": works, "reason": reason})
    row.works, row.reason, row.version = works, reason, version + 1
    row.save()
    return row.pk


@action("samples.refuse_day", permission=None, subject="calendarday")
def refuse_day(*, actor: Actor, day: date = DAY, idempotency_key: str | None = None) -> int:
    CalendarDay.objects.create(day=day, works=True)
    raise Refused(KernelRefusal.PERIOD_CLOSED, field="day", day=day)


@action("samples.set_two_days", permission=PERMISSION, subject="calendarday")
def set_two_days(*, actor: Actor) -> int:
    """Calls another action on the way, as a handler of an event may."""
    first = CalendarDay.objects.create(day=date(2026, 1, 1), works=False)
    set_day(actor=actor, day=date(2026, 1, 2))
    CalendarDay.objects.create(day=date(2026, 1, 3), works=False)
    return first.pk


for _name in ("set_day", "change_day", "refuse_day", "set_two_days"):
    del registry[f"samples.{_name}"]


def journal(action_name: str) -> list[JournalLine]:
    return list(JournalLine.objects.filter(action=action_name).order_by("id"))


def changes(**wanted: Any) -> list[RowChange]:
    return list(RowChange.objects.filter(table_name="kernel_calendarday", **wanted).order_by("id"))
