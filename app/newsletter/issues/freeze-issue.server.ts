import type { Issue } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { londonDate } from "~/platform/london-dates";
import { countAudience } from "../audience.server";
import { issueWaysTo, mayReach } from "./issue";
import { fitsInMail, issueAsLetter, readWords, type AskHouse } from "./render-issue.server";
import { issueCalled, sentLately } from "./issues.server";

export type FreezeRefusal = "not-there" | "not-open" | "changed-meanwhile" | "has-mistakes" | "too-large" | "nobody" | "reach-used";

/**
 * Freezes an issue as it stands, and sets it on its way: from here on nothing of what is sent changes, whatever happens
 * to the machine.
 * @param version the one that was looked at before the button was pressed
 */
export async function freezeIssue(id: string, version: number, askHouse: AskHouse): Promise<"on-its-way" | { refused: FreezeRefusal }> {
  const issue = await issueCalled(id);
  if (!issue) return { refused: "not-there" };
  if (issue.version !== version) return { refused: "changed-meanwhile" };
  const { mistakes, blocks } = await readWords(issue.body);
  if (mistakes.length > 0) return { refused: "has-mistakes" };
  const house = blocks.some(({ kind }) => kind === "house") ? await askHouse() : null;
  const letter = await issueAsLetter(issue, house, { preview: false });
  if (!fitsInMail(letter)) return { refused: "too-large" };
  const audience = await countAudience({ topic: issue.topic, reach: issue.reach });
  if (audience === 0) return { refused: "nobody" };
  return await freeze(issue, { ...letter, windows: house ?? undefined, audience });
}

async function freeze({ id, version, reach }: Issue, frozen: { html: string; text: string; windows?: object; audience: number }) {
  const at = now();
  return await inTransaction(async (tx) => {
    // One at a time, so that two issues can't both be the one of their month.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('freeze-issue'))`;
    if (!mayReach(reach, await sentLately(tx, at), londonDate(at))) return { refused: "reach-used" } as const;
    const { count } = await tx.issue.updateMany({
      where: { id, version, state: { in: issueWaysTo("sending") }, frozenAt: null },
      data: { ...frozen, state: "sending", frozenAt: at, sendAt: null, stoppedWhy: null },
    });
    if (count === 0) return { refused: "not-open" } as const;
    await enqueue(tx, "send-issue", { issue: id }, { key: `send-issue:${id}` });
    return "on-its-way" as const;
  });
}
