"""Parts and whole: what the parts of targets come to, and what of the difference was explained."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import connection

from kejing.domain.targets.models import Target
from kejing.domain.targets.rules import PERIODS, Parts
from kejing.domain.targets.vocabulary import Folding, Way
from kejing.foundation.kernel.context import as_system

Sums = dict[Way, Parts]
NO_PARTS = Parts(Decimal(0), Decimal(0), 0)

# By subject a part has its whole's product; by product it is the whole's own subject with a product.
_BELOW = """
select a.id, case when t.product_id is distinct from a.product_id then 'product' else 'subject' end,
       sum(t.base), count(*)
from targets_target t join targets_target a on a.id = t.above_id
where a.id = any (%(ids)s) group by 1, 2
"""
_SHORTER = """
select a.id, t.kind, sum(t.base), count(*)
from targets_target a
join targets_target t on t.measure_id = a.measure_id and t.level = a.level and t.subject = a.subject
    and t.product_id is not distinct from a.product_id and t.begins >= a.begins and t.begins < a.ends
    and array_position(%(kinds)s::text[], t.kind::text) > array_position(%(kinds)s::text[], a.kind::text)
where a.id = any (%(ids)s) group by 1, 2
"""
_EXPLAINED = """
select distinct on (target_id, way) target_id, way, difference from targets_explanation
where target_id = any (%(ids)s) order by target_id, way, id desc
"""
_LONGER = """
select distinct a.id from targets_target t
join targets_target a on a.measure_id = t.measure_id and a.level = t.level and a.subject = t.subject
    and a.product_id is not distinct from t.product_id and a.begins <= t.begins and a.ends > t.begins
    and array_position(%(kinds)s::text[], a.kind::text) < array_position(%(kinds)s::text[], t.kind::text)
where t.id = any (%(ids)s)
union select above_id from targets_target where id = any (%(ids)s) and above_id is not null
"""


def parts_of(targets: Iterable[Target]) -> dict[int, Sums]:
    """What the parts of each target come to, in each way it is broken down.

    Three queries, as the system: the sum is the same for whoever looks, also where some parts are out of her sight.
    """
    wholes = {each.pk: each for each in targets}
    if not wholes:
        return {}
    params: dict[str, Any] = {"ids": list(wholes), "kinds": list(PERIODS)}
    with as_system("parts of targets"), connection.cursor() as cursor:
        cursor.execute(_EXPLAINED, params)
        explained = {(pk, way): difference for pk, way, difference in cursor.fetchall()}
        cursor.execute(_BELOW, params)
        sums = {(pk, way): (total, n) for pk, way, total, n in cursor.fetchall()}
        cursor.execute(_SHORTER, params)
        sums |= _longest(cursor.fetchall())
    found: dict[int, Sums] = defaultdict(dict)
    for (pk, way), (total, n) in sums.items():
        whole = wholes[pk]
        if way == Way.TIME and whole.measure.folding == Folding.LAST:
            continue  # what stands at the end of a month does not add up over the year
        found[pk][Way(way)] = Parts(whole.base, total, n, explained.get((pk, way)))
    return found


def _longest(rows: list[tuple[int, str, Decimal, int]]) -> dict[tuple[int, str], tuple[Decimal, int]]:
    """Of the shorter periods the longest ones that are set: a year's quarters, not their months as well."""
    best: dict[int, tuple[int, Decimal, int]] = {}
    for pk, kind, total, n in rows:
        rank = PERIODS.index(kind)
        if pk not in best or rank < best[pk][0]:
            best[pk] = (rank, total, n)
    return {(pk, str(Way.TIME)): (total, n) for pk, (_rank, total, n) in best.items()}


def wholes_of(ids: Iterable[int]) -> list[Target]:
    """The targets that these are parts of, in their period and over time."""
    params: dict[str, Any] = {"ids": list(ids), "kinds": list(PERIODS)}
    with as_system("wholes of targets"):
        with connection.cursor() as cursor:
            cursor.execute(_LONGER, params)
            found = [pk for (pk,) in cursor.fetchall()]
        rows = Target.objects.filter(pk__in=found).select_related(
            "measure", "unit", "staff", "customer", "product"
        )
        return list(rows.order_by("pk"))
