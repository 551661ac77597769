-- AlterTable
ALTER TABLE "stripe_event" ADD COLUMN     "key" TEXT,
ADD COLUMN     "payload" JSONB,
ADD COLUMN     "takenUpAt" TIMESTAMPTZ(3),
ADD COLUMN     "task" TEXT;

-- CreateIndex
CREATE INDEX "stripe_event_takenUpAt_idx" ON "stripe_event"("takenUpAt");

-- Events from before had their work enqueued with them.
UPDATE "stripe_event" SET "takenUpAt" = now();
