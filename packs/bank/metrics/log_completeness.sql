/*---
code: log_completeness
version: 1
label: {zh: 日志完整率, en: Log completeness}
unit: share
subject: staff
period: month
inputs: [log, log_duty]
direction: more
quantity: Q5
ratio: true
---*/
SELECT
    d.staff_id AS subject_id,
    CASE WHEN l.log_id IS NULL THEN 'missing_log' ELSE 'log' END AS ref_kind,
    COALESCE(l.log_id, d.staff_id) AS ref_id,
    w.day AS on_day,
    '' AS label,
    CASE WHEN l.log_id IS NULL THEN 0 ELSE 1 END AS numerator,
    1 AS denominator
FROM log_duty d
JOIN workday w ON d.valid_from <= w.day AND (d.valid_to IS NULL OR w.day < d.valid_to)
LEFT JOIN log l ON l.staff_id = d.staff_id AND l.day = w.day AND l.submitted_on IS NOT NULL
