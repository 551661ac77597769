-- Stripe's payouts to the bank, and what they are made of.
CREATE TYPE payout_status AS ENUM ('pending', 'in_transit', 'paid', 'failed', 'canceled');
CREATE TYPE balance_transaction_kind AS ENUM (
    'charge', 'charge_failure', 'refund', 'refund_failure', 'dispute', 'dispute_reversal', 'fee', 'payout', 'payout_reversal', 'adjustment'
);

CREATE TABLE payout (
    id TEXT NOT NULL,
    status payout_status NOT NULL,
    pence INTEGER NOT NULL,
    currency TEXT NOT NULL,
    automatic BOOLEAN NOT NULL,
    failure_code TEXT,
    created_at TIMESTAMPTZ(3) NOT NULL,
    arrives_on DATE NOT NULL,
    synced_at TIMESTAMPTZ(3),
    CONSTRAINT payout_pkey PRIMARY KEY (id)
);
CREATE INDEX payout_arrives_on_idx ON payout (arrives_on);
CREATE INDEX payout_created_at_idx ON payout (created_at);

CREATE TABLE balance_transaction (
    id TEXT NOT NULL,
    kind balance_transaction_kind NOT NULL,
    category TEXT NOT NULL,
    pence INTEGER NOT NULL,
    fee_pence INTEGER NOT NULL,
    source_id TEXT,
    charge_id TEXT,
    description TEXT,
    created_at TIMESTAMPTZ(3) NOT NULL,
    payout_id TEXT,
    donation_id TEXT,
    CONSTRAINT balance_transaction_pkey PRIMARY KEY (id),
    CONSTRAINT balance_transaction_payout_id_fkey FOREIGN KEY (payout_id) REFERENCES payout (id) ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT balance_transaction_donation_id_fkey FOREIGN KEY (donation_id) REFERENCES donation (id) ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE INDEX balance_transaction_payout_id_idx ON balance_transaction (payout_id);
CREATE INDEX balance_transaction_donation_id_idx ON balance_transaction (donation_id);
CREATE INDEX balance_transaction_created_at_idx ON balance_transaction (created_at);
-- Those whose gift is looked for again, since it may be known only later.
CREATE INDEX balance_transaction_unmatched_idx ON balance_transaction (charge_id) WHERE donation_id IS NULL AND charge_id IS NOT NULL;

-- Payouts are compared with Stripe at night, as gifts and plans are.
ALTER TYPE reconciliation_kind ADD VALUE 'payouts';
