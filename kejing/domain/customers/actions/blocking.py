"""The work of the batch search: who is compared with whom (by shared keys, in SQL), and the comparing (in Python).

Every customer has a few keys (`kj_match_keys`). Those who share one are compared, unless so many share it that it says
nothing; so the work grows with the number of customers, not with its square.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from kejing.domain.customers import rules
from kejing.domain.customers.models import DuplicateCandidate, DuplicateSettings
from kejing.domain.customers.vocabulary import CustomerKind

_BLOCKS = """
create temporary table kj_block on commit drop as
select key, array_agg(id order by id) as ids
from (
    select c.id, unnest(kj_match_keys(c.kind, c.sort_key, c.phone, c.identity_number, c.address,
                                      coalesce(c.attributes ->> 'birth_date', ''))) as key
    from customers_customer c where c.merged_into_id is null
) k
where left(key, 1) <> 'n'
group by key having count(*) > 1
"""
"""A person's whole name (n) is a key for questions only: alone it is no evidence."""
_PAIRS = """
insert into customers_duplicatecandidate (first_id, second_id)
select f.first_id, f.second_id from (
    select a.id as first_id, b.id as second_id
    from kj_block g, unnest(g.ids) with ordinality a(id, place), unnest(g.ids) with ordinality b(id, place)
    where a.place < b.place
      and cardinality(g.ids) <= case when left(g.key, 1) in ('t', 's') then %(common_name)s else %(common_key)s end
    union
    select first_id, second_id from customers_duplicatepair where state in ('open', 'later')
) f
where not exists (select 1 from customers_duplicatepair p where p.first_id = f.first_id and p.second_id = f.second_id
                  and p.state in ('same', 'different'))
order by 1, 2
"""
_COMMON = """
select count(*) from kj_block g
where cardinality(ids) > case when left(key, 1) in ('t', 's') then %(common_name)s else %(common_key)s end
"""
_NEXT = """
with taken as (
    delete from customers_duplicatecandidate
    where id in (select id from customers_duplicatecandidate order by id limit %s) returning first_id, second_id
)
select t.first_id, t.second_id,
       a.name, a.kind, a.phone, a.identity_number, a.address, coalesce(a.attributes ->> 'birth_date', ''),
       b.name, b.kind, b.phone, b.identity_number, b.address, coalesce(b.attributes ->> 'birth_date', '')
from taken t
left join customers_customer a on a.id = t.first_id and a.merged_into_id is null
left join customers_customer b on b.id = t.second_id and b.merged_into_id is null and b.kind = a.kind
order by 1, 2
"""
_KEEP = """
insert into customers_duplicatepair (first_id, second_id, score, reasons, state, version)
select f.first_id, f.second_id, f.score, f.reasons::jsonb, 'open', 1
from unnest(%s::bigint[], %s::bigint[], %s::float8[], %s::text[]) f(first_id, second_id, score, reasons)
on conflict (first_id, second_id) do update set score = excluded.score, reasons = excluded.reasons
where customers_duplicatepair.score <> excluded.score
"""
_TAKE_BACK = """
delete from customers_duplicatepair p using unnest(%s::bigint[], %s::bigint[]) f(first_id, second_id)
where p.first_id = f.first_id and p.second_id = f.second_id and p.state in ('open', 'later')
"""
Scored = tuple[int, int, rules.Verdict]


def waiting() -> int:
    """How many pairs a broken-off search left to compare."""
    return DuplicateCandidate.objects.count()


def collect(rule: DuplicateSettings) -> tuple[int, int]:
    """Write down who is to be compared; returns how many pairs, and how many keys were too common."""
    limits = {"common_name": rule.common_name, "common_key": rule.common_key}
    with connection.cursor() as cursor:
        cursor.execute(_BLOCKS)
        cursor.execute(_PAIRS, limits)
        pairs = int(cursor.rowcount)
        cursor.execute(_COMMON, limits)
        row = cursor.fetchone()
        cursor.execute("drop table kj_block")
    assert row is not None
    return pairs, row[0]


def score_next(most: int, rule: DuplicateSettings) -> tuple[int, int]:
    """Compare the next pairs and keep those above the threshold; returns how many of each."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [most])
        rows = cursor.fetchall()
    known: dict[int, rules.Identity] = {}
    kept: list[Scored] = []
    dropped: list[tuple[int, int]] = []
    for row in rows:
        verdict = _verdict(row, known)
        if verdict is not None and verdict.score >= float(rule.threshold):
            kept.append((row[0], row[1], verdict))
        else:
            dropped.append((row[0], row[1]))
    _keep(kept)
    _take_back(dropped)
    return len(rows), len(kept)


def _verdict(row: Sequence[Any], known: dict[int, rules.Identity]) -> rules.Verdict | None:
    """None where one of them was merged or deleted since, or they are not of one kind."""
    first, second = row[2:8], row[8:14]
    if first[0] is None or second[0] is None:
        return None
    for pk, values in ((row[0], first), (row[1], second)):
        if pk not in known:
            known[pk] = identity(*values)
    return rules.compare(known[row[0]], known[row[1]])


def identity(
    name: str, kind: str, phone: str, identity_number: str, address: str, birth_date: str
) -> rules.Identity:
    return rules.Identity(
        name, kind == CustomerKind.ORGANISATION, phone, identity_number, address, birth_date
    )


def _keep(found: Sequence[Scored]) -> None:
    if found:
        with connection.cursor() as cursor:
            firsts, seconds, verdicts = zip(*found, strict=True)
            scores = [round(verdict.score, 1) for verdict in verdicts]
            cursor.execute(_KEEP, [list(firsts), list(seconds), scores, [_reasons(one) for one in verdicts]])


def _take_back(pairs: Sequence[tuple[int, int]]) -> None:
    if pairs:
        with connection.cursor() as cursor:
            cursor.execute(_TAKE_BACK, [[a for a, _ in pairs], [b for _, b in pairs]])


def _reasons(verdict: rules.Verdict) -> str:
    return json.dumps(
        {one.field.value: [round(one.similarity, 3), round(one.weight, 1)] for one in verdict.agreements}
    )
