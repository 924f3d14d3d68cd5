"""Relations for tests: the pack's words, contact persons, and entries made by the actions on the cast's days."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from kejing.domain.customers.models import Contact
from kejing.domain.relations import actions
from kejing.domain.relations.models import PolicyVersion
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from tests.cast import TODAY, Cast

A1, MARKET_A = "manager_a1", "market_manager_a"


def words(*codes: str) -> list[dict[str, Any]]:
    return [{"code": code, "label": {"zh": f"{code}中", "en": code.capitalize()}} for code in codes]


BODY: dict[str, Any] = {
    "weights": {"contact": "30", "promises": "30", "questions": "20", "rating": "20"},
    "window_days": 90,
    "band": "5",
    "contact_days": 100,
    "lead_days": 180,
    "families": words("deposit", "lending"),
    "lines": [{**word, "family": family} for word, family in zip(words("account", "loan"), ("deposit", "lending"), strict=True)],
    "stages": words("identified", "established", "maintained", "consolidated"),
    "risk_kinds": words("payment", "finance", "news", "conduct"),
    "aspects": words("need", "credit"),
    "styles": words("brief"),
    "alarms": [
        {
            **words("in_arrears")[0], "kind": "payment", "level": "warning", "watch_days": 90,
            "when": [{"value": "loan_mark", "comparison": "=", "bound": "3"}],
        }
    ],
    "events": [
        {**words("not_repaid")[0], "kind": "payment", "when": [{"value": "loan_mark", "comparison": "=", "bound": "4"}]}
    ],
    "intervals": {"default": 365, "watch": 90},
}  # fmt: skip


def policy_in_force(number: int = 1, **changes: Any) -> None:
    with as_system("pack"):
        PolicyVersion.objects.create(
            number=number,
            valid_from=date(1993, 1, 1),
            approved_by="委员会",
            approved_by_en="Committee",
            body=BODY | changes,
        )


def contact(cast: Cast, customer: str = "C0001", name: str = "李主任") -> int:
    with as_system("contact"):
        return Contact.objects.create(customer_id=cast.customers[customer], name=name, title="主任").pk


@contextmanager
def working(cast: Cast, person: str = A1, day: date = TODAY) -> Iterator[Actor]:
    """Act as one of the cast on a day."""
    with clock.frozen(clock.at(day, 16)), cast[person].acting() as actor:
        yield actor


def done(cast: Cast, action: Any, person: str = A1, on: date = TODAY, **said: Any) -> Any:
    """What an action returns, done by one of the cast on a day; `customer` C0001 unless another row is named."""
    if not any(name.endswith("_id") and name != "contact_id" for name in said):
        said["customer_id"] = cast.customers["C0001"]
    with working(cast, person, on) as actor:
        return action(actor=actor, **said)


def relations_of(cast: Cast) -> dict[str, int]:
    """One of everything about C0001, made by her account manager, in the words of the bank's pack: ids by name."""
    person = contact(cast)
    grades = dict.fromkeys(("need", "value", "credit", "loyalty", "potential"), 3)
    return {
        "contact_a1": person,
        "need_a1": done(cast, actions.add_need, family="deposit", kind="current", text="savings"),
        "promise_a1": done(cast, actions.make_promise, by="us", text="an offer", due_on=TODAY),
        "question_a1": done(cast, actions.ask_question, text="which rate?", due_on=TODAY),
        "goal_a1": done(cast, actions.set_goal, party="us", kind="economic", text="deposits"),
        "resource_a1": done(cast, actions.add_resource, kind="channel", usable="both", text="her window"),
        "signal_a1": done(
            cast, actions.raise_signal, kind="payment", level="watch", reason="pays late", until=TODAY
        ),
        "analysis_a1": done(cast, actions.analyse_customer, grades=grades, overall=3, summary="sound"),
        "negotiation_a1": done(cast, actions.open_negotiation, title="loan price", goals="five percent"),
    }
