-- A sponsorship can be a present: somebody else's, from a day on, with a certificate.
ALTER TYPE tribute_kind ADD VALUE 'present';
ALTER TABLE plan ADD COLUMN present_on DATE;
-- As text: a value that was added just now can't be compared yet.
ALTER TABLE plan ADD CONSTRAINT plan_present_on_check
  CHECK ((coalesce(tribute_kind::text, '') = 'present') = (present_on IS NOT NULL)) NOT VALID;
ALTER TABLE plan VALIDATE CONSTRAINT plan_present_on_check;
