"""The section `leave` of a pack: what leave may be for."""

from typing import Annotated

from pydantic import Field

from kejing.domain.org.models import AbsenceKind
from kejing.engines.packs.public import Label, Outcome, Strict
from kejing.foundation.kernel.actor import Actor

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


class KindSpec(Strict):
    code: Code
    label: Label


class LeaveSection(Strict):
    """`leave.yaml`: the kinds of leave, in the order they are offered."""

    kinds: Annotated[tuple[KindSpec, ...], Field(min_length=1, max_length=30)]


def apply_leave(section: LeaveSection, _actor: Actor) -> Outcome:
    """Kinds that are not there yet; those there stay as they are."""
    there = set(AbsenceKind.objects.values_list("code", flat=True))
    new = [
        AbsenceKind(code=kind.code, label_zh=kind.label.zh, label_en=kind.label.en, position=n)
        for n, kind in enumerate(section.kinds)
        if kind.code not in there
    ]
    AbsenceKind.objects.bulk_create(new)
    return Outcome(created=len(new), kept=len(section.kinds) - len(new))
