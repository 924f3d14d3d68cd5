"""Setting and changing a target, explaining a difference."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.public import working_card
from kejing.domain.targets import access
from kejing.domain.targets.actions.writing import check_figures, check_themes, explain, note, settle
from kejing.domain.targets.events import TargetSet
from kejing.domain.targets.models import Measure, Target
from kejing.domain.targets.queries.parts import parts_of
from kejing.domain.targets.rules import Figures, span_of
from kejing.domain.targets.vocabulary import VIEW, ChangeKind, Level, TargetRefusal, Way
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.events import publish
from kejing.foundation.kernel.versions import check_version

YEARS = (1900, 9000)
_POST = """
select h.id, h.unit_id from org_holder h join org_appointment a on a.id = h.appointment_id
where a.staff_id = %(staff)s and a.valid_from <= %(day)s and (a.valid_to is null or %(day)s < a.valid_to)
order by a.id limit 1
"""


@action("targets.set_target", label=_("Set a target"), permission=VIEW, subject="target", day="day")
def set_target(
    *, actor: Actor, measure: str, kind: str, day: date, base: Decimal, floor: Decimal | None = None,
    stretch: Decimal | None = None, unit_id: int | None = None, staff_id: int | None = None,
    customer_id: int | None = None, product: str = "", themes: Sequence[str] = (), reason: str = "",
    explanation: str = "", idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Set a target for the period of a kind that a day lies in: of a unit, of a person, of a customer, or (none of
    them) of the organisation; perhaps of one product. Items A2.59, A4.39.

    Raises NotVisible (404) for a customer out of sight, NotYours (403) out of scope; Refused for a target that is
    there, for figures in the wrong order, in a closed month, and where the parts of a whole would not stand to it as
    its measure demands.
    """
    if not YEARS[0] <= day.year < YEARS[1]:
        raise Refused(TargetRefusal.DAY_OUT, field="day")
    span = span_of(kind, day)
    target = Target(
        measure=_measure(measure), kind=kind, begins=span.begins, ends=span.ends, base=base, floor=floor,
        stretch=stretch, themes=check_themes(themes),
    )  # fmt: skip
    _place(actor, target, unit_id, staff_id, customer_id)
    _check_scope(actor, target)
    _of_product(target, product)
    check_figures(target.measure, Figures(base, floor, stretch))
    if _is_there(target):
        raise Refused(TargetRefusal.THERE_ALREADY, field="measure")
    target.save()
    note(actor, [target], ChangeKind.SET, reason)
    target = access.get_visible(actor, target.pk)
    settle(actor, [target], explanation)
    _announce(target)
    return target.pk


@action("targets.change_target", label=_("Change a target"), permission=VIEW, subject="target")
def change_target(
    *, actor: Actor, target_id: int, version: int, base: Decimal, reason: str, floor: Decimal | None = None,
    stretch: Decimal | None = None, themes: Sequence[str] = (), explanation: str = "",
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Change a target's figures or themes, saying why; what they were stays in its history.

    Raises NotVisible (404), NotYours (403), Stale, and Refused as `set_target` does.
    """
    target = access.get_changeable(actor, target_id)
    changes = {"base": base, "floor": floor, "stretch": stretch, "themes": check_themes(themes)}
    check_version(target, version, changes)
    check_figures(target.measure, Figures(base, floor, stretch))
    if not reason:
        raise Refused(TargetRefusal.REASON_MISSING, field="reason")
    for name, value in changes.items():
        setattr(target, name, value)
    target.version += 1
    target.save()
    note(actor, [target], ChangeKind.CHANGED, reason)
    settle(actor, [target], explanation)
    _announce(target)
    return target.pk


@action(
    "targets.explain_difference",
    label=_("Explain a difference of targets"),
    permission=VIEW,
    subject="target",
)
def explain_difference(
    *, actor: Actor, target_id: int, way: str, explanation: str, idempotency_key: str | None = None
) -> int:
    """Say why the parts of a target do not come to it. Holds until the difference is another one.

    Raises NotVisible (404), NotYours (403), Refused where there is no difference.
    """
    target = access.get_visible(actor, target_id)
    if not access.may_divide(actor, target):
        raise access.NotYours(TargetRefusal.NOT_YOURS)
    if way not in Way.values:
        raise Refused(TargetRefusal.NOT_THIS_WAY, field="way")
    parts = parts_of([target]).get(target.pk, {}).get(Way(way))
    if parts is None or not parts.is_off:
        raise Refused(TargetRefusal.NO_DIFFERENCE, field="explanation")
    explain(actor, target, Way(way), parts.difference, explanation)
    return target.pk


def _measure(code: str) -> Measure:
    found = Measure.objects.filter(code=code).first()
    if found is None:
        raise Refused(TargetRefusal.NO_SUCH_MEASURE, field="measure", code=code[:60])
    return found


def _place(
    actor: Actor, target: Target, unit_id: int | None, staff_id: int | None, customer_id: int | None
) -> None:
    """Whose it is. A person's unit and holder, a customer's holder and unit, are those of today."""
    if len([one for one in (unit_id, staff_id, customer_id) if one is not None]) > 1:
        raise Refused(TargetRefusal.ONE_SUBJECT, field="unit_id")
    target.level, target.unit_id = Level.ORGANISATION, unit_id
    if unit_id is not None:
        target.level = Level.UNIT
    elif staff_id is not None:
        target.level, target.staff_id = Level.STAFF, staff_id
        target.holder_id, target.unit_id = _post(staff_id)
    elif customer_id is not None:
        _of_customer(actor, target, customer_id)


def _of_customer(actor: Actor, target: Target, customer_id: int) -> None:
    card = working_card(actor=actor, customer_id=customer_id)
    target.level, target.customer_id = Level.CUSTOMER, card.id
    target.holder_id, target.unit_id = card.holder_id, card.unit_id
    with connection.cursor() as cursor:
        cursor.execute(
            "select a.staff_id from org_holder h join org_appointment a on a.id = h.appointment_id where h.id = %s",
            [card.holder_id],
        )
        found = cursor.fetchone()
    if found is None:
        raise Refused(TargetRefusal.NOT_HELD, field="customer_id")
    target.staff_id = found[0]


def _post(staff_id: int) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_POST, {"staff": staff_id, "day": clock.today()})
        found = cursor.fetchone()
    if found is None:
        raise Refused(TargetRefusal.NO_POST, field="staff_id")
    return found[0], found[1]


def _check_scope(actor: Actor, target: Target) -> None:
    if access.may_change(actor, target):
        return
    if target.level == Level.STAFF and target.staff_id == actor.staff_id:
        raise access.NotYours(TargetRefusal.NOT_ONES_OWN, field="staff_id")
    field = {Level.STAFF: "staff_id", Level.CUSTOMER: "customer_id"}.get(Level(target.level), "unit_id")
    raise access.NotYours(TargetRefusal.OUT_OF_SCOPE, field=field)


def _of_product(target: Target, code: str) -> None:
    if not code:
        return
    if target.measure.fact_of != "holding":
        raise Refused(TargetRefusal.NO_PRODUCTS, field="product", measure=target.measure.code)
    with connection.cursor() as cursor:
        cursor.execute("select id from customers_product where code = %s", [code])
        found = cursor.fetchone()
    if found is None:
        raise Refused(TargetRefusal.NO_SUCH_PRODUCT, field="product", code=code[:60])
    target.product_id = found[0]


def _is_there(target: Target) -> bool:
    """Also where the actor does not see it: set by another unit, before the person came to this one."""
    by_level = {Level.UNIT: target.unit_id, Level.STAFF: target.staff_id, Level.CUSTOMER: target.customer_id}
    with as_system("is such a target there"):
        return Target.objects.filter(
            measure=target.measure, kind=target.kind, begins=target.begins, level=target.level,
            subject=by_level.get(Level(target.level)) or 0, product=target.product_id,
        ).exists()  # fmt: skip


def _announce(target: Target) -> None:
    publish(TargetSet(target.pk, target.staff_id, target.unit_id, target.begins, target.ends))
