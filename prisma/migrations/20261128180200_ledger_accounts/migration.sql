-- What the charity's bookkeeping calls the accounts that journals write to.
CREATE TABLE ledger_account (
    key TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT ledger_account_pkey PRIMARY KEY (key)
);
