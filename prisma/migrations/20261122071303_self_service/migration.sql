-- AlterTable
ALTER TABLE "plan" ADD COLUMN     "nextRhythmAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "plan_wish" (
    "id" TEXT NOT NULL,
    "planId" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plan_wish_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_card_page" (
    "id" TEXT NOT NULL,
    "planId" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "sessionId" TEXT,
    "sessionUrl" TEXT,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "plan_card_page_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "plan_wish_planId_key" ON "plan_wish"("planId");

-- CreateIndex
CREATE INDEX "plan_wish_askedAt_idx" ON "plan_wish"("askedAt");

-- CreateIndex
CREATE UNIQUE INDEX "plan_card_page_sessionId_key" ON "plan_card_page"("sessionId");

-- CreateIndex
CREATE INDEX "plan_card_page_planId_openedAt_idx" ON "plan_card_page"("planId", "openedAt");

-- CreateIndex
CREATE INDEX "plan_card_page_closedAt_openedAt_idx" ON "plan_card_page"("closedAt", "openedAt");

-- AddForeignKey
ALTER TABLE "plan_wish" ADD CONSTRAINT "plan_wish_planId_fkey" FOREIGN KEY ("planId") REFERENCES "plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_card_page" ADD CONSTRAINT "plan_card_page_planId_fkey" FOREIGN KEY ("planId") REFERENCES "plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;
