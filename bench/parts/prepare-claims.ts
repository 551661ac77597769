import { makeSchedule } from "../../app/claims/hand-in/make-schedule.server";
import { prepareClaims } from "../../app/claims/prepare-claims.server";
import { writeR68Body } from "../../app/claims/hmrc/r68-body";
import { listLiveRows, toLine } from "../../app/claims/claims.server";
import { config } from "../../app/platform/config/config.server";
import { connectDatabase, db } from "../../app/platform/database/db.server";

/** Prepares everything that can be claimed and writes it, as schedules and as HMRC's messages, in a process of its own. */
connectDatabase(process.env["BENCH_DATABASE"] ?? "");
const charity = config.charity.giftAid;
if (!charity) throw new Error("the demonstration claims Gift Aid");
await db.$queryRaw`SELECT 1`;
const base = process.memoryUsage().rss;
const began = performance.now();
const prepared = await prepareClaims("bench");
const preparedMs = performance.now() - began;
const claimIds = "claimIds" in prepared ? prepared.claimIds : [];
let bytes = 0;
for (const claimId of claimIds) {
  const made = await makeSchedule(claimId, { kind: "ods", by: "bench" });
  if (!("files" in made)) throw new Error(`no schedule: ${made.refused}`);
  for (const file of made.files) bytes += file.bytes.length;
  const lines = (await listLiveRows(db, claimId)).map(toLine);
  bytes += writeR68Body({
    charity,
    organisation: "Bench",
    claimNumber: claimId.slice(0, 20),
    lines,
    adjustmentPence: 0,
    otherInfo: null,
  }).length;
}
const totalMs = performance.now() - began;
process.send?.({ finished: { claims: claimIds.length, preparedMs, totalMs, bytes, base, peak: process.resourceUsage().maxRSS * 1024 } });
