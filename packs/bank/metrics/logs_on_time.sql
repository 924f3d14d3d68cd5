/*---
code: logs_on_time
version: 1
label: {zh: 按时提交日志数, en: Logs on time}
unit: count
subject: staff
period: month
inputs: [log]
direction: more
---*/
SELECT
    l.staff_id AS subject_id,
    'log' AS ref_kind,
    l.log_id AS ref_id,
    l.day AS on_day,
    '' AS label,
    1 AS numerator
FROM log l
CROSS JOIN period p
WHERE l.on_time AND l.day >= p.start_day AND l.day < p.end_day
