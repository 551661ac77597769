-- Names are found though they are misspelt.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- The list of gifts in its order; those that were never paid are not in its usual form.
CREATE INDEX donation_listed_idx ON donation ((coalesce(paid_at, created_at)) DESC, id DESC);
CREATE INDEX donation_given_idx ON donation ((gift_pence + cover_pence));
CREATE INDEX donation_person_idx ON donation USING gin (lower(first_name || ' ' || last_name || ' ' || email) gin_trgm_ops);
CREATE INDEX plan_person_idx ON plan USING gin (lower(first_name || ' ' || last_name || ' ' || email) gin_trgm_ops);
CREATE INDEX supporter_person_idx ON supporter USING gin (lower(first_name || ' ' || last_name || ' ' || email) gin_trgm_ops);
CREATE INDEX declaration_postcode_idx ON declaration (postcode);

CREATE TABLE desk_search (
    id TEXT PRIMARY KEY,
    staff_id TEXT NOT NULL REFERENCES staff_member (id) ON DELETE CASCADE ON UPDATE CASCADE,
    text TEXT NOT NULL,
    created_at TIMESTAMPTZ(3) NOT NULL
);
CREATE INDEX desk_search_staff_id_idx ON desk_search (staff_id);
CREATE INDEX desk_search_created_at_idx ON desk_search (created_at);

CREATE TABLE saved_view (
    id TEXT PRIMARY KEY,
    list TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    created_at TIMESTAMPTZ(3) NOT NULL
);
CREATE UNIQUE INDEX saved_view_list_name_key ON saved_view (list, name);

-- Staff may send an email again: a copy of it.
ALTER TABLE outgoing_email ADD COLUMN copy INTEGER NOT NULL DEFAULT 0 CHECK (copy >= 0);
DROP INDEX outgoing_email_kind_about_key;
CREATE UNIQUE INDEX outgoing_email_kind_about_copy_key ON outgoing_email (kind, about, copy);
