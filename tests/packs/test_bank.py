"""The bank pack as a whole fits the schemas of the modules that own its sections."""

from pathlib import Path

import yaml
from django.conf import settings

from kejing.engines.packs.public import read_pack, validate

BANK = Path(settings.PACKS_DIR) / "bank"


def read(name: str) -> dict[str, list[dict[str, object]]]:
    data: dict[str, list[dict[str, object]]] = yaml.safe_load((BANK / name).read_text(encoding="utf-8"))
    return data


def test_the_pack_fits_its_schemas() -> None:
    assert [fault.text for fault in validate(BANK)] == []


def test_the_points_policy_counts_metrics_that_exist_for_roles_that_exist() -> None:
    pack = read_pack(BANK)
    metrics = {metric.code for metric in pack.parts["metrics"]}
    roles = {role.code for role in pack.parts["roles"].roles}
    for policy in pack.parts["points"].policies:
        for version in policy.versions:
            assert {item.metric for item in version.items} <= metrics
            assert set(version.roles) <= roles


def test_no_role_that_configures_or_runs_personnel_sees_customers() -> None:
    roles = {str(role["code"]): role for role in read("roles.yaml")["roles"]}
    assert len(roles) == 8
    for code in ("hr", "administrator", "outsider"):
        assert roles[code]["scope"] == "none"
        assert "customers.view" not in list(roles[code]["permissions"])  # type: ignore[call-overload]  # a list
    assert roles["outsider"]["permissions"] == []


def test_the_auditor_reads_and_changes_nothing() -> None:
    (auditor,) = (role for role in read("roles.yaml")["roles"] if role["code"] == "auditor")
    changes = {"change", "assign", "plan", "record", "submit", "review", "run", "apply", "manage"}
    granted = {str(code).partition(".")[2] for code in auditor["permissions"]}  # type: ignore[attr-defined]  # a list
    assert not granted & changes
