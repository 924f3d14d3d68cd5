"""The section `duties` of a pack: the duty calendar of a trade, as data."""

from datetime import time
from typing import Annotated, Self

from pydantic import Field, model_validator

from kejing.domain.duties.models import Duty, DutyVersion
from kejing.domain.duties.vocabulary import DueFrom, Every, EvidenceKind
from kejing.engines.packs.public import Label, Outcome, Strict
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
MonthNumber = Annotated[int, Field(ge=1, le=12)]


class DueSpec(Strict):
    """`from: end` (the last working day, moved by `workdays`) or `from: start` (the first day less `lead_months`,
    moved by `workdays`); `at` as "18:00". See `rules.Rhythm`.
    """

    from_: Annotated[DueFrom, Field(alias="from")] = DueFrom.END
    lead_months: Annotated[int, Field(ge=0, le=12)] = 0
    workdays: Annotated[int, Field(ge=-20, le=20)] = 0
    at: time = time(18)

    @model_validator(mode="after")
    def _leads_from_the_start(self) -> Self:
        if self.lead_months and self.from_ != DueFrom.START:
            raise ValueError("only a duty due before its period has months of lead")
        return self


class DutySpec(Strict):
    """One duty of a role. `evidence`: what settles it, `least` to `most` times a period; `remind_days` before it is
    due it is shown as due soon; `opens_before`: calendar days that a duty due before its period is shown earlier.
    """

    code: Code
    label: Label
    role: Code
    item: Annotated[str, Field(max_length=60)] = ""
    every: Every
    months: tuple[MonthNumber, ...] = ()
    due: DueSpec = DueSpec()
    evidence: EvidenceKind
    least: Annotated[int, Field(ge=1, le=200)] = 1
    most: Annotated[int, Field(ge=1, le=200)] | None = None
    remind_days: Annotated[int, Field(ge=0, le=60)] = 0
    opens_before: Annotated[int, Field(ge=0, le=60)] = 0

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.most is not None and self.most < self.least:
            raise ValueError("at most is below at least")
        if self.months and self.every not in {Every.MONTH, Every.IN_POST}:
            raise ValueError("months are named for monthly duties and those after an appointment")
        if self.every == Every.IN_POST and not self.months:
            raise ValueError("say how many months after the appointment")
        if list(self.months) != sorted(set(self.months)):
            raise ValueError("months stand once each, in their order")
        return self


class DutiesSection(Strict):
    """`duties.yaml`."""

    duties: tuple[DutySpec, ...] = ()

    @model_validator(mode="after")
    def _codes_once(self) -> Self:
        codes = [duty.code for duty in self.duties]
        if len(set(codes)) < len(codes):
            raise ValueError("a duty's code stands twice")
        return self


def apply(section: DutiesSection, actor: Actor) -> Outcome:
    """Duties that are not there yet, in force from today; what an organisation made of the others stays."""
    known = set(Duty.objects.values_list("code", flat=True))
    new = [spec for spec in section.duties if spec.code not in known]
    for spec in new:
        DutyVersion.objects.create(
            duty=Duty.objects.create(code=spec.code), number=1, label_zh=spec.label.zh, label_en=spec.label.en,
            item=spec.item, role=spec.role, every=spec.every, months=list(spec.months), due_from=spec.due.from_,
            lead_months=spec.due.lead_months, workdays=spec.due.workdays, due_time=spec.due.at,
            opens_before=spec.opens_before, remind_days=spec.remind_days, evidence=spec.evidence, least=spec.least,
            most=spec.most, valid_from=clock.today(), made_by_name=actor.name, made_at=clock.system_now(),
        )  # fmt: skip
    return Outcome(created=len(new), kept=len(section.duties) - len(new))
