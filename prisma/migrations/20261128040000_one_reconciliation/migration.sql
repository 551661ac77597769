-- One table of runs, and one of what they found, for what is compared with Stripe and Resend at night: three of each before.
CREATE TYPE reconciliation_kind AS ENUM ('donations', 'plans', 'audience');

CREATE TABLE reconciliation (
    id TEXT NOT NULL,
    kind reconciliation_kind NOT NULL,
    started_at TIMESTAMPTZ(3) NOT NULL,
    finished_at TIMESTAMPTZ(3),
    since TIMESTAMPTZ(3),
    pass TEXT,
    cursor TEXT,
    checked INTEGER NOT NULL DEFAULT 0,
    healed INTEGER NOT NULL DEFAULT 0,
    open INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT reconciliation_pkey PRIMARY KEY (id),
    CONSTRAINT reconciliation_counts_check CHECK (checked >= 0 AND healed >= 0 AND open >= 0)
);

CREATE TABLE reconciliation_finding (
    id TEXT NOT NULL,
    reconciliation_id TEXT NOT NULL,
    about TEXT NOT NULL,
    message TEXT NOT NULL,
    healed BOOLEAN NOT NULL,
    CONSTRAINT reconciliation_finding_pkey PRIMARY KEY (id)
);

INSERT INTO reconciliation (id, kind, started_at, finished_at, checked, healed, open)
SELECT id, 'donations', started_at, finished_at, checked,
    (SELECT count(*) FROM donation_reconciliation_finding WHERE reconciliation_id = run.id AND healed),
    (SELECT count(*) FROM donation_reconciliation_finding WHERE reconciliation_id = run.id AND NOT healed)
FROM donation_reconciliation AS run;
INSERT INTO reconciliation (id, kind, started_at, finished_at, pass, cursor, checked, healed, open)
SELECT id, 'plans', started_at, finished_at, phase::text, cursor, checked, healed, open FROM plan_reconciliation;
INSERT INTO reconciliation (id, kind, started_at, finished_at, checked, healed, open)
SELECT id, 'audience', started_at, finished_at, contacts,
    (SELECT count(*) FROM audience_reconciliation_finding WHERE reconciliation_id = run.id AND healed),
    (SELECT count(*) FROM audience_reconciliation_finding WHERE reconciliation_id = run.id AND NOT healed)
FROM audience_reconciliation AS run;

INSERT INTO reconciliation_finding (id, reconciliation_id, about, message, healed)
SELECT id, reconciliation_id, about, message, healed FROM donation_reconciliation_finding
UNION ALL SELECT id, reconciliation_id, about, message, healed FROM plan_reconciliation_finding
UNION ALL SELECT id, reconciliation_id, about, message, healed FROM audience_reconciliation_finding;

CREATE INDEX reconciliation_kind_started_at_idx ON reconciliation (kind, started_at);
CREATE INDEX reconciliation_finding_reconciliation_id_healed_id_idx ON reconciliation_finding (reconciliation_id, healed, id);
ALTER TABLE reconciliation_finding ADD CONSTRAINT reconciliation_finding_reconciliation_id_fkey
    FOREIGN KEY (reconciliation_id) REFERENCES reconciliation (id) ON DELETE CASCADE ON UPDATE CASCADE;

DROP TABLE donation_reconciliation_finding, plan_reconciliation_finding, audience_reconciliation_finding;
DROP TABLE donation_reconciliation, plan_reconciliation, audience_reconciliation;
DROP TYPE plan_reconciliation_phase;

-- One kind of email tells staff of what is left for a person.
UPDATE outgoing_email SET kind = 'reconciliation' WHERE kind IN ('plan-reconciliation', 'audience-reconciliation');

ALTER TABLE donation ADD COLUMN reconciled_at TIMESTAMPTZ(3);
