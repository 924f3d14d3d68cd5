/*---
code: goal_attainment
version: 1
label: {zh: 拜访目标达成率, en: Goal attainment of visits}
unit: share
subject: staff
period: month
inputs: [visit, customer]
direction: more
quantity: Q3
ratio: true
---*/
SELECT
    v.staff_id AS subject_id,
    'visit' AS ref_kind,
    v.visit_id AS ref_id,
    v.happened_on AS on_day,
    c.number AS label,
    CASE v.reached WHEN 'yes' THEN 1.0 WHEN 'partly' THEN 0.5 ELSE 0.0 END AS numerator,
    1 AS denominator
FROM visit v
CROSS JOIN period p
JOIN customer c ON c.customer_id = v.customer_id
WHERE v.happened_on >= p.start_day AND v.happened_on < p.end_day
    AND v.goal AND v.result
