import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { judgeHealth, type CheckResult, type HealthFacts } from "./checks";
import { gatherHealthFacts } from "./health-facts.server";
import { noteKeysInUse } from "./key-sightings.server";

/**
 * Looks at the site's health, and tells every administrator of what turned red, once until it is green again, and of that too: one email
 * for all that one look finds. Amber is neither. Where nobody is administrator it goes to the charity's own address. Of two that look
 * at once, one tells.
 */
export async function watchHealth(gather: () => Promise<HealthFacts> = gatherHealthFacts): Promise<void> {
  await noteKeysInUse();
  const results = judgeHealth(await gather(), now());
  await inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('watch-health'))`;
    const noticeId = newId();
    const open = await tx.healthAlert.findMany({ where: { turnedGreenAt: null }, select: { check: true } });
    const isOpen = ({ name }: CheckResult) => open.some(({ check }) => check === name);
    const turnedRed = results.filter((result) => result.level === "red" && !isOpen(result));
    const turnedGreen = results.filter((result) => result.level === "green" && isOpen(result));
    if (turnedRed.length + turnedGreen.length === 0) return;
    await tx.healthAlert.createMany({
      data: turnedRed.map(({ name, text }) => ({ id: newId(), check: name, message: text, turnedRedAt: now(), redNoticeId: noticeId })),
    });
    await tx.healthAlert.updateMany({
      where: { turnedGreenAt: null, check: { in: turnedGreen.map(({ name }) => name) } },
      data: { turnedGreenAt: now(), greenNoticeId: noticeId },
    });
    const administrators = await tx.staffMember.findMany({
      where: { role: "administrator", status: "active" },
      select: { id: true },
      orderBy: { id: "asc" },
    });
    for (const staffId of administrators.length > 0 ? administrators.map(({ id }) => id) : [""])
      await queueEmail(tx, { kind: "health-notice", about: { noticeId, staffId } });
  });
}

/** Writes down that a backup was made just now; called by whoever makes backups. */
export async function recordBackup(): Promise<void> {
  await db.backupRecord.create({ data: { id: newId(), finishedAt: now() } });
}

/** Forgets alerts a year after they were over, and all but the last year's backups; a nightly purge. @returns how many */
export async function purgeHealth(): Promise<number> {
  const before = new Date(now().getTime() - 365 * 24 * 3_600_000);
  const alerts = await db.healthAlert.deleteMany({ where: { turnedGreenAt: { lt: before } } });
  const backups = await db.backupRecord.deleteMany({ where: { finishedAt: { lt: before } } });
  return alerts.count + backups.count;
}
