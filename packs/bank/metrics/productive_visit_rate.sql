/*---
code: productive_visit_rate
version: 1
label: {zh: 有效拜访率, en: Productive-visit rate}
unit: share
subject: staff
period: month
inputs: [visit, customer]
direction: more
quantity: Q4
ratio: true
---*/
SELECT
    v.staff_id AS subject_id,
    'visit' AS ref_kind,
    v.visit_id AS ref_id,
    v.happened_on AS on_day,
    c.number AS label,
    CASE WHEN v.result THEN 1 ELSE 0 END AS numerator,
    1 AS denominator
FROM visit v
CROSS JOIN period p
JOIN customer c ON c.customer_id = v.customer_id
WHERE v.happened_on >= p.start_day AND v.happened_on < p.end_day
