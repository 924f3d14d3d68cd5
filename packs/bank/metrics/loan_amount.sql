/*---
code: loan_amount
version: 2
label: {zh: 发放贷款金额, en: Loan amount granted}
unit: money
subject: staff
period: month
inputs: [fact, holding, ownership, holding_owner]
direction: more
---*/
-- Packed to a person, also by a lock, it is hers alone; else it is of whoever has the owner. Joint owners count once.
SELECT DISTINCT
    COALESCE(w.staff_id, o.staff_id) AS subject_id,
    'fact' AS ref_kind,
    f.fact_id AS ref_id,
    f.on_day AS on_day,
    h.number AS label,
    f.amount AS numerator
FROM fact f
CROSS JOIN period p
JOIN holding h ON h.holding_id = f.subject_id AND h.role = 'owner'
JOIN ownership o
    ON o.customer_id = h.customer_id
    AND o.valid_from <= f.on_day AND (o.valid_to IS NULL OR f.on_day < o.valid_to)
LEFT JOIN holding_owner w
    ON w.holding_id = f.subject_id
    AND w.valid_from <= f.on_day AND f.on_day < COALESCE(w.valid_to, DATE '9999-12-31')
WHERE f.kind = 'loan_granted' AND f.on_day >= p.start_day AND f.on_day < p.end_day
