"""Roles come from packs: created where missing, grown by what is new, never taken from or given back."""

import pytest

from kejing.foundation.identity.models import Role
from kejing.foundation.identity.pack import RolesSection, apply_roles
from kejing.foundation.kernel.context import as_system

pytestmark = pytest.mark.django_db
LABEL = {"zh": "人力资源", "en": "Human resources"}


def apply(*permissions: str, **said: str) -> tuple[int, int]:
    role = {"code": "hr", "label": LABEL, "scope": "none", "permissions": permissions, **said}
    with as_system("pack") as system:
        return apply_roles(RolesSection.model_validate({"roles": [role]}), system)


def test_a_later_version_grants_what_none_granted_before() -> None:
    assert apply("team.view") == (1, 0)
    with as_system("the organisation takes it away"):
        Role.objects.filter(code="hr").update(permissions=[])
    assert apply("team.view", "results.view_team", people="all") == (1, 0)
    role = Role.objects.get(code="hr")
    assert (role.scope, role.people, role.permissions) == ("none", "all", ["results.view_team"])
    assert apply("team.view", "results.view_team", people="unit", scope="all") == (0, 1)
    role.refresh_from_db()
    assert (role.scope, role.people, role.permissions) == ("none", "all", ["results.view_team"])
