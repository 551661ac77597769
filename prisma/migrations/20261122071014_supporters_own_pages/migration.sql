-- AlterTable
ALTER TABLE "declaration" ADD COLUMN     "supporterId" TEXT;

-- CreateTable
CREATE TABLE "declaration_change" (
    "id" TEXT NOT NULL,
    "declarationId" TEXT NOT NULL,
    "firstName" TEXT NOT NULL,
    "lastName" TEXT NOT NULL,
    "house" TEXT NOT NULL,
    "postcode" TEXT,
    "toldAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "declaration_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_link" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "browser" TEXT NOT NULL,
    "goTo" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "supporter_session" (
    "id" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "supporterId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "supporter_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "email_change" (
    "id" TEXT NOT NULL,
    "supporterId" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "oldConfirmedAt" TIMESTAMPTZ(3),
    "newConfirmedAt" TIMESTAMPTZ(3),
    "doneAt" TIMESTAMPTZ(3),
    "calledOffAt" TIMESTAMPTZ(3),

    CONSTRAINT "email_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "erasure" (
    "id" TEXT NOT NULL,
    "supporterId" TEXT NOT NULL,
    "emails" TEXT[],
    "done" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "erasure_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "declaration_change_declarationId_toldAt_idx" ON "declaration_change"("declarationId", "toldAt");

-- CreateIndex
CREATE INDEX "sign_in_link_email_idx" ON "sign_in_link"("email");

-- CreateIndex
CREATE INDEX "sign_in_link_createdAt_idx" ON "sign_in_link"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "supporter_session_tokenHash_key" ON "supporter_session"("tokenHash");

-- CreateIndex
CREATE INDEX "supporter_session_supporterId_idx" ON "supporter_session"("supporterId");

-- CreateIndex
CREATE INDEX "email_change_supporterId_idx" ON "email_change"("supporterId");

-- CreateIndex
CREATE UNIQUE INDEX "erasure_supporterId_key" ON "erasure"("supporterId");

-- CreateIndex
CREATE INDEX "erasure_finishedAt_idx" ON "erasure"("finishedAt");

-- CreateIndex
CREATE INDEX "declaration_supporterId_idx" ON "declaration"("supporterId");

-- AddForeignKey
ALTER TABLE "declaration" ADD CONSTRAINT "declaration_supporterId_fkey" FOREIGN KEY ("supporterId") REFERENCES "supporter"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "declaration_change" ADD CONSTRAINT "declaration_change_declarationId_fkey" FOREIGN KEY ("declarationId") REFERENCES "declaration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "supporter_session" ADD CONSTRAINT "supporter_session_supporterId_fkey" FOREIGN KEY ("supporterId") REFERENCES "supporter"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "email_change" ADD CONSTRAINT "email_change_supporterId_fkey" FOREIGN KEY ("supporterId") REFERENCES "supporter"("id") ON DELETE CASCADE ON UPDATE CASCADE;
