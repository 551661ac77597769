-- A gift that staff moved to another fund, and why.
CREATE TABLE fund_move (
    id TEXT PRIMARY KEY,
    donation_id TEXT NOT NULL REFERENCES donation (id) ON DELETE CASCADE ON UPDATE CASCADE,
    from_fund_id TEXT NOT NULL REFERENCES fund (id) ON DELETE RESTRICT ON UPDATE CASCADE,
    to_fund_id TEXT NOT NULL REFERENCES fund (id) ON DELETE RESTRICT ON UPDATE CASCADE,
    reason TEXT NOT NULL,
    donor_agreed BOOLEAN NOT NULL,
    moved_by TEXT NOT NULL,
    moved_at TIMESTAMPTZ(3) NOT NULL
);
CREATE INDEX fund_move_donation_id_idx ON fund_move (donation_id);
CREATE INDEX fund_move_from_fund_id_idx ON fund_move (from_fund_id);
CREATE INDEX fund_move_to_fund_id_idx ON fund_move (to_fund_id);

-- What each person gave is added up fund by fund, without reading their gifts' rows.
DROP INDEX donation_given_by_idx;
CREATE INDEX donation_given_by_idx ON donation (supporter_id, paid_at) INCLUDE (gift_pence, cover_pence, refunded_pence, fund_id) WHERE status = 'paid';
