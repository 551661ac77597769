-- AlterTable
ALTER TABLE "subscription" ADD COLUMN     "absentAt" TIMESTAMPTZ(3),
ADD COLUMN     "askedForAt" TIMESTAMPTZ(3);
