"""What the monthly snapshot takes of this module: ids and figures, never names or words."""

SNAPSHOT_VIEWS: dict[str, str] = {
    "visit": """
        select v.id as visit_id, coalesce(c.merged_into_id, v.customer_id) as customer_id, v.holder_id,
               v.staff_id, v.unit_id, v.day as happened_on, v.channel, v.direction, v.goal <> '' as goal, v.reached,
               v.result <> '' as result
        from visits_visit v
        join customers_customer c on c.id = v.customer_id
        where v.state = 'done' and v.day >= :period_start and v.day < :period_end
    """,
    "log": """
        select l.id as log_id, l.staff_id, l.holder_id, l.unit_id, l.day,
               (l.submitted_at at time zone current_setting('TimeZone'))::date as submitted_on, l.on_time
        from visits_log l
        where l.day >= :period_start and l.day < :period_end
    """,
    "review": """
        select r.id as review_id, r.log_id, r.reviewer_id, l.staff_id, l.holder_id, l.unit_id, l.day,
               (r.at at time zone current_setting('TimeZone'))::date as reviewed_on,
               r.at <= l.review_due_at as on_time,
               (select n.mark from visits_review n where n.log_id = l.id order by n.seq desc limit 1) as mark
        from visits_review r join visits_log l on l.id = r.log_id
        where r.seq = 1 and l.day >= :period_start and l.day < :period_end
    """,
    "log_duty": """
        select a.staff_id, lower(duty) as valid_from, upper(duty) as valid_to
        from org_appointment a
        join org_position p on p.id = a.position_id
        join identity_role o on o.code = p.role_id
        cross join unnest(datemultirange(daterange(a.valid_from, a.valid_to)) - coalesce(
            (select range_agg(daterange(l.valid_from, l.valid_to))
             from kj_absences(array[a.staff_id], :period_start, :period_end) l where l.half = ''), '{}'
        )) duty
        where 'logs.submit' = any (o.permissions)
          and (upper(duty) is null or upper(duty) > :period_start)
          and lower(duty) < :period_end
          and a.valid_from < :period_end and (a.valid_to is null or a.valid_to > :period_start)
    """,
}
"""View → SELECT, to be registered with the metrics engine. In `visit`, `goal` and `result` say whether there is one;
`review` has the first review of each log, and its
mark as it stands now; `log_duty` says who owed logs when, leave left out."""

LAST_CONTACTS = (
    "select customer_id, max(day) as last_on from visits_visit where state = 'done' group by customer_id"
)
"""The last day on which each customer was met or spoken to, by any channel and by anybody."""
CONTACTS_BETWEEN = (
    "select customer_id, count(*)::numeric as value from visits_visit where state = 'done'"
    " and day >= {start} and day < {end}{only} group by customer_id"
)
"""How often each customer was contacted, by anybody, in some days; `only` may add a condition on `customer_id`."""
FIRST_CONTACT_SINCE = (
    "select min(v.day) from visits_visit v where v.customer_id = {customer} and v.state = 'done'"
    " and v.day between {since} and {until}"
)
"""The first contact with one customer between two days, both included; the caller names its own columns."""
