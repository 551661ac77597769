-- AlterTable
ALTER TABLE "donation" ADD COLUMN "giver_verified" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "plan" ADD COLUMN "giver_verified" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "declaration" ADD COLUMN "giver_verified" BOOLEAN NOT NULL DEFAULT false;

-- Declarations of people's own pages were made signed in.
UPDATE "declaration" SET "giver_verified" = true WHERE "via" = 'supporter';
