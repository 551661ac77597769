-- What was given in a time is added up without reading the rows.
CREATE INDEX donation_paid_sums_idx ON donation (paid_at) INCLUDE (gift_pence, cover_pence, refunded_pence, plan_id) WHERE status = 'paid';

-- Payments that failed, and those that came after all.
CREATE INDEX plan_change_status_idx ON plan_change (changed_at) INCLUDE (plan_id, old_value, new_value) WHERE kind = 'status';
