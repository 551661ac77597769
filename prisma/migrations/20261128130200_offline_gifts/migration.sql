-- People who give by cheque may have no email address.
ALTER TABLE supporter ALTER COLUMN email DROP NOT NULL;
ALTER TABLE supporter ADD CONSTRAINT supporter_email_check CHECK (email <> '');
DROP INDEX supporter_person_idx;
CREATE INDEX supporter_person_idx ON supporter USING gin (lower(first_name || ' ' || last_name || ' ' || coalesce(email, '')) gin_trgm_ops);

CREATE TYPE giver_kind AS ENUM ('person', 'several', 'organisation');
ALTER TABLE donation ADD COLUMN giver_kind giver_kind NOT NULL DEFAULT 'person';

-- What did not come through Stripe has nothing of Stripe's, belongs to no plan, and covers no fee.
ALTER TABLE donation ADD CONSTRAINT donation_offline CHECK (
  payment_method IS NULL OR payment_method IN ('card', 'bacs_debit') OR (
    plan_id IS NULL AND cover_pence = 0 AND fee_pence IS NULL AND stripe_checkout_session_id IS NULL AND stripe_payment_intent_id IS NULL
    AND stripe_charge_id IS NULL AND stripe_invoice_id IS NULL AND status IN ('paid', 'refunded', 'void')
  )
);
ALTER TABLE donation ADD CONSTRAINT donation_void CHECK (
  status <> 'void' OR (paid_at IS NULL AND refunded_pence = 0 AND declaration_id IS NULL AND payment_method IS NOT NULL
    AND payment_method NOT IN ('card', 'bacs_debit'))
);
-- Gift Aid is for what one person gave of their own.
ALTER TABLE donation ADD CONSTRAINT donation_giver_kind CHECK (
  (payment_method IS DISTINCT FROM 'collection' OR giver_kind = 'several')
  AND (declaration_id IS NULL OR (giver_kind = 'person' AND payment_method IS DISTINCT FROM 'voucher'))
);

CREATE TABLE offline_gift (
    donation_id TEXT PRIMARY KEY REFERENCES donation (id) ON DELETE CASCADE ON UPDATE CASCADE,
    received_on DATE NOT NULL,
    bank_reference TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    postcode TEXT,
    version INTEGER NOT NULL DEFAULT 0 CHECK (version >= 0),
    recorded_by TEXT NOT NULL
);
CREATE INDEX offline_gift_received_on_idx ON offline_gift (received_on);
CREATE INDEX offline_gift_postcode_idx ON offline_gift (postcode);

CREATE TYPE offline_gift_change_kind AS ENUM ('corrected', 'voided', 'refunded');
CREATE TABLE offline_gift_change (
    id TEXT PRIMARY KEY,
    donation_id TEXT NOT NULL REFERENCES donation (id) ON DELETE CASCADE ON UPDATE CASCADE,
    kind offline_gift_change_kind NOT NULL,
    reason TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TIMESTAMPTZ(3) NOT NULL
);
CREATE INDEX offline_gift_change_donation_id_idx ON offline_gift_change (donation_id);

CREATE TYPE gift_import_status AS ENUM ('checking', 'asking', 'checked', 'importing', 'done', 'unreadable', 'discarded');
CREATE TABLE gift_import (
    id TEXT PRIMARY KEY,
    status gift_import_status NOT NULL DEFAULT 'checking',
    file_hash TEXT NOT NULL,
    file BYTEA,
    uploaded_by TEXT NOT NULL,
    uploaded_at TIMESTAMPTZ(3) NOT NULL,
    date_order date_order,
    last_read_line INTEGER NOT NULL DEFAULT 0 CHECK (last_read_line >= 0),
    unreadable_reason TEXT,
    finished_at TIMESTAMPTZ(3),
    CHECK ((status IN ('done', 'unreadable', 'discarded')) = (finished_at IS NOT NULL)),
    CHECK ((status IN ('checking', 'asking')) = (file IS NOT NULL))
);
CREATE INDEX gift_import_uploaded_at_idx ON gift_import (uploaded_at);

CREATE TYPE gift_import_row_status AS ENUM ('ready', 'ask', 'double', 'known', 'refused', 'recorded');
CREATE TABLE gift_import_row (
    import_id TEXT NOT NULL REFERENCES gift_import (id) ON DELETE CASCADE ON UPDATE CASCADE,
    line INTEGER NOT NULL CHECK (line > 0),
    status gift_import_row_status NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    gift JSONB,
    candidates TEXT[] NOT NULL DEFAULT '{}',
    choice TEXT,
    donation_id TEXT REFERENCES donation (id) ON DELETE CASCADE ON UPDATE CASCADE,
    PRIMARY KEY (import_id, line),
    CHECK ((status = 'recorded') = (donation_id IS NOT NULL))
);
CREATE INDEX gift_import_row_donation_id_idx ON gift_import_row (donation_id);
CREATE INDEX gift_import_row_import_id_status_line_idx ON gift_import_row (import_id, status, line);

-- A plan is collected through Stripe.
ALTER TABLE plan ADD CONSTRAINT plan_payment_method CHECK (payment_method IN ('card', 'bacs_debit'));
