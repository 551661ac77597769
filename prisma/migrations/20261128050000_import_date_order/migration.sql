-- An import whose days can be read in two ways (1/3/2026) waits until staff say which number is the day.
ALTER TYPE "subscriber_import_status" ADD VALUE 'asking' AFTER 'checking';
CREATE TYPE "date_order" AS ENUM ('day_first', 'month_first');
ALTER TABLE "subscriber_import" ADD COLUMN "date_order" "date_order";
