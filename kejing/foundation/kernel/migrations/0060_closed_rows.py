"""Whoever reads the trail reads in it only what is open to her: other modules say what is closed."""

from django.db import migrations

from kejing.foundation.kernel.migration_ops import AlterWall

READERS = "(select kj_may('trail.read'))"
OWN = "user_id = (select kj_user())"

# Nothing is closed until a module says what is (`customers`: rows of confidential customers).
CLOSED = r"""
create function kj_closed_row(of_table text, of_row bigint, image jsonb, steps integer default 3) returns boolean
language sql stable parallel safe as $$ select false $$;
create function kj_closed_line(subject text, subject_id bigint, detail jsonb) returns boolean
language sql stable parallel safe as $$ select false $$;
-- How many of the rows that a page of the trail shows of a line are closed to the reader.
create function kj_closed_rows(of_line bigint, shown integer) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select case when kj_confidential() then 0 else (
        select count(*) from (
            select c.table_name, c.row_id, coalesce(c.new, c.old) as image from kernel_rowchange c
            where c.journal_id = of_line order by c.id limit shown) r
        where kj_closed_row(r.table_name, r.row_id, r.image)) end
$$;
"""
OPEN_ROW = "(select kj_confidential()) or not kj_closed_row(table_name, row_id, coalesce(new, old))"
OPEN_LINE = "(select kj_confidential()) or not kj_closed_line(subject, subject_id, detail)"


class Migration(migrations.Migration):
    dependencies = [("kernel", "0010_shared")]
    operations = [
        migrations.RunSQL(CLOSED, migrations.RunSQL.noop),
        AlterWall("kernel_rowchange", f"{READERS} and ({OPEN_ROW})", READERS),
        AlterWall("kernel_journalline", f"{OWN} or ({READERS} and ({OPEN_LINE}))", f"{READERS} or {OWN}"),
    ]
