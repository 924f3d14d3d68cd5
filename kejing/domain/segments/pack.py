"""The section `segments` of a pack: figures to segment by, sets of segments, service standards.

In `segments.yaml`: `figures` (facts of full months made into one figure a customer), `sets` (with their segments and
rules; the last segment of a set of classes has none) and `standard` (rhythm, answer and minutes by class, hours).
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from kejing.domain.segments.models import Figure, Segment, SegmentSet, SetVersion, Standard
from kejing.domain.segments.queries.fields import catalogue
from kejing.domain.segments.rules.conditions import EVERYBODY, BadRule, read_rule, written
from kejing.domain.segments.vocabulary import CONTACT, RuleRefusal, VersionState
from kejing.engines.packs.public import Label, Outcome, Strict
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Days = Annotated[int, Field(ge=1, le=730)]


class FigureSpec(Strict):
    """`folding`: sum, count, last, or mean (of each month's last) of a fact's figure over full months.

    The fact `contact` counts visits and calls by anybody (Q10): `figure: quantity, folding: count`.
    """

    code: Code
    label: Label
    fact: Code
    figure: Code = "amount"
    folding: Literal["sum", "count", "last", "mean"]
    months: Annotated[int, Field(ge=1, le=24)] = 3

    @model_validator(mode="after")
    def _contacts_are_counted(self) -> Self:
        if self.fact == CONTACT and (self.figure, self.folding) != ("quantity", "count"):
            raise ValueError("contacts have a quantity, which is counted")
        return self


class SegmentSpec(Strict):
    """`rule` as in `rules/conditions.py`; none takes everybody."""

    code: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=60)]
    label: Label
    rule: dict[str, Any] | None = None


class SetSpec(Strict):
    code: Code
    label: Label
    kind: Literal["class", "free", "market"]
    segments: Annotated[tuple[SegmentSpec, ...], Field(min_length=1, max_length=12)]

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        codes = [segment.code for segment in self.segments]
        if len(set(codes)) < len(codes):
            raise ValueError("a segment's code stands twice")
        if self.kind != "class" and len(codes) > 1:
            raise ValueError("only a set of classes has several segments")
        ruled = [segment.rule is not None for segment in self.segments]
        if self.kind == "class" and (ruled[-1] or not all(ruled[:-1])):
            raise ValueError("each class has a rule but the last, which takes the rest")
        return self


class NormSpec(Strict):
    """What a class is served with."""

    visit_every_days: Days
    respond_within_hours: Annotated[int, Field(ge=1, le=720)]
    minutes_per_visit: Annotated[int, Field(ge=5, le=480)]


class HoursSpec(Strict):
    """Hours of a working day that are for customers, and the way to one visit and back."""

    per_day: Annotated[Decimal, Field(gt=0, le=24, max_digits=4, decimal_places=2)]
    travel_minutes: Annotated[int, Field(ge=0, le=480)]


class StandardBody(Strict):
    """The body of a Standard. `set`: whose classes; `counts_from`: no contact is due from before that day.

    `value`: the figure that says what a customer is worth. A customer is not proposed for a move within
    `settle_days` of the last one. `restricted`: field of rules → the right it takes to segment by it.
    """

    set: Code
    classes: dict[str, NormSpec]
    hours: HoursSpec
    counts_from: date
    value: Code | None = None
    settle_days: Annotated[int, Field(ge=0, le=3650)] = 90
    restricted: dict[str, str] = {}


class SegmentsSection(Strict):
    figures: tuple[FigureSpec, ...] = ()
    sets: tuple[SetSpec, ...] = ()
    standard: StandardBody | None = None


def apply(section: SegmentsSection, actor: Actor) -> Outcome:
    """Create figures, sets with a first draft of their rules, and the standard, where they are missing.

    Rules come into force by `apply_segments`, after somebody saw whom they take. Raises Refused for a bad rule.
    """
    created = kept = 0
    for figure in section.figures:
        values = {
            "label_zh": figure.label.zh, "label_en": figure.label.en, "fact": figure.fact,
            "figure": figure.figure, "measure": figure.folding, "months": figure.months,
        }  # fmt: skip
        new = Figure.objects.get_or_create(code=figure.code, defaults=values)[1]
        created, kept = created + new, kept + (not new)
    # The standard first: it says which fields are restricted.
    if section.standard is not None:
        new = _standard(section.standard, actor)
        created, kept = created + new, kept + (not new)
    for spec in section.sets:
        new = _set(spec, actor)
        created, kept = created + new, kept + (not new)
    return Outcome(created, kept)


def _standard(body: StandardBody, actor: Actor) -> bool:
    if Standard.objects.exists():
        return False
    Standard.objects.create(
        number=1, body=body.model_dump(mode="json"), state=VersionState.APPLIED, valid_from=body.counts_from,
        made_by=actor.user_id, made_by_name=actor.name, made_at=clock.system_now(),
    )  # fmt: skip
    return True


def _set(spec: SetSpec, actor: Actor) -> bool:
    labels = {"label_zh": spec.label.zh, "label_en": spec.label.en, "kind": spec.kind}
    found, new = SegmentSet.objects.get_or_create(code=spec.code, defaults=labels)
    if not new:
        return False
    Segment.objects.bulk_create(
        [
            Segment(set=found, code=row.code, label_zh=row.label.zh, label_en=row.label.en, position=position)
            for position, row in enumerate(spec.segments)
        ]
    )
    fields = {code: field.rule_field for code, field in catalogue(actor).items()}
    try:
        rules = {
            row.code: written(read_rule(row.rule, fields) if row.rule is not None else EVERYBODY)
            for row in spec.segments
        }
    except BadRule as bad:
        raise Refused(RuleRefusal(bad.code), None, **bad.params) from bad
    # The order stands beside the rules: a JSON object of the database keeps none.
    body = {"rules": rules, "order": {row.code: place for place, row in enumerate(spec.segments)}}
    SetVersion.objects.create(
        set=found,
        number=1,
        body=body,
        made_by=actor.user_id,
        made_by_name=actor.name,
        made_at=clock.system_now(),
    )
    return True
