-- AlterTable
ALTER TABLE "plan" ADD COLUMN     "comparedAt" TIMESTAMPTZ(3),
ADD COLUMN     "seal" TEXT;
