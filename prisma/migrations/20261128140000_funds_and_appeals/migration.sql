-- What gifts may be spent on. The general fund takes every gift that names none; gifts of sponsorships are for the rooms
-- (docs/decisions/0037-funds.md).
CREATE TABLE fund (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    purpose TEXT NOT NULL CHECK (purpose <> ''),
    restricted BOOLEAN NOT NULL,
    version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    closed_at TIMESTAMPTZ(3),
    CHECK (id NOT IN ('general-fund', 'rooms-fund') OR closed_at IS NULL),
    CHECK (id <> 'general-fund' OR NOT restricted)
);
CREATE UNIQUE INDEX fund_name_key ON fund (name);
INSERT INTO fund (id, name, purpose, restricted) VALUES
    ('general-fund', 'General fund', 'whatever the charity’s work needs most', false),
    ('rooms-fund', 'Rooms', 'keeping safe rooms going, and helping people settle after they leave one', true);

CREATE TYPE appeal_status AS ENUM ('draft', 'published', 'ended');
CREATE TABLE appeal (
    id TEXT PRIMARY KEY,
    status appeal_status NOT NULL DEFAULT 'draft',
    slug TEXT NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name TEXT NOT NULL CHECK (name <> ''),
    summary TEXT NOT NULL,
    story TEXT NOT NULL,
    surplus TEXT NOT NULL,
    goal_pence INTEGER CHECK (goal_pence > 0),
    ends_on DATE,
    amounts INTEGER[] NOT NULL DEFAULT '{}' CHECK (0 < ALL (amounts)),
    image_id TEXT REFERENCES newsletter_image (id) ON DELETE RESTRICT ON UPDATE CASCADE,
    image_alt TEXT NOT NULL DEFAULT '',
    fund_id TEXT NOT NULL REFERENCES fund (id) ON DELETE RESTRICT ON UPDATE CASCADE,
    version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    published_at TIMESTAMPTZ(3),
    ended_at TIMESTAMPTZ(3),
    CHECK ((status = 'draft') = (published_at IS NULL)),
    CHECK ((status = 'ended') = (ended_at IS NOT NULL))
);
CREATE UNIQUE INDEX appeal_slug_key ON appeal (slug);
CREATE UNIQUE INDEX appeal_name_key ON appeal (name);
CREATE INDEX appeal_fund_id_idx ON appeal (fund_id);
CREATE INDEX appeal_image_id_idx ON appeal (image_id);

ALTER TABLE donation ADD COLUMN fund_id TEXT NOT NULL DEFAULT 'general-fund' REFERENCES fund (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE donation ADD COLUMN appeal_id TEXT REFERENCES appeal (id) ON DELETE RESTRICT ON UPDATE CASCADE;
UPDATE donation SET fund_id = 'rooms-fund' WHERE plan_id IS NOT NULL;
CREATE INDEX donation_fund_id_paid_at_idx ON donation (fund_id, paid_at);
CREATE INDEX donation_appeal_id_idx ON donation (appeal_id);

-- What was given in a time is added up fund by fund, without reading the rows.
DROP INDEX donation_paid_sums_idx;
CREATE INDEX donation_paid_sums_idx ON donation (paid_at) INCLUDE (gift_pence, cover_pence, refunded_pence, plan_id, fund_id) WHERE status = 'paid';
