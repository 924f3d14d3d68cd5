"""The section `targets` of a pack: what targets are set for, and the strategic themes.

In `targets.yaml`: `measures` (a figure of a kind of fact, or an activity that a module above counts, such as
`visits_held`) and `themes`. Created where missing, never overwritten.
"""

from typing import Annotated, Self

from pydantic import Field, model_validator

from kejing.domain.targets.models import Measure, Theme
from kejing.domain.targets.vocabulary import Folding, MeasureUnit, Reconcile, TargetRefusal
from kejing.engines.metrics.public import fact_source
from kejing.engines.packs.public import Label, Outcome, Strict
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


class MeasureSpec(Strict):
    """`folding`: the sum of the facts of a period, or the last figure of each thing (balances). `places`: decimals.

    `reconcile`: show, explain or refuse a difference between the parts and the whole.
    """

    code: Code
    label: Label
    unit: MeasureUnit = MeasureUnit.COUNT
    places: Annotated[int, Field(ge=0, le=4)] = 0
    fact: Code | None = None
    figure: Code = "quantity"
    folding: Folding = Folding.SUM
    activity: Code | None = None
    reconcile: Reconcile = Reconcile.SHOW

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.fact is None) == (self.activity is None):
            raise ValueError(f"{self.code}: give a fact or an activity")
        if self.activity is not None and self.folding != Folding.SUM:
            raise ValueError(f"{self.code}: activities are summed")
        return self


class ThemeSpec(Strict):
    code: Code
    label: Label


class TargetsSection(Strict):
    measures: Annotated[tuple[MeasureSpec, ...], Field(min_length=1)]
    themes: tuple[ThemeSpec, ...] = ()

    @model_validator(mode="after")
    def _codes_differ(self) -> Self:
        for rows in (self.measures, self.themes):
            if len({row.code for row in rows}) < len(rows):
                raise ValueError("a code stands twice")
        return self


def apply(section: TargetsSection, _actor: Actor) -> Outcome:
    """Create measures and themes that are missing. Raises Refused for a fact nobody declared."""
    created = 0
    for position, measure in enumerate(section.measures):
        created += _measure(position, measure)
    for position, theme in enumerate(section.themes):
        labels = {"label_zh": theme.label.zh, "label_en": theme.label.en, "position": position}
        created += Theme.objects.get_or_create(code=theme.code, defaults=labels)[1]
    return Outcome(created, len(section.measures) + len(section.themes) - created)


def _measure(position: int, spec: MeasureSpec) -> bool:
    values = {
        "label_zh": spec.label.zh, "label_en": spec.label.en, "unit": spec.unit, "places": spec.places,
        "fact": spec.fact or "", "figure": spec.figure if spec.fact else "", "fact_of": _fact_of(spec),
        "folding": spec.folding, "activity": spec.activity or "", "reconcile": spec.reconcile,
        "position": position,
    }  # fmt: skip
    return Measure.objects.get_or_create(code=spec.code, defaults=values)[1]


def _fact_of(spec: MeasureSpec) -> str:
    if spec.fact is None:
        return ""
    day = clock.today()
    try:
        return fact_source(
            kind=spec.fact, figure=spec.figure, folding="sum", start=day, end=day, prefix=""
        ).subject_kind
    except LookupError as error:
        raise Refused(TargetRefusal.BAD_FACT, code=spec.code) from error
