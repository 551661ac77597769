-- A claim whose six years are over keeps its sums alone, and what of its tax belongs to which fund.
ALTER TABLE claim ADD COLUMN forgotten_at TIMESTAMPTZ(3);
ALTER TABLE claim ADD COLUMN tax_by_fund JSONB;
