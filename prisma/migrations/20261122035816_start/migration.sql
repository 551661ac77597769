-- CreateEnum
CREATE TYPE "DonationState" AS ENUM ('pending', 'collecting', 'paid', 'failed', 'expired', 'refunded', 'disputed', 'charged_back');

-- CreateEnum
CREATE TYPE "PaymentMethod" AS ENUM ('card', 'bacs_debit');

-- CreateEnum
CREATE TYPE "DeclarationScope" AS ENUM ('this_gift', 'this_and_future', 'this_future_and_past');

-- CreateTable
CREATE TABLE "donation" (
    "id" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "state" "DonationState" NOT NULL DEFAULT 'pending',
    "attempt" TEXT NOT NULL,
    "contents" TEXT NOT NULL,
    "browser" TEXT,
    "network" TEXT,
    "giftPence" INTEGER NOT NULL,
    "coverPence" INTEGER NOT NULL DEFAULT 0,
    "refundedPence" INTEGER NOT NULL DEFAULT 0,
    "feePence" INTEGER,
    "livemode" BOOLEAN NOT NULL DEFAULT false,
    "firstName" TEXT NOT NULL,
    "lastName" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "message" TEXT,
    "anonymous" BOOLEAN NOT NULL DEFAULT false,
    "source" JSONB NOT NULL DEFAULT '{}',
    "wantsNews" BOOLEAN NOT NULL DEFAULT false,
    "method" "PaymentMethod",
    "sessionId" TEXT,
    "sessionUrl" TEXT,
    "paymentIntent" TEXT,
    "charge" TEXT,
    "failure" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "agreedAt" TIMESTAMPTZ(3),
    "paidAt" TIMESTAMPTZ(3),
    "settledAt" TIMESTAMPTZ(3),
    "supporterId" TEXT,
    "declarationId" TEXT,

    CONSTRAINT "donation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "declaration" (
    "id" TEXT NOT NULL,
    "charityName" TEXT NOT NULL,
    "wording" TEXT NOT NULL,
    "scope" "DeclarationScope" NOT NULL,
    "firstName" TEXT NOT NULL,
    "lastName" TEXT NOT NULL,
    "house" TEXT NOT NULL,
    "postcode" TEXT,
    "via" TEXT NOT NULL,
    "declaredAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "cancelledAt" TIMESTAMPTZ(3),

    CONSTRAINT "declaration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund" (
    "id" TEXT NOT NULL,
    "donationId" TEXT NOT NULL,
    "pence" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "refundedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refund_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispute" (
    "id" TEXT NOT NULL,
    "donationId" TEXT NOT NULL,
    "pence" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dispute_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reconciliation" (
    "id" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),
    "checked" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "reconciliation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reconciliation_finding" (
    "id" TEXT NOT NULL,
    "reconciliationId" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "healed" BOOLEAN NOT NULL,

    CONSTRAINT "reconciliation_finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "letter" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "triedAt" TIMESTAMPTZ(3),
    "sentAt" TIMESTAMPTZ(3),
    "refusal" TEXT,
    "messageId" TEXT,

    CONSTRAINT "letter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "stripe_event" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "apiVersion" TEXT,
    "object" TEXT,
    "objectId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stripe_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "room" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "weekPence" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "room_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "supporter" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "firstName" TEXT NOT NULL,
    "lastName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "supporter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consent" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "wording" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "about" TEXT,
    "agreedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "donation_reference_key" ON "donation"("reference");

-- CreateIndex
CREATE UNIQUE INDEX "donation_token_key" ON "donation"("token");

-- CreateIndex
CREATE UNIQUE INDEX "donation_sessionId_key" ON "donation"("sessionId");

-- CreateIndex
CREATE UNIQUE INDEX "donation_paymentIntent_key" ON "donation"("paymentIntent");

-- CreateIndex
CREATE UNIQUE INDEX "donation_charge_key" ON "donation"("charge");

-- CreateIndex
CREATE INDEX "donation_state_createdAt_idx" ON "donation"("state", "createdAt");

-- CreateIndex
CREATE INDEX "donation_paidAt_idx" ON "donation"("paidAt");

-- CreateIndex
CREATE INDEX "donation_supporterId_idx" ON "donation"("supporterId");

-- CreateIndex
CREATE UNIQUE INDEX "donation_attempt_contents_key" ON "donation"("attempt", "contents");

-- CreateIndex
CREATE INDEX "refund_donationId_idx" ON "refund"("donationId");

-- CreateIndex
CREATE INDEX "dispute_donationId_idx" ON "dispute"("donationId");

-- CreateIndex
CREATE INDEX "reconciliation_startedAt_idx" ON "reconciliation"("startedAt");

-- CreateIndex
CREATE INDEX "reconciliation_finding_reconciliationId_idx" ON "reconciliation_finding"("reconciliationId");

-- CreateIndex
CREATE UNIQUE INDEX "letter_kind_about_key" ON "letter"("kind", "about");

-- CreateIndex
CREATE INDEX "rate_limit_expire_idx" ON "rate_limit"("expire");

-- CreateIndex
CREATE INDEX "stripe_event_receivedAt_idx" ON "stripe_event"("receivedAt");

-- CreateIndex
CREATE UNIQUE INDEX "room_name_key" ON "room"("name");

-- CreateIndex
CREATE UNIQUE INDEX "room_position_key" ON "room"("position");

-- CreateIndex
CREATE UNIQUE INDEX "supporter_email_key" ON "supporter"("email");

-- CreateIndex
CREATE INDEX "consent_email_purpose_agreedAt_idx" ON "consent"("email", "purpose", "agreedAt");

-- AddForeignKey
ALTER TABLE "donation" ADD CONSTRAINT "donation_supporterId_fkey" FOREIGN KEY ("supporterId") REFERENCES "supporter"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "donation" ADD CONSTRAINT "donation_declarationId_fkey" FOREIGN KEY ("declarationId") REFERENCES "declaration"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund" ADD CONSTRAINT "refund_donationId_fkey" FOREIGN KEY ("donationId") REFERENCES "donation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_donationId_fkey" FOREIGN KEY ("donationId") REFERENCES "donation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reconciliation_finding" ADD CONSTRAINT "reconciliation_finding_reconciliationId_fkey" FOREIGN KEY ("reconciliationId") REFERENCES "reconciliation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The consent ledger is append-only: what was agreed to stays as it was written.
CREATE FUNCTION consent_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the consent ledger is append-only';
END
$$;

CREATE TRIGGER consent_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "consent"
  FOR EACH STATEMENT EXECUTE FUNCTION consent_is_append_only();

-- Sums are what they say: no negative gift, and never more sent back than given.
ALTER TABLE "donation" ADD CONSTRAINT "donation_sums" CHECK (
  "giftPence" > 0 AND "coverPence" >= 0 AND "refundedPence" >= 0 AND "refundedPence" <= "giftPence" + "coverPence"
);
