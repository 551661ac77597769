-- The ledger names nobody from now on. Lines that were written before are ticks on gift forms, on which nothing may be
-- sent: they stay, and belong to their gift.

-- CreateEnum
CREATE TYPE "NewsTopic" AS ENUM ('news', 'events', 'appeals');

-- CreateEnum
CREATE TYPE "NewsRhythm" AS ENUM ('every', 'monthly', 'quarterly');

-- CreateEnum
CREATE TYPE "SubscriptionState" AS ENUM ('subscribed', 'left', 'erasing');

-- CreateEnum
CREATE TYPE "NewsRequestKind" AS ENUM ('join', 'move');

-- CreateEnum
CREATE TYPE "NewsRequestState" AS ENUM ('received', 'waiting', 'answered', 'confirmed');

-- CreateEnum
CREATE TYPE "SuppressionReason" AS ENUM ('bounce', 'complaint', 'erasure', 'fps', 'left');

-- DropIndex
DROP INDEX "consent_email_purpose_agreedAt_idx";

-- AlterTable
ALTER TABLE "consent" DROP COLUMN "email",
ADD COLUMN     "askedFrom" TEXT,
ADD COLUMN     "evidence" TEXT,
ADD COLUMN     "line" BIGSERIAL NOT NULL,
ADD COLUMN     "person" TEXT NOT NULL DEFAULT '';
ALTER TABLE "consent" ALTER COLUMN "person" DROP DEFAULT;

-- CreateTable
CREATE TABLE "subscription" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "state" "SubscriptionState" NOT NULL DEFAULT 'subscribed',
    "topics" "NewsTopic"[],
    "rhythm" "NewsRhythm" NOT NULL DEFAULT 'every',
    "pausedUntil" TIMESTAMPTZ(3),
    "preferenceHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "confirmedAt" TIMESTAMPTZ(3) NOT NULL,
    "leftAt" TIMESTAMPTZ(3),
    "contactId" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "syncedVersion" INTEGER NOT NULL DEFAULT 0,
    "syncedAt" TIMESTAMPTZ(3),

    CONSTRAINT "subscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "news_request" (
    "id" TEXT NOT NULL,
    "kind" "NewsRequestKind" NOT NULL DEFAULT 'join',
    "state" "NewsRequestState" NOT NULL DEFAULT 'received',
    "email" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "topics" "NewsTopic"[],
    "rhythm" "NewsRhythm" NOT NULL DEFAULT 'every',
    "wordings" JSONB NOT NULL DEFAULT '{}',
    "via" TEXT NOT NULL,
    "askedFrom" TEXT,
    "about" TEXT,
    "subscriptionId" TEXT,
    "tokenHash" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "writtenAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "confirmedAt" TIMESTAMPTZ(3),

    CONSTRAINT "news_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "suppression" (
    "person" TEXT NOT NULL,
    "reason" "SuppressionReason" NOT NULL,
    "suppressedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "suppression_pkey" PRIMARY KEY ("person","reason")
);

-- CreateIndex
CREATE UNIQUE INDEX "subscription_email_key" ON "subscription"("email");

-- CreateIndex
CREATE UNIQUE INDEX "subscription_person_key" ON "subscription"("person");

-- CreateIndex
CREATE UNIQUE INDEX "subscription_preferenceHash_key" ON "subscription"("preferenceHash");

-- CreateIndex
CREATE UNIQUE INDEX "subscription_contactId_key" ON "subscription"("contactId");

-- CreateIndex
CREATE INDEX "subscription_state_idx" ON "subscription"("state");

-- CreateIndex
CREATE UNIQUE INDEX "news_request_tokenHash_key" ON "news_request"("tokenHash");

-- CreateIndex
CREATE INDEX "news_request_person_writtenAt_idx" ON "news_request"("person", "writtenAt");

-- CreateIndex
CREATE INDEX "news_request_expiresAt_idx" ON "news_request"("expiresAt");

-- CreateIndex
CREATE INDEX "consent_person_purpose_line_idx" ON "consent"("person", "purpose", "line");
