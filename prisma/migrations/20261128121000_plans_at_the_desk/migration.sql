-- Staff change a plan at its sponsor's word.
ALTER TYPE plan_change_actor ADD VALUE 'staff';

-- The list of plans in its order, and those that ended in a time.
CREATE INDEX plan_listed_idx ON plan ((coalesce(agreed_at, created_at)) DESC, id DESC);
CREATE INDEX plan_ended_at_idx ON plan (ended_at);
