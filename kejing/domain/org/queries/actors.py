"""Who an account is: the actor of a request, with all that decides what she sees."""

import json
from typing import Any

from django.db import connection

from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor, Reach
from kejing.foundation.ui.formats import chinese, local

_ENTER = (
    "select business_day, frozen, staff_id, name, name_en, number, appointment_id, holder_id, unit_id, unit_name,"
    " unit_name_en, role, role_zh, role_en, sees_all, units, holders, shared, permissions,"
    " people_all, people_units, people_holders, r.fields, r.limits"
    " from kj_enter(%s, %s, %s, %s) left join (select code, fields, limits from identity_role) r on r.code = role"
)


def resolve_actor(user_id: int, appointment_id: int | None) -> Actor:
    """Resolve the actor and set the transaction's scope, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, [user_id, appointment_id, clock.frozen_day(), clock.real_day()])
        row = cursor.fetchone()
        names = [column.name for column in cursor.description or ()]
    assert row is not None
    found = dict(zip(names, row, strict=True))
    clock.use_business_day(found["business_day"] if found["frozen"] else None)
    return Actor(
        user_id=user_id,
        name=_name(found) or f"user {user_id}",
        role=found["role"] or "",
        permissions=frozenset(found["permissions"]),
        staff_id=found["staff_id"],
        appointment_id=found["appointment_id"],
        holder_id=found["holder_id"],
        unit_id=found["unit_id"],
        units=tuple(found["units"]),
        holders=tuple(found["holders"]),
        shared=tuple(found["shared"]),
        sees_all=found["sees_all"],
        people=Reach(tuple(found["people_units"]), tuple(found["people_holders"]), found["people_all"]),
        labels=_labels(found),
        fields=_parsed(found["fields"]),
        limits=_parsed(found["limits"]),
    )


def _parsed(kept: Any) -> Any:
    """A json column as the driver gives it to a plain cursor."""
    return json.loads(kept) if isinstance(kept, str) else kept or {}


def _name(found: dict[str, Any]) -> str:
    return local(found["name"] or "", found["name_en"] or "")


def _labels(found: dict[str, Any]) -> dict[str, str]:
    """Unit and role in the reader's language, for the frame of every page."""
    unit, role = ("unit_name", "role_zh") if chinese() else ("unit_name_en", "role_en")
    return {"unit": found[unit] or "", "role": found[role] or "", "number": found["number"] or ""}
