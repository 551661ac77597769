-- CreateEnum
CREATE TYPE "IssueState" AS ENUM ('draft', 'scheduled', 'overdue', 'sending', 'stopped', 'sent');

-- CreateTable
CREATE TABLE "issue" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "state" "IssueState" NOT NULL DEFAULT 'draft',
    "topic" "NewsTopic" NOT NULL DEFAULT 'news',
    "reach" "NewsRhythm" NOT NULL DEFAULT 'every',
    "subject" TEXT NOT NULL,
    "preview" TEXT NOT NULL DEFAULT '',
    "body" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sendAt" TIMESTAMPTZ(3),
    "frozenAt" TIMESTAMPTZ(3),
    "html" TEXT,
    "text" TEXT,
    "windows" JSONB,
    "audience" INTEGER,
    "broadcastId" TEXT,
    "askedAt" TIMESTAMPTZ(3),
    "sentAt" TIMESTAMPTZ(3),
    "stoppedWhy" TEXT,
    "counts" JSONB,

    CONSTRAINT "issue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "issue_version" (
    "issueId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "preview" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "savedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "issue_version_pkey" PRIMARY KEY ("issueId","version")
);

-- CreateTable
CREATE TABLE "issue_test" (
    "id" TEXT NOT NULL,
    "issueId" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "issue_test_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "share_picture" (
    "issueId" TEXT NOT NULL,
    "png" BYTEA NOT NULL,

    CONSTRAINT "share_picture_pkey" PRIMARY KEY ("issueId")
);

-- CreateTable
CREATE TABLE "news_picture" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "wide" INTEGER NOT NULL,
    "tall" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "addedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "news_picture_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "resend_label" (
    "name" TEXT NOT NULL,
    "resendId" TEXT NOT NULL,

    CONSTRAINT "resend_label_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "resend_contact" (
    "id" TEXT NOT NULL,
    "subscriptionId" TEXT NOT NULL,
    "unsubscribed" BOOLEAN NOT NULL,
    "segments" TEXT[],
    "topics" TEXT[],
    "lookAgain" BOOLEAN NOT NULL DEFAULT false,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "resend_contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "resend_event" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "broadcastId" TEXT,
    "emailId" TEXT,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "resend_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audience_comparison" (
    "id" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),
    "contacts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "audience_comparison_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audience_finding" (
    "id" TEXT NOT NULL,
    "comparisonId" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "healed" BOOLEAN NOT NULL,

    CONSTRAINT "audience_finding_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "issue_slug_key" ON "issue"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "issue_broadcastId_key" ON "issue"("broadcastId");

-- CreateIndex
CREATE INDEX "issue_state_sentAt_idx" ON "issue"("state", "sentAt");

-- CreateIndex
CREATE INDEX "issue_test_askedAt_idx" ON "issue_test"("askedAt");

-- CreateIndex
CREATE UNIQUE INDEX "resend_contact_subscriptionId_key" ON "resend_contact"("subscriptionId");

-- CreateIndex
CREATE INDEX "resend_event_broadcastId_type_idx" ON "resend_event"("broadcastId", "type");

-- CreateIndex
CREATE INDEX "resend_event_receivedAt_idx" ON "resend_event"("receivedAt");

-- CreateIndex
CREATE INDEX "audience_comparison_startedAt_idx" ON "audience_comparison"("startedAt");

-- CreateIndex
CREATE INDEX "audience_finding_comparisonId_idx" ON "audience_finding"("comparisonId");

-- AddForeignKey
ALTER TABLE "issue_version" ADD CONSTRAINT "issue_version_issueId_fkey" FOREIGN KEY ("issueId") REFERENCES "issue"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "share_picture" ADD CONSTRAINT "share_picture_issueId_fkey" FOREIGN KEY ("issueId") REFERENCES "issue"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audience_finding" ADD CONSTRAINT "audience_finding_comparisonId_fkey" FOREIGN KEY ("comparisonId") REFERENCES "audience_comparison"("id") ON DELETE CASCADE ON UPDATE CASCADE;
