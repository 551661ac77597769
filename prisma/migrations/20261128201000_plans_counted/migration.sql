-- Plans that began or ended in a time, and what they come to a week by room, are counted without reading their rows.
CREATE INDEX plan_begun_idx ON plan ((coalesce(agreed_at, created_at))) INCLUDE (agreed_at, created_at, status) WHERE status NOT IN ('pending', 'expired');
DROP INDEX plan_ended_at_idx;
CREATE INDEX plan_ended_at_idx ON plan (ended_at) INCLUDE (status);
CREATE INDEX plan_weekly_idx ON plan (room_id) INCLUDE (weekly_pence, starts_on, status) WHERE status IN ('starting', 'active', 'late');

-- People's plans under a declaration, and emails by what they are about, for a person's page.
CREATE INDEX plan_supporter_declaration_idx ON plan (supporter_id, declaration_id) WHERE declaration_id IS NOT NULL;

-- What went back is listed and added up without reading the donations.
DROP INDEX donation_returned_idx;
CREATE INDEX donation_returned_idx ON donation ((coalesce(paid_at, created_at)) DESC, id DESC)
  INCLUDE (paid_at, created_at, status, plan_id, payment_method, declaration_id, gift_pence, cover_pence, refunded_pence)
  WHERE refunded_pence > 0 OR status IN ('disputed', 'charged_back');

-- A name is looked for on donations of nobody yet; those of people are found by their people.
CREATE INDEX donation_nobody_idx ON donation USING gin (lower(first_name || ' ' || last_name || ' ' || email) gin_trgm_ops) WHERE supporter_id IS NULL;
