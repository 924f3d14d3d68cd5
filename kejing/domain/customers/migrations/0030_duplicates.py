"""Customers entered twice: keys they share, pairs found, merges; counts that leave merged ones out by the index."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Now

from kejing.foundation.kernel.migration_ops import SecureRows, TrackRows

# What two records of one customer share, coarsely: equal keys are compared in rules/duplicates.py. Latin letters
# and pinyin (of `sort_key`), so that width, case, spaces, order, simplified or traditional do not matter. A birth date
# and an address count with a piece of the name, an organisation's name without its legal form and its place marks.
KEYS = r"""
create function kj_digits(content text) returns text language sql immutable parallel safe as $$
    select regexp_replace(normalize(content, nfkc), '[^0-9]', '', 'g')
$$;
create function kj_match_keys(
    kind text, sort_key text, phone text, identity_number text, address text, birth_date text
) returns text[] language plpgsql immutable parallel safe as $$
declare
    plain text := lower(normalize(sort_key, nfkc));
    words text[];
    numbers text[];
    core text;
    found text[] := '{}';
    digits text;
    word text;
begin
    digits := regexp_replace(lower(normalize(identity_number, nfkc)), '[^[:alnum:]]', '', 'g');
    if length(digits) >= 5 then
        found := found || ('i' || digits);
    end if;
    digits := public.kj_digits(phone);
    if length(digits) >= 7 then
        found := found || ('p' || right(digits, 8));
    end if;
    words := array_remove(regexp_split_to_array(regexp_replace(plain, '[^[:alnum:]]+', ' ', 'g'), ' '), '');
    digits := public.kj_digits(birth_date);
    numbers := array(select m[1] from regexp_matches(normalize(address, nfkc), '[0-9]+', 'g') m);
    if cardinality(numbers) > 1 then
        numbers := array[numbers[1], numbers[cardinality(numbers)]];
    end if;
    foreach word in array words[:3] loop
        if kind = 'person' and length(digits) >= 6 then
            found := found || ('b' || digits || left(word, 1));
        end if;
        found := found || array(select 'a' || n || left(word, 3) from unnest(numbers) n);
    end loop;
    if kind = 'person' and cardinality(words) > 0 then
        found := found || ('n' || array_to_string(array(select w from unnest(words) w order by w), ' '));
    end if;
    if kind = 'organisation' then
        core := regexp_replace(regexp_replace(plain, '\([^)]*\)', ' ', 'g'), '[^[:alnum:]]+', ' ', 'g');
        core := regexp_replace(core, '\m((gu fen )?(you xian )?(ze ren )?(zong |fen )?gong si|ji tuan|you xian he huo'
            || '|ltd|limited|inc|incorporated|co|corp|corporation|company|llc|plc|gmbh|ag|sa|srl|sro|bv|nv|kg|oy|ab|pte'
            || '|pty|group|holdings?|sheng|shi|qu|xian)\M', ' ', 'g');
        words := array_remove(regexp_split_to_array(core, ' +'), '');
        found := found || ('t' || array_to_string(words[greatest(cardinality(words) - 3, 1):], ' '))
            || ('s' || array_to_string(array(select left(w, 3) from unnest(words) w order by w), ' '));
    end if;
    return array(select distinct k from unnest(found) k where length(k) > 1);
end $$;
create index customer_match on customers_customer using gin (
    kj_match_keys(kind, sort_key, phone, identity_number, address, coalesce(attributes ->> 'birth_date', '')))
    with (fastupdate = off) where merged_into_id is null;
"""

# Somebody who enters a customer learns that she is there already: her own ones by id, another's by unit and
# strength alone. A confidential one of somebody else answers to the identity number only, and names no unit.
QUESTION = r"""
create function kj_like_customers(keys text[], common_name integer, max_rows integer)
returns table (id bigint, unit_id bigint, strength integer)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if not kj_may('customers.view') then
        return;
    end if;
    return query
    with hit as (
        select c.id, c.unit_id, c.confidential,
               coalesce(c.id = any (kj_shared()), false) or (kj_confidential() or not c.confidential)
                   and (kj_all() or c.holder_id = any (kj_holders()) or c.unit_id = any (kj_units())) as seen,
               kj_match_keys(c.kind, c.sort_key, c.phone, c.identity_number, c.address,
                             coalesce(c.attributes ->> 'birth_date', '')) as its
        from customers_customer c
        where c.merged_into_id is null
          and kj_match_keys(c.kind, c.sort_key, c.phone, c.identity_number, c.address,
                            coalesce(c.attributes ->> 'birth_date', '')) && keys
        limit 1000
    ), rated as (
        select h.*, (select max(case left(k, 1) when 'i' then 3 when 'p' then 2 else 1 end)
                     from unnest(keys) k where k = any (h.its)) as strength
        from hit h
    )
    (select r.id, r.unit_id, r.strength from rated r where r.seen order by r.strength desc, r.id limit max_rows)
    union all
    (select null::bigint, o.unit_id, max(o.strength) from (
        select case when r.confidential then null else r.unit_id end as unit_id, r.strength from rated r
        where not r.seen and (not r.confidential or r.strength = 3)
          -- A name that many bear says nothing of any of them.
          and (r.strength > 1 or (select count(*) from hit) <= common_name)) o
     group by o.unit_id order by 3 desc, 2 limit max_rows);
end $$;

-- Asked in one statement, so that a hundred questions at once are counted as a hundred.
create function kj_count_question(most integer) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into customers_duplicatequestion as q (user_id, day, asked)
    select coalesce(kj_user(), 0), kj_business_day(), 1 where most > 0
    on conflict (user_id, day) do update set asked = q.asked + 1 where q.asked < most;
    return found;
end $$;
"""

BOTH = (
    "(select kj_everything()) or exists (select 1 from customers_customer c where c.id = {0})"
    " and exists (select 1 from customers_customer c where c.id = {1})"
)


def customer(*, indexed: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE,
        related_name="+",
        to="customers.customer",
        db_index=indexed,
    )


def key() -> tuple[str, models.BigAutoField]:
    return (
        "id",
        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
    )


STATES = [("open", "not decided"), ("same", "the same"), ("different", "two customers"), ("later", "later")]


class Migration(migrations.Migration):
    dependencies = [("customers", "0021_scope")]
    operations = [
        migrations.CreateModel(
            name="DuplicateSettings",
            fields=[
                key(),
                ("threshold", models.DecimalField(decimal_places=1, max_digits=4)),
                ("questions_a_day", models.PositiveSmallIntegerField()),
                ("common_name", models.PositiveSmallIntegerField()),
                ("common_key", models.PositiveSmallIntegerField()),
                ("ask_zh", models.CharField(max_length=40)),
                ("ask_en", models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="DuplicateCandidate",
            fields=[key(), ("first_id", models.BigIntegerField()), ("second_id", models.BigIntegerField())],
        ),
        migrations.CreateModel(
            name="DuplicatePair",
            fields=[
                key(),
                ("first", customer()),
                ("second", customer(indexed=True)),
                ("score", models.FloatField()),
                ("reasons", models.JSONField(default=dict)),
                ("state", models.CharField(choices=STATES, default="open", max_length=10)),
                ("found_at", models.DateTimeField(db_default=Now())),
                ("decided_by", models.BigIntegerField(null=True)),
                ("decided_on", models.DateField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "-score", "-id"], name="duplicatepair_queue")],
                "constraints": [
                    models.UniqueConstraint(models.F("first"), models.F("second"), name="one_pair_of_two"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="duplicatepair_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                key(),
                ("merged", customer()),
                ("survivor", customer(indexed=True)),
                (
                    "held_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.holder",
                    ),
                ),
                ("taken", models.JSONField(default=dict)),
                ("reason", models.CharField(max_length=200)),
                ("decided_by", models.BigIntegerField(null=True)),
                ("merged_on", models.DateField()),
                ("undone_by", models.BigIntegerField(null=True)),
                ("undone_on", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("merged"),
                        condition=models.Q(("undone_on", None)),
                        name="merged_once_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DuplicateQuestion",
            fields=[
                key(),
                ("user_id", models.BigIntegerField()),
                ("day", models.DateField()),
                ("asked", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("user_id"), models.F("day"), name="one_count_a_person_and_day"
                    )
                ],
            },
        ),
        migrations.RunSQL(KEYS + QUESTION, migrations.RunSQL.noop),
        SecureRows("customers_duplicatecandidate", "(select kj_all())"),
        SecureRows("customers_duplicatepair", BOTH.format("first_id", "second_id")),
        SecureRows("customers_merge", BOTH.format("merged_id", "survivor_id")),
        SecureRows("customers_duplicatequestion", "(select kj_all()) or user_id = (select kj_user())"),
        *(TrackRows(f"customers_{name}") for name in ("duplicatesettings", "duplicatepair", "merge")),
    ]
