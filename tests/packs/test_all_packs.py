"""Every pack reads, applies to an empty installation, and its form of a customer opens in both languages."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from kejing.domain.customers.models import ProfileField
from kejing.domain.customers.vocabulary import CustomerKind
from kejing.domain.org.actions import add_pool
from kejing.domain.org.models import Appointment, Holder, Position, Staff, Unit
from kejing.domain.org.vocabulary import HolderKind
from kejing.engines.packs.public import apply_pack, read_pack, validate
from kejing.foundation.identity.models import Role, User
from kejing.foundation.kernel.context import as_system
from tests.cast import BACKEND, BEGAN

PACKS = sorted(file.parent.name for file in Path(settings.PACKS_DIR).glob("*/pack.yaml"))
NONE = {"hr", "administrator", "outsider"}
READING = {
    "customers.confidential", "customers.see_unmasking", "exports.register", "relations.limits", "results.view_team",
    "trail.read",
}  # fmt: skip
"""Rights that only show something, besides those called `view`."""
OWN = {"org.leave"}
"""Rights over nothing but one's own absences."""


def test_the_five_industries_are_there() -> None:
    assert PACKS == ["b2b", "bank", "dealer", "telecom", "tobacco"]


@pytest.mark.parametrize("code", PACKS)
class TestPack:
    def test_fits_its_schemas(self, code: str) -> None:
        assert [fault.text for fault in validate(Path(settings.PACKS_DIR) / code)] == []

    def test_gives_no_customers_to_who_must_not_see_them(self, code: str) -> None:
        roles = {role.code: role for role in read_pack(Path(settings.PACKS_DIR) / code).parts["roles"].roles}
        assert {"account_manager", "market_manager", "branch_head", "compliance", "auditor"} | NONE <= set(
            roles
        )
        for name in NONE:
            assert roles[name].scope == "none"
            assert "customers.view" not in roles[name].permissions
        changing = {p for p in roles["auditor"].permissions if not p.endswith(".view")} - READING - OWN
        assert not changing

    @pytest.mark.django_db
    def test_applies_to_an_empty_installation_once(self, code: str) -> None:
        with as_system("init") as actor:
            apply_pack(actor=actor, code=code)
            fields = ProfileField.objects.count()
            apply_pack(actor=actor, code=code)
        assert ProfileField.objects.filter(required=True).exists()
        assert ProfileField.objects.count() == fields

    @pytest.mark.django_db
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_its_form_of_a_customer_opens(self, code: str, language: str) -> None:
        with as_system("init") as actor:
            apply_pack(actor=actor, code=code)
        client = _account_manager()
        for kind in CustomerKind:
            address = f"/customers/add/?kind={kind}"
            answer = client.get(address, headers={"accept-language": language})
            assert answer.status_code == 200
            with as_system("look"):
                fields = list(ProfileField.objects.filter(applies_to__in=["", kind]))
            shown = answer.content.decode()
            for field in fields:
                assert f'name="profile_{field.code}"' in shown
                assert (field.label_en if language == "en" else field.label_zh) in shown.replace(
                    "&#x27;", "'"
                )


def _account_manager() -> Client:
    """Somebody of the pack's own role, in a unit with a pool."""
    with as_system("seat"):
        unit = Unit.objects.create(code="U", name="机构", name_en="Unit", kind="branch")
        add_pool(unit)
        post = Position.objects.create(unit=unit, role=Role.objects.get(code="account_manager"), code="P")
        user = User(username="am", name="am")
        user.set_unusable_password()
        user.save()
        staff = Staff.objects.create(number="S1", name="am", user=user)
        appointment = Appointment.objects.create(staff=staff, position=post, valid_from=BEGAN)
        Holder.objects.create(kind=HolderKind.PERSON, appointment=appointment, unit=unit, name="am")
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client
