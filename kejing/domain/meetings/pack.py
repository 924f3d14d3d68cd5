"""The pack's section `meetings`: kinds of meetings, their agenda and cadence, who is called. Never overwritten."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from kejing.domain.meetings.models import Kind
from kejing.domain.meetings.vocabulary import Cadence
from kejing.engines.packs.public import Label, Outcome, Strict
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Roles = Annotated[tuple[Code, ...], Field(min_length=1)]


class KindSpec(Strict):
    """One kind. `by_workday`: the working day of each period by which it is held (1 the first, -1 the last; 0 for
    one without cadence); `minutes`: its usual length; `look_back_days`: how long a missed one is shown and one held may
    still be recorded; `short`: recorded on one page; `comments`: each contribution wants the leader's comment.
    """

    code: Code
    label: Label
    cadence: Cadence
    by_workday: Annotated[int, Field(ge=-60, le=60)] = 0
    minutes: Annotated[int, Field(ge=5, le=1440)]
    look_back_days: Annotated[int, Field(ge=0, le=200)] = 31
    short: bool = False
    contributes: bool = False
    comments: bool = False
    led_by: Roles
    called: Roles
    agenda: Annotated[tuple[Label, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if (self.cadence == Cadence.NONE) != (self.by_workday == 0):
            raise ValueError("by_workday belongs to a cadence, and each cadence has one")
        if self.comments and not self.contributes:
            raise ValueError("comments are on contributions")
        if self.short and self.contributes:
            raise ValueError("a meeting recorded on one page has no contributions")
        return self


class MeetingsSection(Strict):
    kinds: Annotated[tuple[KindSpec, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _once(self) -> Self:
        codes = [kind.code for kind in self.kinds]
        if doubles := sorted({code for code in codes if codes.count(code) > 1}):
            raise ValueError(f"kinds: {doubles[0]} twice")
        return self


def apply(section: MeetingsSection, _actor: Actor) -> Outcome:
    """Create the kinds that are missing, due from today on; those there stay as they are."""
    there = set(Kind.objects.values_list("code", flat=True))
    new = [_kind(spec, position) for position, spec in enumerate(section.kinds, 1) if spec.code not in there]
    Kind.objects.bulk_create(new)
    return Outcome(created=len(new), kept=len(section.kinds) - len(new))


def _kind(spec: KindSpec, position: int) -> Kind:
    body = spec.model_dump(mode="json", exclude={"code", "label", "agenda"})
    body["agenda"] = [[label.zh, label.en] for label in spec.agenda]
    return Kind(
        code=spec.code, position=position, label=spec.label.zh, label_en=spec.label.en, since=clock.today(),
        body=body,
    )  # fmt: skip
