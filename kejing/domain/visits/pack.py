"""The section `visits` of a pack: what the organisation decided about logs."""

from datetime import time
from typing import Annotated

from pydantic import Field

from kejing.domain.visits.models import Settings
from kejing.domain.visits.rules import Rhythm
from kejing.engines.packs.public import Outcome, Strict
from kejing.foundation.kernel.actor import Actor


class VisitsSection(Strict):
    """`visits.yaml`. Times are of the day, as "09:00": by when a log is due on the next working day, and by
    when it is reviewed on the working day after it came; `max_days_back`: how far back visits are recorded.
    """

    log_cutoff: time = Rhythm.log_cutoff
    review_until: time = Rhythm.review_until
    max_days_back: Annotated[int, Field(ge=0, le=31)] = Rhythm.max_days_back


def apply(section: VisitsSection, _actor: Actor) -> Outcome:
    """Settings that are not there yet; those in force stay."""
    if Settings.objects.exists():
        return Outcome(kept=1)
    Settings.objects.create(
        log_cutoff=section.log_cutoff, review_until=section.review_until, max_days_back=section.max_days_back
    )
    return Outcome(created=1)
