"""Who sees and writes meetings, minutes and contributions; what never changes; closed months; the trail."""

from django.db import migrations

from kejing.engines.metrics.migration_ops import GuardPeriod
from kejing.foundation.kernel.migration_ops import AppendOnly, SecureRows, TrackRows

# Asked past the walls of the two tables: each would otherwise ask the other's.
IN_MEETING = r"""
create function kj_in_meeting(meeting bigint) returns boolean language sql stable
security definer set search_path = public, pg_temp as $$
    select exists (select 1 from meetings_attendance a where a.meeting_id = meeting and a.staff_id = kj_staff())
        or exists (select 1 from meetings_meeting m where m.id = meeting and m.leader_id = kj_staff())
$$;
"""
SIGNED = r"""
create function kj_minutes_stand() returns trigger language plpgsql
security definer set search_path = public, pg_temp as $$
declare
    meeting bigint := case when tg_op = 'DELETE' then old.meeting_id else new.meeting_id end;
begin
    if exists (select 1 from meetings_meeting m where m.id = meeting and m.state <> 'called') then
        raise exception 'signed minutes do not change' using errcode = '23514';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create function kj_meeting_stands() returns trigger language plpgsql as $$
begin
    raise exception 'signed minutes do not change' using errcode = '23514';
end $$;
create trigger kj_signed before insert or update or delete on meetings_attendance
    for each row execute function kj_minutes_stand();
create trigger kj_signed before insert or update or delete on meetings_point
    for each row execute function kj_minutes_stand();
create trigger kj_signed before insert or update or delete on meetings_contribution
    for each row execute function kj_minutes_stand();
create trigger kj_signed before update or delete on meetings_meeting
    for each row when (old.state <> 'called') execute function kj_meeting_stands();
"""
BACK = """
drop trigger kj_signed on meetings_attendance;
drop trigger kj_signed on meetings_point;
drop trigger kj_signed on meetings_contribution;
drop trigger kj_signed on meetings_meeting;
drop function kj_minutes_stand();
drop function kj_meeting_stands();
"""

ME = "(select kj_staff())"
# Kejing itself seals and verifies every row; a person who sees all meetings does not read all contributions.
SYSTEM = "(select kj_all() and kj_user() is null)"
UNITS = "any ((select kj_units())::bigint[])"
RUNS = f"(select kj_may('meetings.run')) and (leader_id = {ME} or unit_id = {UNITS})"
SEEN = f"(select kj_all()) or leader_id = {ME} or unit_id = {UNITS} or kj_in_meeting(id)"
OF_SEEN = "(select kj_all()) or exists (select 1 from meetings_meeting m where m.id = meeting_id)"
OF_RUN = (
    "(select kj_may('meetings.run')) and exists (select 1 from meetings_meeting m where m.id = meeting_id"  # noqa: S608
    f" and (m.leader_id = {ME} or m.unit_id = {UNITS}))"  # constants of this file
)
CALLED_SEEN = f"(select kj_all()) or unit_id = {UNITS} or staff_id = {ME} or kj_in_meeting(meeting_id)"
# A contribution: its author; else those its share level opens it to, where the customer is not closed to them.
CONTRIBUTION_SEEN = (
    f"{SYSTEM} or exists (select 1 from meetings_meeting m where m.id = meeting_id and ("  # noqa: S608
    f"staff_id = {ME} or (customer_id is null or not kj_closed_customer(customer_id)) and ("
    f"share = 'all' or m.leader_id = {ME}"
    f" or share = 'unit' and (meetings_contribution.unit_id = {UNITS} or exists (select 1 from org_holder h"
    " where h.id = any ((select kj_own_holders())::bigint[]) and h.unit_id = meetings_contribution.unit_id))"
    " or share = 'owner' and holder_id = any ((select kj_own_holders())::bigint[]))))"
)
CONTRIBUTES = (
    f"(select kj_may('meetings.attend')) and staff_id = {ME} and kj_in_meeting(meeting_id) or {OF_RUN}"
)
FIGURES_SEEN = (
    "(select kj_all()) or exists (select 1 from meetings_meeting m where m.id = meeting_id"  # noqa: S608
    f" and (m.leader_id = {ME} or m.unit_id = {UNITS}))"  # constants of this file
)
ACTION_SEEN = f"owner_id = {ME} or {OF_SEEN}"
SETTLES = f"(select kj_may('meetings.attend')) and owner_id = {ME} or {OF_RUN}"
KINDS = "(select kj_may('packs.apply')) or (select kj_everything())"


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0001_tables"), ("customers", "0060_closed_rows"), ("org", "0010_shared"),
        ("metrics", "0002_walls"),
    ]  # fmt: skip
    operations = [
        migrations.RunSQL(IN_MEETING, "drop function kj_in_meeting(bigint)"),
        migrations.RunSQL(SIGNED, BACK),
        SecureRows("meetings_kind", "(select kj_actor()) is not null", KINDS),
        SecureRows("meetings_meeting", SEEN, RUNS),
        SecureRows("meetings_attendance", CALLED_SEEN, OF_RUN),
        SecureRows("meetings_point", OF_SEEN, OF_RUN),
        SecureRows("meetings_contribution", CONTRIBUTION_SEEN, CONTRIBUTES),
        SecureRows("meetings_agreedaction", ACTION_SEEN, SETTLES),
        SecureRows("meetings_archive", OF_SEEN, OF_RUN),
        SecureRows("meetings_frozenfigures", FIGURES_SEEN, OF_RUN),
        AppendOnly("meetings_archive"),
        AppendOnly("meetings_frozenfigures"),
        GuardPeriod("meetings_meeting", "case when state = 'signed' then day end"),
        *(
            TrackRows(f"meetings_{name}")
            for name in (
                "kind", "meeting", "attendance", "point", "contribution", "agreedaction", "archive", "frozenfigures",
            )
        ),
    ]  # fmt: skip
