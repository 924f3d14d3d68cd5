"""Why an attainment is what it is: the target, the rule it is counted by, what counted."""

from django.utils.translation import gettext as _

from kejing.domain.targets import access
from kejing.domain.targets.models import Target, TargetChange
from kejing.domain.targets.queries.actuals import MOST_FACTS, counted
from kejing.domain.targets.queries.rows import TargetRow, hides_amount, wanted_of, with_actuals
from kejing.domain.targets.vocabulary import Folding, Level
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui import formats
from kejing.foundation.ui.explanation import Criterion, Explanation, Fact, Rule


def explain_target(*, actor: Actor, target_id: int) -> Explanation:
    """What was reached of a target and why it counts so (Q16). Raises NotVisible (404)."""
    target = access.get_visible(actor, target_id)
    (row,) = with_actuals(actor, [target])
    facts = _facts(actor, target)
    last = TargetChange.objects.filter(target=target).order_by("-version").first()
    return Explanation(
        title=row.title,
        score=formats.percent(row.attainment) if row.attainment is not None else formats.NOTHING,
        conclusion=_conclusion(row),
        rule=Rule(
            name=_definition(target),
            version=f"v{target.version}",
            valid_from=target.begins,
            approved_by=last.made_by_name if last else "",
            computed_at=row.counted_at or clock.now(),
        ),
        share=row.percent,
        mark=row.floor_mark,
        criteria=tuple(_criteria(row)),
        facts=facts[:MOST_FACTS],
        more_facts=_("Only the newest are shown.") if len(facts) > MOST_FACTS else "",
    )


def _definition(target: Target) -> str:
    if target.measure.activity:
        return _("What was done in the period, counted for who did it")
    if target.measure.folding == Folding.LAST:
        return _("The last figure of each holding, counted for who held the customer at the end")
    return _("Facts of the period, added up for who held the customer on their day")


def _conclusion(row: TargetRow) -> str:
    if row.actual is None:
        return _("Nothing measures this target yet.")
    if row.floor_met is None:
        return _("Reached %(actual)s of %(base)s") % _shown(row)
    if row.floor_met:
        return _("Reached %(actual)s of %(base)s; the floor is met") % _shown(row)
    return _("Reached %(actual)s of %(base)s; the floor is not met") % _shown(row)


def _shown(row: TargetRow) -> dict[str, str]:
    return {"actual": row.measure.shown(row.actual), "base": row.measure.shown(row.base)}


def _criteria(row: TargetRow) -> list[Criterion]:
    shown = row.measure.shown
    found = [
        Criterion(_("Reached"), shown(row.actual)),
        Criterion(_("Target"), shown(row.base)),
    ]
    if row.floor is not None:
        tone = "" if row.floor_met is not False else "bad"
        found.append(Criterion(_("Floor"), shown(row.floor), tone=tone))
    if row.stretch is not None:
        found.append(Criterion(_("Stretch"), shown(row.stretch)))
    return found


def _facts(actor: Actor, target: Target) -> tuple[Fact, ...]:
    """A person's and a customer's, one by one; a unit's are those of its people."""
    if target.level not in {Level.STAFF, Level.CUSTOMER} or hides_amount(actor, target):
        return ()
    places = target.measure.places
    return tuple(
        Fact(label=each.label or f"#{each.ref}", quantity=formats.exact(each.value, places), on=each.on)
        for each in counted(wanted_of(target))
    )
