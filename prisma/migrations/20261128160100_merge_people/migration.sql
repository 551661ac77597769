-- Staff make two records of one person one, and can undo it for 30 days.
CREATE TYPE email_change_origin AS ENUM ('supporter', 'desk', 'merge');
ALTER TABLE email_change ADD COLUMN origin email_change_origin NOT NULL DEFAULT 'supporter';
ALTER TABLE email_change ADD COLUMN typed_emails TEXT[] NOT NULL DEFAULT '{}';

CREATE TABLE supporter_merge (
    id TEXT PRIMARY KEY,
    supporter_id TEXT NOT NULL REFERENCES supporter (id) ON DELETE CASCADE ON UPDATE CASCADE,
    other_id TEXT NOT NULL CHECK (other_id <> supporter_id),
    merged_by TEXT NOT NULL REFERENCES staff_member (id) ON DELETE RESTRICT ON UPDATE CASCADE,
    merged_at TIMESTAMPTZ(3) NOT NULL,
    undo JSONB NOT NULL
);
CREATE UNIQUE INDEX supporter_merge_other_id_key ON supporter_merge (other_id);
CREATE INDEX supporter_merge_supporter_id_merged_at_idx ON supporter_merge (supporter_id, merged_at);
CREATE INDEX supporter_merge_merged_by_idx ON supporter_merge (merged_by);
CREATE INDEX supporter_merge_merged_at_idx ON supporter_merge (merged_at);
