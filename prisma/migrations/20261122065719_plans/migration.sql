/*
  Warnings:

  - A unique constraint covering the columns `[invoice]` on the table `donation` will be added. If there are existing duplicate values, this will fail.

*/
-- CreateEnum
CREATE TYPE "Rhythm" AS ENUM ('weekly', 'four_weekly', 'monthly', 'yearly');

-- CreateEnum
CREATE TYPE "Standing" AS ENUM ('pending', 'expired', 'starting', 'active', 'late', 'paused', 'cancelled', 'lapsed');

-- CreateEnum
CREATE TYPE "ReceiptRhythm" AS ENUM ('each', 'monthly', 'yearly');

-- CreateEnum
CREATE TYPE "TributeKind" AS ENUM ('honour', 'memory');

-- AlterTable
ALTER TABLE "donation" ADD COLUMN     "invoice" TEXT,
ADD COLUMN     "planId" TEXT;

-- CreateTable
CREATE TABLE "plan" (
    "id" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "standing" "Standing" NOT NULL DEFAULT 'pending',
    "attempt" TEXT NOT NULL,
    "contents" TEXT NOT NULL,
    "browser" TEXT,
    "network" TEXT,
    "firstName" TEXT NOT NULL,
    "lastName" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "supporterId" TEXT,
    "roomId" TEXT,
    "weeklyPence" INTEGER NOT NULL,
    "rhythm" "Rhythm" NOT NULL,
    "collectionPence" INTEGER NOT NULL,
    "coverPence" INTEGER NOT NULL DEFAULT 0,
    "coversFee" BOOLEAN NOT NULL DEFAULT false,
    "startsOn" TEXT,
    "receipts" "ReceiptRhythm" NOT NULL DEFAULT 'each',
    "wantsNews" BOOLEAN NOT NULL DEFAULT false,
    "anniversary" BOOLEAN NOT NULL DEFAULT true,
    "source" JSONB NOT NULL DEFAULT '{}',
    "declarationId" TEXT,
    "tributeKind" "TributeKind",
    "tributeName" TEXT,
    "cardName" TEXT,
    "cardEmail" TEXT,
    "cardWords" TEXT,
    "livemode" BOOLEAN NOT NULL DEFAULT false,
    "sessionId" TEXT,
    "sessionUrl" TEXT,
    "customer" TEXT,
    "subscription" TEXT,
    "method" "PaymentMethod",
    "methodWords" TEXT,
    "cardExpires" TEXT,
    "mandate" TEXT,
    "nextAt" TIMESTAMPTZ(3),
    "nextPence" INTEGER,
    "paidUntil" TIMESTAMPTZ(3),
    "resumesOn" TEXT,
    "skipsUntil" TIMESTAMPTZ(3),
    "failure" TEXT,
    "retryAt" TIMESTAMPTZ(3),
    "openInvoice" TEXT,
    "nextRhythm" "Rhythm",
    "nextWeeklyPence" INTEGER,
    "linkVersion" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "agreedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "endWords" TEXT,
    "stopAskedAt" TIMESTAMPTZ(3),
    "settledAt" TIMESTAMPTZ(3),
    "restartOf" TEXT,

    CONSTRAINT "plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_change" (
    "id" TEXT NOT NULL,
    "planId" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "from" TEXT,
    "to" TEXT,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plan_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_settling" (
    "id" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "reached" TEXT,
    "checked" INTEGER NOT NULL DEFAULT 0,
    "healed" INTEGER NOT NULL DEFAULT 0,
    "open" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "plan_settling_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_settling_finding" (
    "id" TEXT NOT NULL,
    "settlingId" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "healed" BOOLEAN NOT NULL,

    CONSTRAINT "plan_settling_finding_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "plan_reference_key" ON "plan"("reference");

-- CreateIndex
CREATE UNIQUE INDEX "plan_token_key" ON "plan"("token");

-- CreateIndex
CREATE UNIQUE INDEX "plan_sessionId_key" ON "plan"("sessionId");

-- CreateIndex
CREATE UNIQUE INDEX "plan_customer_key" ON "plan"("customer");

-- CreateIndex
CREATE UNIQUE INDEX "plan_subscription_key" ON "plan"("subscription");

-- CreateIndex
CREATE INDEX "plan_standing_id_idx" ON "plan"("standing", "id");

-- CreateIndex
CREATE INDEX "plan_supporterId_idx" ON "plan"("supporterId");

-- CreateIndex
CREATE INDEX "plan_roomId_idx" ON "plan"("roomId");

-- CreateIndex
CREATE INDEX "plan_createdAt_idx" ON "plan"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "plan_attempt_contents_key" ON "plan"("attempt", "contents");

-- CreateIndex
CREATE INDEX "plan_change_planId_at_idx" ON "plan_change"("planId", "at");

-- CreateIndex
CREATE INDEX "plan_settling_startedAt_idx" ON "plan_settling"("startedAt");

-- CreateIndex
CREATE INDEX "plan_settling_finding_settlingId_id_idx" ON "plan_settling_finding"("settlingId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "donation_invoice_key" ON "donation"("invoice");

-- CreateIndex
CREATE INDEX "donation_planId_paidAt_idx" ON "donation"("planId", "paidAt");

-- AddForeignKey
ALTER TABLE "donation" ADD CONSTRAINT "donation_planId_fkey" FOREIGN KEY ("planId") REFERENCES "plan"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_supporterId_fkey" FOREIGN KEY ("supporterId") REFERENCES "supporter"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "room"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_declarationId_fkey" FOREIGN KEY ("declarationId") REFERENCES "declaration"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_change" ADD CONSTRAINT "plan_change_planId_fkey" FOREIGN KEY ("planId") REFERENCES "plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_settling_finding" ADD CONSTRAINT "plan_settling_finding_settlingId_fkey" FOREIGN KEY ("settlingId") REFERENCES "plan_settling"("id") ON DELETE CASCADE ON UPDATE CASCADE;
