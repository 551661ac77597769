import { findStoryErrors } from "~/about/appeals/story.server";
import { progressText, type AppealPhase } from "~/giving/appeals/appeal";
import { findMissing, type AppealForm, type AppealInput } from "~/giving/appeals/appeal-form";
import { findAppeal, getProgress } from "~/giving/appeals/appeals.server";
import { formOf } from "~/giving/appeals/change-appeals.server";
import { fundLabel } from "~/giving/funds/fund";
import { listFundNames } from "~/giving/funds/funds.server";
import { listRecentImages } from "~/newsletter/issues/images.server";
import { now } from "~/platform/clock";
import { formatDateTime, londonDate, toDateColumn } from "~/platform/london-dates";
import { pence } from "~/platform/money";

export const phaseLabels: Record<AppealPhase, string> = { draft: "Draft", open: "Published", ended: "Ended" };

/** What the form of an appeal offers: open funds, and the pictures that were added last. @param fundId its own fund, though closed */
export async function getAppealChoices(fundId = "", imageId: string | null = null) {
  const [funds, images] = await Promise.all([listFundNames(), listRecentImages()]);
  const own = imageId !== null && !images.some(({ id }) => id === imageId) ? [{ id: imageId }] : [];
  return {
    funds: funds
      .filter(({ id, closedAt }) => closedAt === null || id === fundId)
      .map((fund) => ({ value: fund.id, label: fundLabel(fund) })),
    images: [...own, ...images].map(({ id }) => id),
  };
}

const pounds = (sum: number): string => (sum % 100 === 0 ? String(sum / 100) : (sum / 100).toFixed(2));

const inputOf = ({ goalPence, endsOn, amounts, imageId, fundId, ...form }: AppealForm): AppealInput => ({
  ...form,
  goal: goalPence === null ? "" : pounds(goalPence),
  endsOn: endsOn ?? "",
  amounts: amounts.map(pounds).join(", "),
  image: imageId ?? "",
  fund: fundId,
});

/** Everything that the desk shows of one appeal; null: there is none. */
export async function getAppealPage(id: string) {
  const appeal = await findAppeal(id);
  if (!appeal) return null;
  const form = formOf({ ...appeal, endsOn: appeal.endsOn === null ? null : toDateColumn(appeal.endsOn) });
  const progress = await getProgress(id);
  const isOver = appeal.status === "ended";
  return {
    id,
    slug: appeal.slug,
    name: appeal.name,
    version: appeal.version,
    status: appeal.status,
    phase: appeal.phase,
    phaseLabel: phaseLabels[appeal.phase],
    hasLastDay: appeal.endsOn !== null,
    fund: fundLabel(appeal.fund),
    progress: progressText(progress, appeal.goalPence === null ? null : pence(appeal.goalPence)),
    published: appeal.publishedAt && formatDateTime(appeal.publishedAt),
    ended: appeal.endedAt && formatDateTime(appeal.endedAt),
    missing: isOver
      ? []
      : [...findMissing(form, londonDate(now())), ...(await findStoryErrors(form.story)).map((error) => `Story: ${error}`)],
    input: inputOf(form),
    choices: await getAppealChoices(appeal.fundId, appeal.imageId),
  };
}
