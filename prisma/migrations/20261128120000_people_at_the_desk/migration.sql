-- Counts corrections of a person's name and home: whoever saves what somebody else changed meanwhile is told.
ALTER TABLE supporter ADD COLUMN version INTEGER NOT NULL DEFAULT 0 CHECK (version >= 0);

-- The list of people in its order, and what each gave, without reading their gifts' rows.
CREATE INDEX supporter_created_at_id_idx ON supporter (created_at, id);
CREATE INDEX donation_given_by_idx ON donation (supporter_id, paid_at) INCLUDE (gift_pence, cover_pence, refunded_pence) WHERE status = 'paid';

-- What staff write down about a person; with a day it is a task.
CREATE TABLE staff_note (
    id TEXT PRIMARY KEY,
    supporter_id TEXT NOT NULL REFERENCES supporter (id) ON DELETE CASCADE ON UPDATE CASCADE,
    text TEXT NOT NULL CHECK (text <> ''),
    written_by TEXT NOT NULL REFERENCES staff_member (id) ON DELETE RESTRICT ON UPDATE CASCADE,
    written_at TIMESTAMPTZ(3) NOT NULL,
    due_on DATE,
    done_by TEXT REFERENCES staff_member (id) ON DELETE RESTRICT ON UPDATE CASCADE,
    done_at TIMESTAMPTZ(3),
    CHECK ((done_at IS NULL) = (done_by IS NULL)),
    CHECK (done_at IS NULL OR due_on IS NOT NULL)
);
CREATE INDEX staff_note_supporter_id_written_at_idx ON staff_note (supporter_id, written_at);
CREATE INDEX staff_note_written_by_idx ON staff_note (written_by);
CREATE INDEX staff_note_done_by_idx ON staff_note (done_by);
CREATE INDEX staff_note_done_at_due_on_idx ON staff_note (done_at, due_on);
