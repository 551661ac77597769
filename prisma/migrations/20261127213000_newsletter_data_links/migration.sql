-- AlterTable
ALTER TABLE "newsletter_subscription" ADD COLUMN "link_version" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN "left_token_hash" TEXT;

-- CreateTable
CREATE TABLE "newsletter_data_link" (
    "id" TEXT NOT NULL,
    "subscription_id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "newsletter_data_link_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "newsletter_subscription_left_token_hash_key" ON "newsletter_subscription"("left_token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "newsletter_data_link_token_hash_key" ON "newsletter_data_link"("token_hash");

-- CreateIndex
CREATE INDEX "newsletter_data_link_subscription_id_idx" ON "newsletter_data_link"("subscription_id");

-- CreateIndex
CREATE INDEX "newsletter_data_link_expires_at_idx" ON "newsletter_data_link"("expires_at");

-- AddForeignKey
ALTER TABLE "newsletter_data_link" ADD CONSTRAINT "newsletter_data_link_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "newsletter_subscription"("id") ON DELETE CASCADE ON UPDATE CASCADE;
