"""Intakes, mappings and undoings are seen by those who may import; what a run changed, told from the trail."""

from django.db import migrations

from kejing.foundation.kernel.migration_ops import AppendOnly, SecureRows, TrackRows

MAY_IMPORT = "(select kj_may('imports.run'))"

# The trail is closed to those who import; of their own runs they learn what has to be put back, and no more.
CHANGES = r"""
create function kj_import_changes(run_line bigint)
returns table (table_name text, row_id bigint, op char, old jsonb, later boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if not kj_may('imports.run') or not exists (select 1 from interchange_importrun r where r.line = run_line) then
        raise exception 'no import run %', run_line using errcode = '42501';
    end if;
    return query
    select s.table_name, s.row_id, s.op, s.old, exists (
        select 1 from kernel_rowchange l where l.table_name = s.table_name and l.row_id = s.row_id
        and l.id > s.last and l.journal_id is distinct from run_line)
    from (
        select distinct on (c.table_name, c.row_id) c.table_name, c.row_id, c.op::char as op, c.old,
               max(c.id) over (partition by c.table_name, c.row_id) as last
        from kernel_rowchange c
        where c.journal_id = run_line and c.table_name not like 'interchange\_%'
        order by c.table_name, c.row_id, c.id) s;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("interchange", "0010_intakes"), ("kernel", "0002_functions")]
    operations = [
        migrations.RunSQL(CHANGES, migrations.RunSQL.noop),
        AppendOnly("interchange_importundo"),
        *(SecureRows(f"interchange_{name}", MAY_IMPORT) for name in ("intake", "savedmapping", "importundo")),
        *(TrackRows(f"interchange_{name}") for name in ("savedmapping", "importundo")),
    ]
