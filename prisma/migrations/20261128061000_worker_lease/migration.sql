-- Which process is the worker: one row, kept fresh by it.
CREATE TABLE "worker_lease" (
    "id" INTEGER NOT NULL,
    "holder" TEXT,
    "process" TEXT NOT NULL,
    "tasks" TEXT[],
    "busy" BOOLEAN NOT NULL DEFAULT false,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL,
    "progressed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "worker_lease_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "worker_lease_one" CHECK ("id" = 1)
);
