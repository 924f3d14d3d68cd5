"""Figures of a person's month in the field. Without anything to count there is no figure."""

from dataclasses import dataclass
from fractions import Fraction

from kejing.domain.visits.rules.logs import Share

NOTHING = Share(0, 0)


@dataclass(frozen=True, slots=True)
class FieldFigures:
    """A person's month. Shares carry what they were counted from.

    `checklist` standards kept (A3.9) in `filled` of `held` contacts; `goals` reached (A3.13); `presence` working
    days with an evidenced visit (Q49, A7.20); `findings` per visit held, `in_time` reported by the end of the next
    day, `solved` of those due (Q48, A7.55); `rectified` in time of those the customer had to put right (Q47, A7.51);
    `fixed`, `rectify`, `escalated` the routes' shares (A7.53); `kept_day` plans held on their day (A9.12);
    `planned` contacts that had a plan, `punctual` starts, `clear` plans that overlap no other (A9.30);
    `short` visits of those with minutes, `evidenced` ones by check-in, photo or finding, and `shallow_run` visits in
    a row without finding and next step (A7.38).
    """

    staff_id: int
    held: int = 0
    filled: int = 0
    checklist: Share = NOTHING
    goals: Share = NOTHING
    presence: Share = NOTHING
    findings: Share = NOTHING
    in_time: Share = NOTHING
    solved: Share = NOTHING
    rectified: Share = NOTHING
    fixed: Share = NOTHING
    rectify: Share = NOTHING
    escalated: Share = NOTHING
    kept_day: Share = NOTHING
    planned: Share = NOTHING
    punctual: Share = NOTHING
    clear: Share = NOTHING
    short: Share = NOTHING
    evidenced: Share = NOTHING
    shallow_run: int = 0

    @property
    def order(self) -> Fraction | None:
        """The order score from 0 to 1: the mean of planned, punctual and clear, as far as there is any. Item A9.30."""
        return order_score(self.planned, self.punctual, self.clear)


def order_score(*shares: Share) -> Fraction | None:
    ratios = [share.ratio for share in shares if share.ratio is not None]
    return sum(ratios, Fraction(0)) / len(ratios) if ratios else None
