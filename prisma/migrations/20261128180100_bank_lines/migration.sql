-- Lines of the charity's bank statements that are about payouts and HMRC's payments.
CREATE TABLE bank_line (
    id TEXT NOT NULL,
    date DATE NOT NULL,
    pence BIGINT NOT NULL,
    description TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_at TIMESTAMPTZ(3) NOT NULL,
    payout_id TEXT,
    claim_id TEXT,
    matched_by TEXT,
    matched_at TIMESTAMPTZ(3),
    CONSTRAINT bank_line_pkey PRIMARY KEY (id),
    CONSTRAINT bank_line_pence_check CHECK (pence <> 0),
    CONSTRAINT bank_line_one_match_check CHECK (payout_id IS NULL OR claim_id IS NULL),
    CONSTRAINT bank_line_matched_check CHECK ((matched_at IS NULL) = (payout_id IS NULL AND claim_id IS NULL)),
    CONSTRAINT bank_line_payout_id_fkey FOREIGN KEY (payout_id) REFERENCES payout (id) ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT bank_line_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES claim (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX bank_line_date_pence_description_key ON bank_line (date, pence, description);
CREATE UNIQUE INDEX bank_line_payout_id_key ON bank_line (payout_id);
CREATE UNIQUE INDEX bank_line_claim_id_key ON bank_line (claim_id);
