/*---
code: products_per_customer
version: 1
label: {zh: 户均产品数, en: Products per customer}
unit: number
subject: staff
period: month
inputs: [holding, ownership, customer]
direction: more
quantity: Q11
ratio: true
---*/
SELECT
    o.staff_id AS subject_id,
    'customer' AS ref_kind,
    c.customer_id AS ref_id,
    MAX(h.opened_on) AS on_day,
    c.number AS label,
    COUNT(DISTINCT h.line) AS numerator,
    1 AS denominator
FROM ownership o
CROSS JOIN period p
JOIN customer c ON c.customer_id = o.customer_id
JOIN holding h ON h.customer_id = o.customer_id
WHERE o.valid_from < p.end_day AND (o.valid_to IS NULL OR p.end_day <= o.valid_to)
    AND (h.opened_on IS NULL OR h.opened_on < p.end_day)
    AND (h.closed_on IS NULL OR p.end_day <= h.closed_on)
GROUP BY o.staff_id, c.customer_id, c.number
