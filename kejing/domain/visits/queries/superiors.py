"""Who stands above whom today."""

from collections.abc import Collection

from django.db import connection

from kejing.foundation.kernel import clock

_ABOVE = """
select me.staff_id, above.staff_id
from org_appointment me
join org_position p on p.id = me.position_id
join org_appointment above on above.position_id = p.reports_to_id
where me.staff_id = any (%(staff)s)
  and me.valid_from <= %(on)s and (me.valid_to is null or me.valid_to > %(on)s)
  and above.valid_from <= %(on)s and (above.valid_to is null or above.valid_to > %(on)s)
order by me.staff_id, me.id
"""


def superiors_of(staff_ids: Collection[int]) -> dict[int, int]:
    """By person whoever is in the post hers reports to; nobody without one is in it. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, {"staff": list(staff_ids), "on": clock.today()})
        return dict(reversed(cursor.fetchall()))
