-- Names are found though they are misspelt.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- The list of gifts in its order; those that were never paid are not in its usual form.
CREATE INDEX donation_listed_idx ON donation ((coalesce(paid_at, created_at)) DESC, id DESC);
CREATE INDEX donation_given_idx ON donation ((gift_pence + cover_pence));
CREATE INDEX donation_person_idx ON donation USING gin (lower(first_name || ' ' || last_name || ' ' || email) gin_trgm_ops);
CREATE INDEX plan_person_idx ON plan USING gin (lower(first_name || ' ' || last_name || ' ' || email) gin_trgm_ops);
CREATE INDEX supporter_person_idx ON supporter USING gin (lower(first_name || ' ' || last_name || ' ' || email) gin_trgm_ops);
CREATE INDEX declaration_postcode_idx ON declaration (postcode);
