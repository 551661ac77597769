-- Gifts and plans whose years are over are marked, so that each is looked at once.
ALTER TABLE "donation" ADD COLUMN "forgotten_at" TIMESTAMPTZ(3);
ALTER TABLE "plan" ADD COLUMN "forgotten_at" TIMESTAMPTZ(3);

-- Emails are found by what they are about, whatever else stands beside it.
CREATE INDEX "outgoing_email_about_idx" ON "outgoing_email" USING GIN ("about" jsonb_path_ops);
