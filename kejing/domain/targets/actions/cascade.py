"""Breaking a target down: all parts in one change, or none."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from kejing.domain.targets import access
from kejing.domain.targets.actions.attainment import count_kept
from kejing.domain.targets.actions.writing import check_figures, check_whole, note, settle
from kejing.domain.targets.events import TargetCascaded
from kejing.domain.targets.models import Target
from kejing.domain.targets.queries.division import Place, places_of, present_parts, ways_of
from kejing.domain.targets.rules import Figures, in_proportion
from kejing.domain.targets.vocabulary import VIEW, ChangeKind, Level, TargetRefusal, Way
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.events import publish
from kejing.foundation.kernel.versions import check_version

FIGURES = ("base", "floor", "stretch")


@action("targets.cascade_target", label=_("Break a target down"), permission=VIEW, subject="target")
def cascade_target(
    *, actor: Actor, target_id: int, version: int, way: str, parts: Sequence[Mapping[str, str | Decimal | None]],
    kind: str = "", reason: str = "", explanation: str = "", idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Give the parts of a target their figures: units and people, customers, products, or shorter periods of a `kind`.

    Each part names its `key` (unit code, staff number, customer number, product code, first day) with `base`, and
    `floor` and `stretch`; these two follow the whole's in proportion where they are not given. Parts not named
    stay as they are. Returns how many were made or changed. Item A4.39.

    Raises NotVisible (404), NotYours (403), Stale; Refused for a way this target has not, an unknown part, one named
    twice, figures in the wrong order, and where the parts do not stand to the whole as its measure demands.
    """
    target = access.get_visible(actor, target_id)
    if not access.may_divide(actor, target):
        raise access.NotYours(TargetRefusal.NOT_YOURS)
    check_version(target, version, {})
    if (way, kind) not in [(str(each), of) for each, of in ways_of(actor, target)]:
        raise Refused(TargetRefusal.NOT_THIS_WAY, field="way")
    chosen = _chosen(target, places_of(target, Way(way), kind), parts)
    made = _write(actor, target, chosen, reason)
    settle(actor, made, explanation, field="parts")
    check_whole(actor, target, Way(way), explanation)
    count_kept([each for each in made if each.level in {Level.STAFF, Level.CUSTOMER}])
    staff = tuple(sorted({each.staff_id for each in made if each.staff_id is not None}))
    publish(TargetCascaded(target.pk, staff, target.begins, target.ends))
    return len(made)


def _chosen(
    target: Target, places: list[Place], parts: Sequence[Mapping[str, str | Decimal | None]]
) -> list[tuple[Place, Figures]]:
    by_key = {place.key: place for place in places}
    found: dict[str, tuple[Place, Figures]] = {}
    whole = Figures(target.base, target.floor, target.stretch)
    for part in parts:
        key, (base, floor, stretch) = str(part["key"]), (part.get(name) for name in FIGURES)
        if key not in by_key:
            raise Refused(TargetRefusal.NO_SUCH_PART, field="parts", key=key[:60])
        if key in found:
            raise Refused(TargetRefusal.TWICE, field="parts", key=key)
        assert isinstance(base, Decimal)
        usual = in_proportion(base, whole, target.measure.places)
        figures = Figures(
            base,
            floor if isinstance(floor, Decimal) else usual.floor,
            stretch if isinstance(stretch, Decimal) else usual.stretch,
        )
        _check(target, by_key[key], figures)
        found[key] = (by_key[key], figures)
    if not found:
        raise Refused(TargetRefusal.NO_PARTS, field="parts")
    return list(found.values())


def _check(target: Target, place: Place, figures: Figures) -> None:
    """The refusal names the part and its figure."""
    try:
        check_figures(target.measure, figures)
    except Refused as refused:
        raise Refused(
            TargetRefusal.PART, field=f"{refused.field}-{place.key}", name=place.name, sentence=refused.text
        ) from refused


def _write(actor: Actor, target: Target, chosen: list[tuple[Place, Figures]], reason: str) -> list[Target]:
    """New rows and changed ones; what has these very figures already is left alone."""
    places = [place for place, _figures in chosen]
    present = present_parts(target, places)
    _refuse_hidden(target, places, present)
    new, changed = [], []
    for i, (place, figures) in enumerate(chosen):
        row = present.get(i)
        if row is None:
            new.append(_new(target, place, figures))
        elif (row.base, row.floor, row.stretch) != (figures.base, figures.floor, figures.stretch):
            row.base, row.floor, row.stretch = figures.base, figures.floor, figures.stretch
            row.themes = sorted({*row.themes, *target.themes})
            row.version += 1
            changed.append(row)
    Target.objects.bulk_create(new)
    Target.objects.bulk_update(changed, ["base", "floor", "stretch", "themes", "version"])
    note(actor, [*new, *changed], ChangeKind.CASCADED, reason)
    rows = access.visible(actor).filter(pk__in=[row.pk for row in (*new, *changed)])
    return list(rows.select_related("measure", "unit", "staff", "customer", "product").order_by("pk"))


def _refuse_hidden(target: Target, places: list[Place], present: dict[int, Target]) -> None:
    """Somebody who came from another unit may have such a target from there, out of this actor's sight."""
    with as_system("are such targets there"):
        there = present_parts(target, places)
    for i in there.keys() - present.keys():
        sentence = TargetRefusal.THERE_ALREADY.label
        raise Refused(
            TargetRefusal.PART, field=f"base-{places[i].key}", name=places[i].name, sentence=sentence
        )


def _new(target: Target, place: Place, figures: Figures) -> Target:
    return Target(
        measure=target.measure, kind=place.span.kind, begins=place.span.begins, ends=place.span.ends,
        level=place.level, unit_id=place.unit_id, staff_id=place.staff_id, holder_id=place.holder_id,
        customer_id=place.customer_id, product_id=place.product_id, base=figures.base, floor=figures.floor,
        stretch=figures.stretch, themes=target.themes,
    )  # fmt: skip
