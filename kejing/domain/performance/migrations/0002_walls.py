"""The walls around people's results, the frozen policies, the trail."""

from django.db import migrations

from kejing.foundation.kernel.migration_ops import AppendOnly, SecureRows, TrackRows

FROZEN = r"""
create function kj_frozen_policy() returns trigger language plpgsql as $$
begin
    raise exception 'an approved version of a policy is not changed: add another' using errcode = '23514';
end $$;
create trigger kj_frozen before update or delete on performance_policyversion
    for each row when (old.state = 'approved') execute function kj_frozen_policy();
"""
FROZEN_BACK = """
drop trigger kj_frozen on performance_policyversion;
drop function kj_frozen_policy();
"""

# A person reads her own, whoever manages her unit or her reads it too; only the close, as the system, writes.
OF_PERSON = (
    "(select kj_all()) or staff_id = (select kj_staff()) or ((select kj_may('results.view_team'))"
    " and (unit_id = any ((select kj_units())::bigint[]) or holder_id = any ((select kj_holders())::bigint[])))"
)
BY_CLOSE = "(select kj_all()) and (select kj_may('close.run'))"
BY_PACK = "(select kj_may('packs.apply'))"


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0001_tables"),
        ("metrics", "0002_walls"),
        ("org", "0002_scope"),
        ("kernel", "0002_functions"),
    ]
    operations = [
        migrations.RunSQL(FROZEN, FROZEN_BACK),
        SecureRows("performance_policy", "true", BY_PACK),
        SecureRows("performance_policyversion", "true", BY_PACK),
        SecureRows("performance_closerun", "true", "(select kj_may('close.run'))"),
        SecureRows("performance_pointline", OF_PERSON, BY_CLOSE),
        SecureRows("performance_standing", OF_PERSON, BY_CLOSE),
        AppendOnly("performance_pointline"),
        AppendOnly("performance_standing"),
        *(
            TrackRows(f"performance_{name}")
            for name in ("policy", "policyversion", "closerun", "pointline", "standing")
        ),
    ]
