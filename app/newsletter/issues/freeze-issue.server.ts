import type { Issue } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { londonDate } from "~/platform/london-dates";
import { countAudience } from "../audience.server";
import { auditIssue, type IssueActor } from "./audit-issue.server";
import { slugForSending } from "./issue-slug.server";
import { issueStatesBefore, isReachAllowed } from "./issue";
import { fitsSizeLimit, renderIssueEmail, parseIssueBody, type GetHouse } from "./render-issue.server";
import { findIssue, listRecentlySent } from "./issues.server";

export type FreezeRefusal =
  | "not-found"
  | "is-article"
  | "not-open"
  | "changed-meanwhile"
  | "has-errors"
  | "too-large"
  | "nobody"
  | "reach-used";

/**
 * Freezes an issue as it stands, and sets it on its way: from here on nothing of what is sent changes, whatever happens
 * to the machine.
 * @param version the one that was looked at before the button was pressed
 */
export async function freezeIssue(
  by: IssueActor,
  id: string,
  version: number,
  getHouse: GetHouse,
): Promise<"sending" | { refused: FreezeRefusal }> {
  const found = await findIssue(id);
  if (!found) return { refused: "not-found" };
  if (found.kind === "article") return { refused: "is-article" };
  if (found.version !== version) return { refused: "changed-meanwhile" };
  const { errors, blocks } = await parseIssueBody(found.body);
  if (errors.length > 0) return { refused: "has-errors" };
  const issue = { ...found, slug: await slugForSending(found, now()) };
  const house = blocks.some(({ kind }) => kind === "house") ? await getHouse() : null;
  const rendered = await renderIssueEmail(issue, house, { preview: false });
  if (!fitsSizeLimit(rendered)) return { refused: "too-large" };
  const audienceSize = await countAudience({ topic: issue.topic, reach: issue.reach });
  if (audienceSize === 0) return { refused: "nobody" };
  return await saveFrozen(by, issue, { ...rendered, windows: house ?? undefined, audienceSize });
}

async function saveFrozen(
  by: IssueActor,
  { id, version, reach, status }: Issue,
  frozen: { html: string; text: string; windows?: object; audienceSize: number },
) {
  const at = now();
  return await inTransaction(async (tx) => {
    // One at a time, so that two issues can't both be the one of their month.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('freeze-issue'))`;
    if (!isReachAllowed(reach, await listRecentlySent(tx, at), londonDate(at))) return { refused: "reach-used" } as const;
    const { count } = await tx.issue.updateMany({
      where: { id, kind: "issue", version, status: { in: issueStatesBefore("sending") }, frozenAt: null },
      data: { ...frozen, status: "sending", frozenAt: at, sendAt: null, stopReason: null },
    });
    if (count === 0) return { refused: "not-open" } as const;
    await enqueue(tx, "send-issue", { issueId: id }, { key: `send-issue:${id}` });
    await auditIssue(tx, by, "issue.sent", id, { was: { status }, became: { version, audience: frozen.audienceSize } });
    return "sending" as const;
  });
}
