"""Changing the organisation: by administrators alone, refused with a reason, whole or not at all."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kejing.domain.org import actions
from kejing.domain.org.models import Appointment, Holder, Position, Staff, Unit
from kejing.foundation.identity.models import User
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, Refused
from kejing.foundation.kernel.models import Idempotency, JournalLine, RowChange
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
UNIT = {"code": "C", "name": "丙支行", "name_en": "Branch C", "kind": "branch", "parent": "EAST"}
POST = {"code": "P-new", "unit": "A", "role": "account_manager", "reports_to": "P-market_manager_a"}
PERSON = {"number": "S900", "name": "新人", "position": "P-new", "valid_from": TODAY, "user_id": None}
NEW = {"number": "S900", "name": "新人", "username": "new.one", "unit": "A", "role": "account_manager"}


def counts() -> list[int]:
    return [model.objects.count() for model in (Unit, Position, Staff, Appointment, Holder, User)]


def refused(cast: Cast, act: Callable[..., Any], **arguments: Any) -> tuple[str, str | None]:
    """(code, field) of the refusal; nothing may have changed."""
    before = counts()
    with cast["administrator"].acting() as actor, pytest.raises(Refused) as refusal:
        act(actor=actor, **arguments)
    assert counts() == before
    return str(refusal.value.code.value), refusal.value.field


class TestAddUnit:
    def test_a_unit_comes_with_its_pool(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            unit_id = actions.add_unit(actor=actor, **UNIT)
        assert Holder.objects.get(unit_id=unit_id).kind == "pool"

    def test_refused(self, cast: Cast) -> None:
        assert refused(cast, actions.add_unit, **{**UNIT, "parent": "X"}) == ("unknown_unit", "unit")
        assert refused(cast, actions.add_unit, **{**UNIT, "code": "A"}) == ("code_taken", "code")


class TestAddPosition:
    def test_refused(self, cast: Cast) -> None:
        assert refused(cast, actions.add_position, **{**POST, "unit": "X"}) == ("unknown_unit", "unit")
        assert refused(cast, actions.add_position, **{**POST, "role": "x"}) == ("unknown_role", "role")
        assert refused(cast, actions.add_position, **{**POST, "reports_to": "x"}) == (
            "unknown_post",
            "position",
        )
        assert refused(cast, actions.add_position, **{**POST, "code": "P-hr"}) == ("code_taken", "code")


class TestAppoint:
    def test_a_person_in_a_post_can_hold_customers(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            actions.add_position(actor=actor, **POST)
            appointment_id = actions.appoint(actor=actor, **PERSON)
        assert Holder.objects.get(appointment_id=appointment_id).unit == cast.units["A"]

    def test_refused(self, cast: Cast) -> None:
        assert refused(cast, actions.appoint, **PERSON) == ("unknown_post", "position")
        taken = {**PERSON, "position": "P-manager_a1"}
        assert refused(cast, actions.appoint, **taken) == ("post_taken", "position")
        earlier = {**taken, "valid_from": date(1990, 1, 1)}
        assert refused(cast, actions.appoint, **earlier) == ("post_taken", "position")


class TestAddPerson:
    def test_she_can_sign_in_and_reports_to_her_market_manager(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            secret = actions.add_person(actor=actor, **NEW)
        post = Position.objects.get(code="A-S900")
        assert post.reports_to == Position.objects.get(code="P-market_manager_a")
        with as_system("look"):
            assert JournalLine.objects.filter(action="org.add_person").count() == 1
            kept = [str(row) for m in (JournalLine, RowChange, Idempotency) for row in m.objects.values()]
        assert not [row for row in kept if secret in row]

    def test_its_secret_is_not_kept_for_a_second_press_either(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            secret = actions.add_person(actor=actor, **NEW, idempotency_key="pressed")
        assert secret not in str(list(Idempotency.objects.values()))
        with cast["administrator"].acting() as actor, pytest.raises(Refused):
            actions.add_person(actor=actor, **NEW, idempotency_key="pressed")
        assert Staff.objects.filter(number="S900").count() == 1

    def test_refused(self, cast: Cast) -> None:
        for wrong, said in (
            ({"number": "S001"}, ("number_taken", "number")), ({"role": "x"}, ("unknown_role", "role")),
            ({"unit": "x"}, ("unknown_unit", "unit")), ({"username": "hr"}, ("username_taken", "username")),
        ):  # fmt: skip
            assert refused(cast, actions.add_person, **{**NEW, **wrong}) == said


@pytest.mark.parametrize("person", ["manager_a1", "branch_head_a", "auditor", "hr", "outsider"])
def test_nobody_else_may(cast: Cast, person: str) -> None:
    before = counts()
    with cast[person].acting() as actor:
        for act, arguments in (
            (actions.add_unit, UNIT), (actions.add_position, POST), (actions.appoint, PERSON), (actions.add_person, NEW),
        ):  # fmt: skip
            with pytest.raises(Forbidden):
                act(actor=actor, **arguments)
    assert counts() == before
