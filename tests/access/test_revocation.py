"""A right taken away is gone at the next click of a session that is open."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kejing.domain.customers.actions import assign_customer
from kejing.domain.org.models import Appointment, Cover
from kejing.foundation.identity.models import ApiToken, Role, User
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


def opens(client: Client, cast: Cast, number: str = "C0001") -> int:
    return int(client.get(reverse("customers:customer_page", args=[cast.customers[number]])).status_code)


def test_a_permission(cast: Cast) -> None:
    client = cast["auditor"].client
    assert client.get(reverse("journal")).status_code == 200
    with as_system("revoke"):
        Role.objects.filter(code="auditor").update(permissions=["customers.view"])
    assert client.get(reverse("journal")).status_code == 403


def test_the_right_to_see_customers(cast: Cast) -> None:
    client = cast["auditor"].client
    assert opens(client, cast) == 200
    with as_system("revoke"):
        Role.objects.filter(code="auditor").update(permissions=["trail.read"])
    assert opens(client, cast) == 404


def test_a_wider_scope(cast: Cast) -> None:
    client = cast["branch_head_a"].client
    assert opens(client, cast) == 200
    with as_system("narrow"):
        Role.objects.filter(code="branch_head").update(scope="own")
    assert opens(client, cast) == 404


def test_an_appointment(cast: Cast) -> None:
    client = cast["manager_a1"].client
    assert opens(client, cast) == 200
    with as_system("end"):
        Appointment.objects.filter(pk=cast["manager_a1"].appointment_id).update(valid_to=TODAY)
    assert opens(client, cast) == 404


def test_a_cover_that_ends(cast: Cast) -> None:
    client = cast["manager_a1"].client
    with as_system("cover"):
        cover = Cover.objects.create(
            covered_id=cast["manager_b1"].appointment_id, deputy_id=cast["manager_a1"].appointment_id,
            valid_from=TODAY, valid_to=TODAY + timedelta(days=9),
        )  # fmt: skip
    assert opens(client, cast, "C0006") == 200
    with as_system("end"):
        Cover.objects.filter(pk=cover.pk).update(valid_to=TODAY)
    assert opens(client, cast, "C0006") == 404


def test_a_customer_given_away(cast: Cast) -> None:
    client = cast["manager_a1"].client
    assert opens(client, cast) == 200
    with cast["market_manager_a"].acting() as actor:
        assign_customer(
            actor=actor,
            customer_id=cast.customers["C0001"],
            holder_id=cast["manager_a2"].holder_id or 0,
            reason="x",
        )
    assert opens(client, cast) == 404


def test_an_account(cast: Cast) -> None:
    client = cast["manager_a1"].client
    assert opens(client, cast) == 200
    with as_system("disable"):
        User.objects.filter(username="manager_a1").update(is_active=False)
    assert opens(client, cast) == 302


@pytest.mark.parametrize("change", [{"revoked_at": clock.system_now()}, {"expires_at": clock.system_now()}])
def test_a_token(cast: Cast, change: dict[str, Any]) -> None:
    from kejing.foundation.identity.actions import make_token

    with cast["administrator"].acting() as actor:
        secret = make_token(actor=actor, user_id=cast["auditor"].user.pk, name="x")
    asked = {"headers": {"Authorization": f"Bearer {secret}"}}
    address = reverse("api:customer_list")
    assert Client().get(address, **asked).status_code == 200
    with as_system("revoke"):
        ApiToken.objects.update(**change)
    assert Client().get(address, **asked).status_code == 401
