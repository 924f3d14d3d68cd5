"""Who sees which checks, and the trail. In step with `access.py`."""

from django.db import migrations

from kejing.foundation.kernel.migration_ops import SecureRows, TrackRows

ALL = "(select kj_all())"
OWN = "staff_id = (select kj_staff())"
OTHERS = "staff_id is distinct from (select kj_staff())"
SCOPE = "(holder_id = any ((select kj_holders())::bigint[]) or unit_id = any ((select kj_units())::bigint[]))"


def may(permission: str) -> str:
    return f"(select kj_may('{permission}'))"


# A check that is drawn and not done exists for those who may make it, and never for whom it is about.
SPOT = (
    f"done_at is not null and ({OWN} or {ALL} or ({may('checks.spot')} or {may('checks.inspect')}) and {SCOPE})"
    f" or {OTHERS} and {may('checks.spot')} and ({ALL} or {SCOPE})"
)
SPOT_WRITE = (
    f"{OTHERS} and {may('checks.spot')} and ((select kj_staff()) is null or checker_id = (select kj_staff()))"
)
INSPECTION = (
    f"{OWN} and (kind = 'planned' or state = 'done')"
    f" or {OTHERS} and ({ALL} or {may('checks.inspect')} and {SCOPE})"
)
INSPECTION_WRITE = f"{OWN} or {may('checks.inspect')} and inspector_id = (select kj_staff())"
OF_INSPECTION = "exists (select 1 from checks_inspection i where i.id = inspection_id)"
BY_INSPECTOR = (
    "exists (select 1 from checks_inspection i where i.id = inspection_id"
    " and i.inspector_id = (select kj_staff()))"
)
COACHING = f"{OWN} or coach_id = (select kj_staff()) or {ALL} or {may('checks.coach')} and {SCOPE}"
COACHING_WRITE = f"{OWN} or {may('checks.coach')} and coach_id = (select kj_staff())"
QUESTION = f"{OWN} or {ALL} or {may('checks.questions')} and {SCOPE}"
QUESTION_WRITE = f"{OWN} or {OTHERS} and {may('checks.questions')}"


class Migration(migrations.Migration):
    dependencies = [("checks", "0001_tables")]
    operations = [
        SecureRows("checks_policyversion", "true", may("packs.apply")),
        SecureRows("checks_spotcheck", SPOT, SPOT_WRITE),
        SecureRows("checks_inspection", INSPECTION, INSPECTION_WRITE),
        SecureRows("checks_inspectionsample", OF_INSPECTION, BY_INSPECTOR),
        SecureRows("checks_inspectionscore", OF_INSPECTION, BY_INSPECTOR),
        SecureRows("checks_coaching", COACHING, COACHING_WRITE),
        SecureRows("checks_question", QUESTION, QUESTION_WRITE),
        *(
            TrackRows(f"checks_{name}")
            for name in (
                "policyversion", "spotcheck", "inspection", "inspectionsample", "inspectionscore", "coaching", "question",
            )
        ),
    ]  # fmt: skip
