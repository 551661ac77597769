-- What happened in a room in a month, or in all of them, as its sponsors read it.
CREATE TABLE room_update (
    id TEXT NOT NULL,
    room_id TEXT,
    month DATE NOT NULL,
    text TEXT NOT NULL,
    written_by TEXT,
    written_at TIMESTAMPTZ(3) NOT NULL,
    corrected_at TIMESTAMPTZ(3),
    version INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT room_update_pkey PRIMARY KEY (id),
    CONSTRAINT room_update_month CHECK (extract(day FROM month) = 1),
    CONSTRAINT room_update_text CHECK (text <> ''),
    CONSTRAINT room_update_room_id_fkey FOREIGN KEY (room_id) REFERENCES room (id) ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT room_update_written_by_fkey FOREIGN KEY (written_by) REFERENCES staff_member (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX room_update_room_id_month_idx ON room_update (room_id, month);
CREATE INDEX room_update_month_written_at_idx ON room_update (month, written_at);
CREATE INDEX room_update_written_by_idx ON room_update (written_by);
