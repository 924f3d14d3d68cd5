"""Who sees and writes which segments, lists and due dates; the trail; holders follow by trigger."""

from django.db import migrations

from kejing.foundation.kernel.migration_ops import SecureRows, TrackRows

# The units above the actor's own post: their segments are hers too.
ABOVE = """
create function kj_units_above() returns bigint[] language sql stable
security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(distinct c.ancestor_id), '{}')
    from org_appointment a
    join org_position p on p.id = a.position_id
    join org_unitclosure c on c.descendant_id = p.unit_id and c.valid_to is null
    where a.staff_id = kj_staff()
      and a.valid_from <= kj_business_day() and (a.valid_to is null or kj_business_day() < a.valid_to)
$$;
"""

# Whatever path a change of holder takes (an action, a batch, an owner's hand), the due dates are the new
# holder's in the same statement. Once for each statement, however many customers it moves.
FOLLOW = """
create function kj_follow_holder() returns trigger language plpgsql
security definer set search_path = public, pg_temp as $$
begin
    update segments_service s set holder_id = n.holder_id, unit_id = n.unit_id
    from kj_after n join kj_before o on o.id = n.id
    where s.customer_id = n.id
      and (n.holder_id is distinct from o.holder_id or n.unit_id is distinct from o.unit_id);
    return null;
end $$;
create trigger kj_follow_holder after update on customers_customer
    referencing old table as kj_before new table as kj_after
    for each statement execute function kj_follow_holder();
"""
FOLLOW_BACK = """
drop trigger kj_follow_holder on customers_customer;
drop function kj_follow_holder();
drop function kj_units_above();
"""

FROZEN = """
create function kj_version_is_frozen() returns trigger language plpgsql as $$
begin
    if old.state <> 'draft' and (new.body is distinct from old.body or new.number <> old.number) then
        raise exception 'a version that came into force is not changed' using errcode = '23514';
    end if;
    return new;
end $$;
create trigger kj_frozen before update on segments_setversion
    for each row execute function kj_version_is_frozen();
create trigger kj_frozen before update on segments_standard
    for each row execute function kj_version_is_frozen();
"""
FROZEN_BACK = """
drop trigger kj_frozen on segments_setversion;
drop trigger kj_frozen on segments_standard;
drop function kj_version_is_frozen();
"""

SEEN = (
    "(select kj_all()) or (select kj_may('segments.view')) and (unit_id is null"
    " or unit_id = any ((select kj_units())::bigint[]) or unit_id = any ((select kj_units_above())::bigint[]))"
)
DEFINES = (
    "(select kj_all()) or unit_id is null and (select kj_may('segments.manage_all'))"
    " or (select kj_may('segments.manage')) and unit_id = any ((select kj_units())::bigint[])"
)
OF_SET = "exists (select 1 from segments_segmentset s where s.id = set_id)"
OF_OWN_SET = f"exists (select 1 from segments_segmentset s where s.id = set_id and ({DEFINES.replace('unit_id', 's.unit_id')}))"  # noqa: S608  # constants
OF_CUSTOMER = (
    "(select kj_everything()) or exists (select 1 from customers_customer c where c.id = customer_id)"
)
# The holder and the unit lead to the rows by index; whether the customer is in sight, her own wall says.
IN_SCOPE = (
    "(select kj_everything()) or ((select kj_all()) or holder_id = any ((select kj_holders())::bigint[])"
    " or unit_id = any ((select kj_units())::bigint[]) or customer_id = any ((select kj_shared())::bigint[]))"
    " and exists (select 1 from customers_customer c where c.id = customer_id)"
)
# Most prospects are nobody's customer yet; one who became a customer is as much in sight as she is.
OF_MARKET = (
    "(select kj_everything()) or ((select kj_all()) or holder_id = any ((select kj_holders())::bigint[])"
    " or unit_id = any ((select kj_units())::bigint[]))"
    " and (customer_id is null or exists (select 1 from customers_customer c where c.id = customer_id))"
)
# A target stays with who had the customer on the day, also when she went on to somebody else.
ON_THE_DAY = (
    "((select kj_all()) or holder_id = any ((select kj_holders())::bigint[])"
    " or unit_id = any ((select kj_units())::bigint[]))"
    " and ((select kj_confidential()) or not kj_is_confidential(customer_id)"
    " or customer_id = any ((select kj_shared())::bigint[]))"
)
STANDARDS = "(select kj_all()) or (select kj_may('segments.manage_all'))"


class Migration(migrations.Migration):
    dependencies = [
        ("segments", "0001_tables"), ("customers", "0021_scope"), ("org", "0010_shared"),
        ("kernel", "0010_shared"), ("visits", "0010_following"),
    ]  # fmt: skip
    operations = [
        migrations.RunSQL(ABOVE + FOLLOW, FOLLOW_BACK),
        migrations.RunSQL(FROZEN, FROZEN_BACK),
        SecureRows("segments_segmentset", SEEN, DEFINES),
        SecureRows("segments_setversion", OF_SET, OF_OWN_SET),
        SecureRows("segments_segment", OF_SET, OF_OWN_SET),
        SecureRows("segments_membership", OF_CUSTOMER, "(select kj_all())"),
        SecureRows("segments_service", IN_SCOPE, "(select kj_all())"),
        SecureRows("segments_standard", "(select kj_actor()) is not null", STANDARDS),
        SecureRows(
            "segments_targetlist",
            "(select kj_all()) or unit_id = any ((select kj_units())::bigint[])"
            " or exists (select 1 from segments_target t where t.list_id = segments_targetlist.id)",
            "unit_id = any ((select kj_units())::bigint[])",
        ),
        SecureRows("segments_target", ON_THE_DAY),
        SecureRows("segments_prospect", OF_MARKET),
        *(
            TrackRows(f"segments_{name}")
            for name in (
                "figure",
                "segmentset",
                "setversion",
                "segment",
                "standard",
                "targetlist",
                "target",
                "prospect",
            )
        ),
    ]
