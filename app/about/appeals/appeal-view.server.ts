import { progressPercent, progressText, type Progress } from "~/giving/appeals/appeal";
import type { KnownAppeal } from "~/giving/appeals/appeals.server";
import { findSmallImage } from "~/newsletter/issues/small-image.server";
import { db } from "~/platform/database/db.server";
import { formatLondonDate, londonDate } from "~/platform/london-dates";
import { formatPoundsShort, pence } from "~/platform/money";
import { parseStory } from "./story.server";

/** An appeal as its page shows it. */
export async function buildAppealView(appeal: KnownAppeal, progress: Progress) {
  const { slug, name, summary, surplus, fund, endsOn, endedAt, phase, imageId, imageAlt } = appeal;
  const goal = appeal.goalPence === null ? null : pence(appeal.goalPence);
  const { blocks } = await parseStory(appeal.story);
  const lastDay = endedAt ? londonDate(endedAt) : endsOn;
  return {
    slug,
    name,
    summary,
    surplus,
    isEnded: phase === "ended",
    isReached: goal !== null && progress.net >= goal,
    progress: progressText(progress, goal),
    percent: goal === null ? null : progressPercent(progress.net, goal),
    lastDay: lastDay && formatLondonDate(lastDay),
    fund: { purpose: fund.purpose, restricted: fund.restricted },
    amounts: appeal.amounts.map((sum) => ({ label: formatPoundsShort(pence(sum)), value: (sum / 100).toFixed(2) })),
    image: imageId === null ? null : await getImage(imageId, imageAlt),
    blocks,
  };
}

export type AppealView = Awaited<ReturnType<typeof buildAppealView>>;

async function getImage(id: string, alt: string) {
  const [image, small] = await Promise.all([
    db.newsletterImage.findUnique({ where: { id }, select: { width: true, height: true } }),
    findSmallImage(id),
  ]);
  return image && { id, alt, width: image.width, height: image.height, hasSmall: small !== null };
}
