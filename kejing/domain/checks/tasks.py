"""What the worker does for checks by itself."""

from kejing.domain.checks.actions.questions import raise_questions
from kejing.domain.checks.actions.spot import ask_chance
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.jobs import job


@job("checks.draw", cron="*/5 * * * *")
def draw() -> None:
    """Ask chance whom to call now; every `rules.spot.TICK_MINUTES` minutes."""
    with as_system("spot checks") as actor:
        ask_chance(actor=actor)


@job("checks.ask", cron="50 2 * * *")
def ask() -> None:
    """Ask about unusual entries, by the pack's rules."""
    with as_system("questions") as actor:
        raise_questions(actor=actor)
