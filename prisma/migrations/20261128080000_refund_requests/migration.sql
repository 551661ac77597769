CREATE TYPE refund_reason AS ENUM ('requested_by_customer', 'duplicate', 'fraudulent');
CREATE TYPE refund_request_status AS ENUM ('open', 'done', 'refused');

CREATE TABLE refund_request (
    id TEXT PRIMARY KEY,
    donation_id TEXT NOT NULL REFERENCES donation (id) ON DELETE CASCADE ON UPDATE CASCADE,
    pence INTEGER NOT NULL CHECK (pence > 0),
    reason refund_reason NOT NULL,
    note TEXT,
    requested_by TEXT NOT NULL,
    status refund_request_status NOT NULL DEFAULT 'open',
    failure_code TEXT,
    stripe_refund_id TEXT,
    requested_at TIMESTAMPTZ(3) NOT NULL,
    finished_at TIMESTAMPTZ(3),
    CHECK ((status = 'open') = (finished_at IS NULL)),
    CHECK ((status = 'done') = (stripe_refund_id IS NOT NULL))
);
CREATE UNIQUE INDEX refund_request_stripe_refund_id_key ON refund_request (stripe_refund_id);
CREATE INDEX refund_request_donation_id_idx ON refund_request (donation_id);
