import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { reportRetentionDays } from "./import";

/** Forgets the reports of lists after a month. Their files went long before. @returns how many */
export async function purgeImports(): Promise<number> {
  const before = new Date(now().getTime() - reportRetentionDays * 24 * 60 * 60 * 1000);
  const { count } = await db.subscriberImport.deleteMany({ where: { uploadedAt: { lt: before } } });
  return count;
}
