/*---
code: visits_held
version: 1
label: {zh: 完成拜访数, en: Visits held}
unit: count
subject: staff
period: month
inputs: [visit, customer]
direction: more
---*/
SELECT
    v.staff_id AS subject_id,
    'visit' AS ref_kind,
    v.visit_id AS ref_id,
    v.happened_on AS on_day,
    c.number AS label,
    1 AS numerator
FROM visit v
CROSS JOIN period p
JOIN customer c ON c.customer_id = v.customer_id
WHERE v.happened_on >= p.start_day AND v.happened_on < p.end_day
