"""The demo's targets of the cast's branches and their people, as their market managers set them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from kejing.app.demo.build import TODAY
from kejing.app.demo.history import Branch
from kejing.domain.targets.public import cascade_target, set_target, span_of, targets_of
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_actor, as_system

SET_ON = date(1998, 1, 5)
FOR_EACH = (
    ("accounts_opened", 4, 3, ["growth"]),
    ("cards_issued", 2, 1, ["structure"]),
    ("loans_volume", 300_000, 200_000, ["growth"]),
    ("visits_held", 40, 30, ["management"]),
)
"""Measure, target and floor of a person in a month, themes."""
KEPT_BACK = 0.9
"""So much of a branch's target its last account manager gets: the tree shows a difference."""


def write_targets(branches: Sequence[Branch]) -> None:
    """All of a branch or nothing, once: a worker that was stopped begins again, one that was not changes nothing."""
    for branch in branches:
        with as_system("demo") as actor:
            there = targets_of(actor=actor, span=span_of("month", TODAY), unit_id=branch.unit_id)
        if not there:
            with transaction.atomic(), clock.frozen(clock.at(SET_ON, 9)):
                _of_branch(branch)


def _of_branch(branch: Branch) -> None:
    """The quarter is three months; the month goes to the people."""
    n = len(branch.managers)
    with as_actor(branch.reviewer.user_id) as actor:
        for measure, base, floor, themes in FOR_EACH:
            for kind, months in (("quarter", 3), ("month", 1)):
                target = set_target(
                    actor=actor, measure=measure, kind=kind, day=TODAY, unit_id=branch.unit_id,
                    base=Decimal(base * n * months), floor=Decimal(floor * n * months), themes=themes,
                )  # fmt: skip
            parts: list[dict[str, str | Decimal | None]] = [
                {"key": diary.number, "base": Decimal(base)} for diary in branch.managers
            ]
            parts[-1]["base"] = Decimal(int(base * KEPT_BACK))
            cascade_target(actor=actor, target_id=target, version=1, way="subject", parts=parts)
