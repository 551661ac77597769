-- What a plan is collected by, and when its bank took the permission back.
ALTER TABLE plan ADD COLUMN stripe_payment_method_id TEXT, ADD COLUMN mandate_ended_at TIMESTAMPTZ(3);
