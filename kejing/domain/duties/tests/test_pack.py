"""What packs say of duties, and what is refused of one."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pydantic import ValidationError

from kejing.domain.duties.models import DutyVersion
from kejing.domain.duties.pack import DutiesSection
from kejing.engines.packs.public import apply_pack, read_pack
from kejing.foundation.kernel.context import as_system

PACKS = Path(settings.PACKS_DIR)
ONE = {"code": "a", "label": {"zh": "甲", "en": "A"}, "role": "hr", "every": "month", "evidence": "note"}


@pytest.mark.parametrize("code", ["b2b", "bank", "dealer", "telecom", "tobacco"])
def test_every_duty_is_of_a_role_of_its_pack(code: str) -> None:
    parts = read_pack(PACKS / code).parts
    roles = {role.code for role in parts["roles"].roles if "duties.do" in role.permissions}
    assert {duty.role for duty in parts["duties"].duties} <= roles


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"evidence": "x"}, "evidence"),
        ({"least": 3, "most": 2}, "at most is below at least"),
        ({"every": "week", "months": [4]}, "months are named"),
        ({"every": "in_post"}, "how many months"),
        ({"months": [10, 4]}, "in their order"),
        ({"due": {"lead_months": 1}}, "months of lead"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_makes_no_sense_is_refused(more: dict[str, Any], said: str) -> None:
    DutiesSection.model_validate({"duties": [ONE]})
    with pytest.raises(ValidationError, match=said):
        DutiesSection.model_validate({"duties": [{**ONE, **more}]})


def test_a_code_stands_once() -> None:
    with pytest.raises(ValidationError, match="stands twice"):
        DutiesSection.model_validate({"duties": [ONE, ONE]})


@pytest.mark.django_db
def test_applied_it_is_in_force_and_stays_as_an_organisation_made_it() -> None:
    with as_system("init") as actor:
        apply_pack(actor=actor, code="tobacco")
        assert DutyVersion.objects.filter(valid_from__isnull=False).count() == 43
        DutyVersion.objects.filter(duty__code="customer_visits").update(most=4)
        apply_pack(actor=actor, code="tobacco")
        visits = DutyVersion.objects.get(duty__code="customer_visits")
        assert (visits.least, visits.most, visits.item) == (1, 4, "A4.51")
        forecast = DutyVersion.objects.get(duty__code="forecast_next_year")
        assert (forecast.every, forecast.months, forecast.remind_days) == ("month", [10], 14)
