-- AlterTable
ALTER TABLE "donation" ADD COLUMN "page_asked_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "plan" ADD COLUMN "page_asked_at" TIMESTAMPTZ(3);
