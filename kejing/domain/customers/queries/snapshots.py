"""The customer base as the monthly snapshot of the metrics engine reads it."""

SUBJECTS: dict[str, str] = {
    "holding": "select id as subject_id, number from customers_holding",
    "customer": "select id as subject_id, number from customers_customer",
}
"""How deliveries of facts name their subjects."""

SNAPSHOT_VIEWS: dict[str, str] = {
    # A customer entered twice counts once: what the merged one has counts for the one it is merged into.
    "customer": """
        select c.id as customer_id, c.number, c.unit_id from customers_customer c where c.merged_into_id is null
    """,
    # What happened while nobody held a customer counts for whoever took it out of the pool before the month's end.
    "ownership": """
        select o.customer_id, o.holder_id, o.unit_id, o.valid_from, o.valid_to,
               case when h.kind = 'pool'
                    then lead(a.staff_id) over (partition by o.customer_id order by o.valid_from)
                    else a.staff_id end as staff_id
        from customers_ownership o
        join org_holder h on h.id = o.holder_id
        left join org_appointment a on a.id = h.appointment_id
        join customers_customer c on c.id = o.customer_id and c.merged_into_id is null
        where o.valid_from < :period_end
    """,
    # Whom a holding is packed to, by itself or by a lock: nobody else earns by it. Whom a locked customer is with is
    # in `ownership`, for nobody else can have her. Item A2.58.
    "holding_owner": """
        select w.holding_id, w.holder_id, a.staff_id, w.amount, w.valid_from, w.valid_to
        from customers_holdingownership w
        join org_holder h on h.id = w.holder_id
        join org_appointment a on a.id = h.appointment_id
        where w.valid_from < :period_end
    """,
    "holding": """
        select g.id as holding_id, g.number, p.code as product, p.line,
               coalesce(c.merged_into_id, c.id) as customer_id, x.role, g.opened_on, g.closed_on, g.amount
        from customers_holding g
        join customers_product p on p.id = g.product_id
        join customers_holdingparty x on x.holding_id = g.id
        join customers_customer c on c.id = x.customer_id
    """,
}
"""View → SELECT, to be registered with the metrics engine."""
