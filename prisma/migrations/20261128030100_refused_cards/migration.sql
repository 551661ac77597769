-- AlterTable
ALTER TABLE "donation" ADD COLUMN "refused_cards" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "donation" ADD CONSTRAINT "donation_refused_cards_check" CHECK ("refused_cards" >= 0);
