-- Rooms are changed at the desk: a cost from a week on, rooms that close on a day, rooms that are closed.
ALTER TABLE room
    ADD COLUMN added_on DATE,
    ADD COLUMN closes_on DATE,
    ADD COLUMN retired_at TIMESTAMPTZ(3),
    ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- Nobody can be asked to leave a room that is closed.
ALTER TABLE room ADD CONSTRAINT room_closing CHECK (closes_on IS NULL OR retired_at IS NULL);

-- "Silver Birch" and "silver  BIRCH" are one name.
CREATE UNIQUE INDEX room_folded_name_key ON room (lower(regexp_replace(normalize(name, NFKC), '[\s''’-]+', '', 'g')));

CREATE TABLE room_cost (
    room_id TEXT NOT NULL,
    from_week DATE NOT NULL,
    weekly_pence INTEGER NOT NULL,

    CONSTRAINT room_cost_pkey PRIMARY KEY (room_id, from_week),
    CONSTRAINT room_cost_sums CHECK (weekly_pence > 0),
    CONSTRAINT room_cost_monday CHECK (extract(isodow FROM from_week) = 1)
);

ALTER TABLE room_cost ADD CONSTRAINT room_cost_room_id_fkey FOREIGN KEY (room_id) REFERENCES room (id) ON DELETE CASCADE ON UPDATE CASCADE;
