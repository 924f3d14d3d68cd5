"""What every change of targets has in common: checks of figures, history, links, reconciliation."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db import connection

from kejing.domain.targets.models import Explanation, Measure, Target, TargetChange, Theme
from kejing.domain.targets.queries.parts import Sums, parts_of, wholes_of
from kejing.domain.targets.queries.rows import card, row_of
from kejing.domain.targets.rules import Figures, Parts, fits
from kejing.domain.targets.vocabulary import (
    REFRESH,
    ChangeKind,
    Reconcile,
    TargetRefusal,
    Way,
)
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.jobs import enqueue
from kejing.foundation.ui import formats


def check_figures(measure: Measure, figures: Figures) -> None:
    """Raises Refused for figures below zero, too precise, or in the wrong order."""
    for name, value in (("base", figures.base), ("floor", figures.floor), ("stretch", figures.stretch)):
        if value is None:
            continue
        if value < 0:
            raise Refused(TargetRefusal.NEGATIVE, field=name)
        if not fits(value, measure.places):
            raise Refused(TargetRefusal.TOO_PRECISE, field=name, value=value, places=measure.places)
    if figures.floor is not None and figures.floor > figures.base:
        raise Refused(TargetRefusal.FLOOR_ABOVE, field="floor")
    if figures.stretch is not None and figures.stretch < figures.base:
        raise Refused(TargetRefusal.STRETCH_BELOW, field="stretch")


def check_themes(codes: Sequence[str]) -> list[str]:
    """The codes, each once. Raises Refused for one nobody declared."""
    known = set(Theme.objects.filter(code__in=codes).values_list("code", flat=True))
    for code in codes:
        if code not in known:
            raise Refused(TargetRefusal.NO_SUCH_THEME, field="themes", code=code)
    return sorted(known)


def note(actor: Actor, targets: Iterable[Target], kind: ChangeKind, reason: str) -> None:
    """A line of history for each, with its figures from now on."""
    TargetChange.objects.bulk_create(
        [
            TargetChange(
                target=each, version=each.version, kind=kind, base=each.base, floor=each.floor,
                stretch=each.stretch, themes=each.themes, reason=reason, made_by=actor.user_id,
                made_by_name=actor.name, made_at=clock.now(),
            )
            for each in targets
        ]
    )  # fmt: skip


def settle(
    actor: Actor, targets: Sequence[Target], explanation: str = "", field: str | None = "base"
) -> None:
    """After figures changed: which is a part of which, and whether parts and wholes may stand so.

    Raises Refused where parts exceed a whole that forbids it, and where a difference wants an explanation.
    """
    ids = [each.pk for each in targets]
    with connection.cursor() as cursor:
        cursor.execute("select kj_link_targets(%s::bigint[])", [ids])
    wholes = wholes_of(ids)
    known = {each.pk for each in wholes}
    concerned = [*wholes, *(each for each in targets if each.pk not in known)]
    sums = parts_of(concerned)
    for whole in concerned:
        _check(actor, whole, sums.get(whole.pk, {}), explanation, field)
    enqueue(REFRESH, key=REFRESH)


def _check(actor: Actor, whole: Target, sums: Sums, explanation: str, field: str | None) -> None:
    mode = whole.measure.reconcile
    for way, parts in sums.items():
        if parts.state == "over" and mode == Reconcile.REFUSE:
            raise Refused(TargetRefusal.EXCEEDS, field=field, **_words(whole, parts))
        if parts.state == "over" and mode == Reconcile.EXPLAIN and not parts.is_explained:
            if not explanation:
                raise Refused(TargetRefusal.EXPLAIN, field="explanation", **_words(whole, parts))
            explain(actor, whole, way, parts.difference, explanation)


def check_whole(actor: Actor, whole: Target, way: Way, explanation: str) -> None:
    """After a whole was broken down at once: where differences must be explained, too little must be too."""
    parts = parts_of([whole]).get(whole.pk, {}).get(way)
    if parts is None or not parts.is_off or parts.is_explained:
        return
    if explanation:
        explain(actor, whole, way, parts.difference, explanation)
    elif whole.measure.reconcile == Reconcile.EXPLAIN:
        raise Refused(TargetRefusal.EXPLAIN, field="explanation", **_words(whole, parts))


def explain(actor: Actor, whole: Target, way: Way, difference: Decimal, text: str) -> None:
    Explanation.objects.create(
        target=whole, way=way, difference=difference, text=text, made_by=actor.user_id,
        made_by_name=actor.name, made_at=clock.now(),
    )  # fmt: skip


def _words(whole: Target, parts: Parts) -> dict[str, str]:
    places = card(whole.measure).places
    return {
        "whole": row_of(whole).title,
        "parts": formats.exact(parts.total, places),
        "base": formats.exact(whole.base, places),
    }
