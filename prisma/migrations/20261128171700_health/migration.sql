-- What /desk/health remembers: alerts that were told, since when keys are in use, backups that were made.

-- CreateTable
CREATE TABLE "health_alert" (
    "id" TEXT NOT NULL,
    "check_name" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "turned_red_at" TIMESTAMPTZ(3) NOT NULL,
    "red_notice_id" TEXT NOT NULL,
    "turned_green_at" TIMESTAMPTZ(3),
    "green_notice_id" TEXT,

    CONSTRAINT "health_alert_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "health_alert_green_told" CHECK (("turned_green_at" IS NULL) = ("green_notice_id" IS NULL))
);

-- CreateTable
CREATE TABLE "key_sighting" (
    "name" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "key_sighting_pkey" PRIMARY KEY ("name","fingerprint")
);

-- CreateTable
CREATE TABLE "backup_record" (
    "id" TEXT NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "backup_record_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "health_alert_red_notice_id_idx" ON "health_alert"("red_notice_id");

-- CreateIndex
CREATE INDEX "health_alert_green_notice_id_idx" ON "health_alert"("green_notice_id");

-- CreateIndex
CREATE INDEX "health_alert_turned_green_at_idx" ON "health_alert"("turned_green_at");

-- CreateIndex
CREATE INDEX "backup_record_finished_at_idx" ON "backup_record"("finished_at");

-- One at a time: a check that is red is told once, whoever looks at the same moment.
CREATE UNIQUE INDEX "health_alert_open_key" ON "health_alert" ("check_name") WHERE "turned_green_at" IS NULL;

-- What was sent lately and what never will be, however many emails there are.
-- CreateIndex
CREATE INDEX "outgoing_email_sent_at_idx" ON "outgoing_email"("sent_at");
CREATE INDEX "outgoing_email_resend_email_id_idx" ON "outgoing_email"("resend_email_id");
CREATE INDEX "outgoing_email_refused_idx" ON "outgoing_email" ("created_at") WHERE "refusal" IS NOT NULL;

-- CreateIndex
CREATE INDEX "resend_event_type_received_at_idx" ON "resend_event"("type", "received_at");
