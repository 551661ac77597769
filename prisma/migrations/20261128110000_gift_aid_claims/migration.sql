-- CreateEnum
CREATE TYPE "claim_status" AS ENUM ('ready', 'sending', 'unknown', 'submitted', 'accepted', 'refused', 'paid', 'discarded');

-- CreateEnum
CREATE TYPE "claim_adjustment_reason" AS ENUM ('refunded', 'charged_back', 'claimed_in_error');

-- CreateEnum
CREATE TYPE "claim_hold_reason" AS ENUM ('company', 'voucher', 'benefit', 'not_a_taxpayer', 'refused_by_hmrc', 'other');

-- CreateEnum
CREATE TYPE "claim_event_kind" AS ENUM ('prepared', 'schedule_made', 'sent', 'acknowledged', 'lost', 'listed', 'decided', 'accepted', 'refused', 'left_out', 'handed_in', 'paid', 'discarded');

-- CreateTable
CREATE TABLE "claim" (
    "id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "status" "claim_status" NOT NULL DEFAULT 'ready',
    "row_count" INTEGER NOT NULL,
    "gift_count" INTEGER NOT NULL,
    "donated_pence" BIGINT NOT NULL,
    "tax_pence" BIGINT NOT NULL,
    "adjustment_pence" BIGINT NOT NULL DEFAULT 0,
    "prepared_by" TEXT NOT NULL,
    "prepared_at" TIMESTAMPTZ(3) NOT NULL,
    "schedule_made_at" TIMESTAMPTZ(3),
    "accepted_at" TIMESTAMPTZ(3),
    "refusal" TEXT,
    "rest_sent_at" TIMESTAMPTZ(3),
    "paid_on" DATE,
    "paid_pence" BIGINT,
    "bank_reference" TEXT,

    CONSTRAINT "claim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim_row" (
    "id" TEXT NOT NULL,
    "claim_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT,
    "first_name" TEXT,
    "last_name" TEXT,
    "house" TEXT,
    "postcode" TEXT,
    "aggregated" TEXT,
    "first_date" DATE NOT NULL,
    "last_date" DATE NOT NULL,
    "donated_pence" INTEGER NOT NULL,
    "refusal" TEXT,
    "released_at" TIMESTAMPTZ(3),

    CONSTRAINT "claim_row_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim_gift" (
    "id" TEXT NOT NULL,
    "row_id" TEXT NOT NULL,
    "donation_id" TEXT NOT NULL,
    "declaration_id" TEXT NOT NULL,
    "part" INTEGER NOT NULL DEFAULT 0,
    "donated_pence" INTEGER NOT NULL,
    "released_at" TIMESTAMPTZ(3),

    CONSTRAINT "claim_gift_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim_adjustment" (
    "id" TEXT NOT NULL,
    "claim_id" TEXT NOT NULL,
    "donation_id" TEXT NOT NULL,
    "part" INTEGER NOT NULL DEFAULT 0,
    "donated_pence" INTEGER NOT NULL,
    "reason" "claim_adjustment_reason" NOT NULL,
    "released_at" TIMESTAMPTZ(3),

    CONSTRAINT "claim_adjustment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim_submission" (
    "id" TEXT NOT NULL,
    "claim_id" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "request" TEXT NOT NULL,
    "ir_mark" TEXT NOT NULL,
    "ir_mark_base32" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "correlation_id" TEXT,
    "poll_url" TEXT,
    "poll_seconds" INTEGER,
    "polled_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "response" TEXT,
    "listed_at" TIMESTAMPTZ(3),
    "listed_as" TEXT,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "claim_submission_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim_hold" (
    "id" TEXT NOT NULL,
    "donation_id" TEXT NOT NULL,
    "reason" "claim_hold_reason" NOT NULL,
    "note" TEXT NOT NULL,
    "placed_by" TEXT NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "lifted_by" TEXT,
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "claim_hold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim_correction" (
    "declaration_id" TEXT NOT NULL,
    "told_first_name" TEXT NOT NULL,
    "told_last_name" TEXT NOT NULL,
    "told_house" TEXT NOT NULL,
    "told_postcode" TEXT,
    "first_name" TEXT NOT NULL,
    "last_name" TEXT NOT NULL,
    "house" TEXT NOT NULL,
    "postcode" TEXT,
    "corrected_by" TEXT NOT NULL,
    "corrected_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "claim_correction_pkey" PRIMARY KEY ("declaration_id")
);

-- CreateTable
CREATE TABLE "claim_event" (
    "id" TEXT NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "claim_id" TEXT NOT NULL,
    "kind" "claim_event_kind" NOT NULL,
    "by" TEXT NOT NULL,
    "note" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "claim_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "claim_number_key" ON "claim"("number");

-- CreateIndex
CREATE INDEX "claim_status_idx" ON "claim"("status");

-- CreateIndex
CREATE UNIQUE INDEX "claim_row_claim_id_position_key" ON "claim_row"("claim_id", "position");

-- CreateIndex
CREATE INDEX "claim_gift_row_id_idx" ON "claim_gift"("row_id");

-- CreateIndex
CREATE INDEX "claim_gift_donation_id_idx" ON "claim_gift"("donation_id");

-- CreateIndex
CREATE INDEX "claim_gift_declaration_id_idx" ON "claim_gift"("declaration_id");

-- CreateIndex
CREATE INDEX "claim_adjustment_claim_id_idx" ON "claim_adjustment"("claim_id");

-- CreateIndex
CREATE INDEX "claim_adjustment_donation_id_idx" ON "claim_adjustment"("donation_id");

-- CreateIndex
CREATE UNIQUE INDEX "claim_submission_claim_id_attempt_key" ON "claim_submission"("claim_id", "attempt");

-- CreateIndex
CREATE INDEX "claim_hold_donation_id_idx" ON "claim_hold"("donation_id");

-- CreateIndex
CREATE INDEX "claim_event_claim_id_sequence_idx" ON "claim_event"("claim_id", "sequence");

-- AddForeignKey
ALTER TABLE "claim_row" ADD CONSTRAINT "claim_row_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_gift" ADD CONSTRAINT "claim_gift_row_id_fkey" FOREIGN KEY ("row_id") REFERENCES "claim_row"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_gift" ADD CONSTRAINT "claim_gift_donation_id_fkey" FOREIGN KEY ("donation_id") REFERENCES "donation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_gift" ADD CONSTRAINT "claim_gift_declaration_id_fkey" FOREIGN KEY ("declaration_id") REFERENCES "declaration"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_adjustment" ADD CONSTRAINT "claim_adjustment_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_adjustment" ADD CONSTRAINT "claim_adjustment_donation_id_fkey" FOREIGN KEY ("donation_id") REFERENCES "donation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_submission" ADD CONSTRAINT "claim_submission_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_hold" ADD CONSTRAINT "claim_hold_donation_id_fkey" FOREIGN KEY ("donation_id") REFERENCES "donation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_correction" ADD CONSTRAINT "claim_correction_declaration_id_fkey" FOREIGN KEY ("declaration_id") REFERENCES "declaration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_event" ADD CONSTRAINT "claim_event_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Numbers of claims, as HMRC is told: GA-000001.
CREATE SEQUENCE "claim_number" AS integer;

-- One claim is under way at a time.
CREATE UNIQUE INDEX "claim_under_way_key" ON "claim" ((true)) WHERE "status" IN ('sending', 'unknown', 'submitted');

-- Nothing is claimed twice, and nothing that went back is taken off twice, while it is live.
CREATE UNIQUE INDEX "claim_gift_live_key" ON "claim_gift" ("donation_id", "part") WHERE "released_at" IS NULL;
CREATE UNIQUE INDEX "claim_adjustment_live_key" ON "claim_adjustment" ("donation_id", "part") WHERE "released_at" IS NULL;
CREATE UNIQUE INDEX "claim_hold_live_key" ON "claim_hold" ("donation_id") WHERE "lifted_at" IS NULL;

ALTER TABLE "claim"
  ADD CONSTRAINT "claim_number_check" CHECK ("number" ~ '^[A-Z0-9-]{1,20}$'),
  ADD CONSTRAINT "claim_counts_check" CHECK ("row_count" BETWEEN 0 AND 1000 AND "gift_count" >= "row_count"),
  ADD CONSTRAINT "claim_sums_check" CHECK ("donated_pence" >= 0 AND "tax_pence" = "donated_pence" / 4 AND "adjustment_pence" >= 0),
  ADD CONSTRAINT "claim_accepted_check" CHECK (("status" IN ('accepted', 'paid')) = ("accepted_at" IS NOT NULL)),
  ADD CONSTRAINT "claim_paid_check" CHECK (
    ("status" = 'paid') = ("paid_on" IS NOT NULL) AND ("paid_on" IS NULL) = ("paid_pence" IS NULL) AND ("paid_pence" IS NULL OR "paid_pence" >= 0)
  );

-- What HMRC's schema takes of a line.
ALTER TABLE "claim_row"
  ADD CONSTRAINT "claim_row_position_check" CHECK ("position" BETWEEN 1 AND 1000),
  ADD CONSTRAINT "claim_row_title_check" CHECK ("title" ~ '^[A-Za-z][A-Za-z''-]{0,3}$'),
  ADD CONSTRAINT "claim_row_donor_check" CHECK (
    ("aggregated" IS NULL AND length("first_name") BETWEEN 1 AND 35 AND length("last_name") BETWEEN 1 AND 35 AND length("house") BETWEEN 1 AND 40)
    OR ("aggregated" IS NOT NULL AND length("aggregated") BETWEEN 1 AND 35 AND "donated_pence" <= 100000
        AND "title" IS NULL AND "first_name" IS NULL AND "last_name" IS NULL AND "house" IS NULL AND "postcode" IS NULL)
  ),
  ADD CONSTRAINT "claim_row_donor_complete_check" CHECK (
    "aggregated" IS NOT NULL OR ("first_name" IS NOT NULL AND "last_name" IS NOT NULL AND "house" IS NOT NULL)
  ),
  ADD CONSTRAINT "claim_row_postcode_check" CHECK ("postcode" ~ '^[A-Z]{1,3}[0-9]?[0-9A-Z]? [0-9][A-Z]{2}$'),
  ADD CONSTRAINT "claim_row_dates_check" CHECK ("first_date" <= "last_date"),
  ADD CONSTRAINT "claim_row_donated_check" CHECK ("donated_pence" > 0);

ALTER TABLE "claim_gift"
  ADD CONSTRAINT "claim_gift_part_check" CHECK ("part" >= 0),
  ADD CONSTRAINT "claim_gift_donated_check" CHECK ("donated_pence" > 0);

ALTER TABLE "claim_adjustment"
  ADD CONSTRAINT "claim_adjustment_part_check" CHECK ("part" >= 0),
  ADD CONSTRAINT "claim_adjustment_donated_check" CHECK ("donated_pence" > 0);

ALTER TABLE "claim_submission"
  ADD CONSTRAINT "claim_submission_attempt_check" CHECK ("attempt" >= 1),
  ADD CONSTRAINT "claim_submission_correlation_check" CHECK ("correlation_id" ~ '^[0-9A-F]{1,32}$');

-- Frozen is frozen: of a row only HMRC's refusal and its release are written later, of a message only what became of it.
CREATE FUNCTION "refuse_frozen_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'claim_row' THEN
    IF (to_jsonb(OLD) - ARRAY['refusal', 'released_at']) IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['refusal', 'released_at']) THEN
      RAISE EXCEPTION 'a row of a claim is frozen';
    END IF;
  ELSIF TG_TABLE_NAME = 'claim_submission' THEN
    IF (OLD.id, OLD.claim_id, OLD.attempt, OLD.request, OLD.ir_mark) IS DISTINCT FROM (NEW.id, NEW.claim_id, NEW.attempt, NEW.request, NEW.ir_mark) THEN
      RAISE EXCEPTION 'a message to HMRC is kept as it was sent';
    END IF;
  ELSE
    RAISE EXCEPTION 'the history of claims is never changed';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER "claim_row_frozen" BEFORE UPDATE ON "claim_row" FOR EACH ROW EXECUTE FUNCTION "refuse_frozen_change"();
CREATE TRIGGER "claim_submission_frozen" BEFORE UPDATE ON "claim_submission" FOR EACH ROW EXECUTE FUNCTION "refuse_frozen_change"();
CREATE TRIGGER "claim_event_frozen" BEFORE UPDATE ON "claim_event" FOR EACH ROW EXECUTE FUNCTION "refuse_frozen_change"();

-- Never more is claimed of a gift than was given, whatever the code does. Its plan is made when the tables are still empty, and
-- holds while a hundred thousand rows come in: by the indexes, or it would read all of them for each.
CREATE FUNCTION "refuse_overclaim"() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  IF EXISTS (
    SELECT FROM added
    WHERE (SELECT sum(donated_pence) FROM claim_gift WHERE claim_gift.donation_id = added.donation_id AND released_at IS NULL)
      - coalesce((SELECT sum(donated_pence) FROM claim_adjustment WHERE claim_adjustment.donation_id = added.donation_id AND released_at IS NULL), 0)
      > (SELECT gift_pence + cover_pence FROM donation WHERE donation.id = added.donation_id)
  ) THEN
    RAISE EXCEPTION 'more would be claimed of a gift than was given';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "claim_gift_not_overclaimed" AFTER INSERT ON "claim_gift"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "refuse_overclaim"();
