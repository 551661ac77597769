-- CreateEnum
CREATE TYPE "ListImportState" AS ENUM ('arriving', 'checking', 'checked', 'importing', 'done', 'unreadable', 'dropped');

-- CreateEnum
CREATE TYPE "ListLineKind" AS ENUM ('refused', 'left');

-- CreateTable
CREATE TABLE "list_import" (
    "id" TEXT NOT NULL,
    "state" "ListImportState" NOT NULL DEFAULT 'arriving',
    "broughtBy" TEXT NOT NULL,
    "broughtAt" TIMESTAMPTZ(3) NOT NULL,
    "linesInFile" INTEGER NOT NULL DEFAULT 0,
    "lastLine" INTEGER NOT NULL DEFAULT 0,
    "tally" JSONB NOT NULL DEFAULT '{}',
    "unreadable" TEXT,
    "doneAt" TIMESTAMPTZ(3),

    CONSTRAINT "list_import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "list_part" (
    "importId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "list_part_pkey" PRIMARY KEY ("importId","number")
);

-- CreateTable
CREATE TABLE "list_line" (
    "importId" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "kind" "ListLineKind" NOT NULL,
    "why" TEXT NOT NULL,

    CONSTRAINT "list_line_pkey" PRIMARY KEY ("importId","line")
);

-- CreateTable
CREATE TABLE "suppression_lift" (
    "id" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "reason" "SuppressionReason" NOT NULL,
    "suppressedAt" TIMESTAMPTZ(3) NOT NULL,
    "asked" TEXT NOT NULL,
    "askedOn" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "liftedBy" TEXT NOT NULL,
    "liftedAt" TIMESTAMPTZ(3) NOT NULL,
    "email" TEXT,

    CONSTRAINT "suppression_lift_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "list_import_broughtAt_idx" ON "list_import"("broughtAt");

-- CreateIndex
CREATE INDEX "list_line_importId_kind_line_idx" ON "list_line"("importId", "kind", "line");

-- CreateIndex
CREATE INDEX "suppression_lift_person_idx" ON "suppression_lift"("person");

-- AddForeignKey
ALTER TABLE "list_part" ADD CONSTRAINT "list_part_importId_fkey" FOREIGN KEY ("importId") REFERENCES "list_import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "list_line" ADD CONSTRAINT "list_line_importId_fkey" FOREIGN KEY ("importId") REFERENCES "list_import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Why somebody was let in again stays as it was written. Only the address goes, once Resend has been told.
CREATE FUNCTION suppression_lift_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW."email" IS NULL AND to_jsonb(NEW) - 'email' = to_jsonb(OLD) - 'email' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what lifted a suppression is append-only';
END
$$;

CREATE TRIGGER suppression_lift_is_append_only BEFORE UPDATE OR DELETE ON "suppression_lift"
  FOR EACH ROW EXECUTE FUNCTION suppression_lift_is_append_only();
