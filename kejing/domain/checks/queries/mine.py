"""What concerns the reader herself: she sees all that is said of her."""

from dataclasses import dataclass

from kejing.domain.checks.queries.coaching import CoachingRow, own_coaching
from kejing.domain.checks.queries.inspections import InspectionRow, own_inspections
from kejing.domain.checks.queries.questions import QuestionRow, own_questions
from kejing.domain.checks.queries.spot import SpotRow, own_spots
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible


@dataclass(frozen=True, slots=True)
class MyChecks:
    """Everything of her own, the newest first; a spot check and a surprise only once they are done."""

    spots: tuple[SpotRow, ...]
    inspections: tuple[InspectionRow, ...]
    coaching: tuple[CoachingRow, ...]
    questions: tuple[QuestionRow, ...]


@dataclass(frozen=True, slots=True)
class WaitingForMe:
    """Coaching to read, questions to answer."""

    coaching: tuple[CoachingRow, ...]
    questions: tuple[QuestionRow, ...]

    @property
    def waits(self) -> bool:
        return bool(self.coaching or self.questions)


def my_checks(*, actor: Actor) -> MyChecks:
    """Raises NotVisible (404) for whoever is in no post."""
    if actor.staff_id is None:
        raise NotVisible
    return MyChecks(
        tuple(own_spots(actor)),
        tuple(own_inspections(actor)),
        tuple(own_coaching(actor)),
        tuple(own_questions(actor)),
    )


def waiting_for_me(*, actor: Actor) -> WaitingForMe:
    return WaitingForMe(tuple(own_coaching(actor, unread=True)), tuple(own_questions(actor, waiting=True)))
