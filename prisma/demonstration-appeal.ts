import { newId } from "~/platform/ids.server";
import type { Tx } from "../app/platform/database/db.server";
import { addDays, londonDate } from "../app/platform/london-dates";

/** One appeal, which says that it is an example, with a restricted fund of its own. */
export async function appealOf(tx: Tx, now: Date): Promise<{ fundId: string; appealId: string }> {
  const publishedAt = new Date(now.getTime() - 7 * 24 * 60 * 60 * 1000);
  const fund = await tx.fund.create({
    data: { id: newId(), name: "Winter bedding (example)", purpose: "warm bedding for people who arrive with nothing", restricted: true },
  });
  const appeal = await tx.appeal.create({
    data: {
      id: newId(),
      status: "published",
      slug: "warm-beds",
      name: "Warm beds this winter (example)",
      summary: "An example of an appeal: whoever comes to a safe room this winter finds a warm bed made up for them.",
      story: exampleStory,
      surplus: "If more comes in, it pays for towels and warm clothes. If less does, we buy as many sets of bedding as it pays for.",
      goalPence: 60_000,
      endsOn: new Date(`${addDays(londonDate(now), 60)}T00:00:00Z`),
      amounts: [1_500, 3_000, 6_000],
      fundId: fund.id,
      createdAt: publishedAt,
      publishedAt,
    },
  });
  return { fundId: fund.id, appealId: appeal.id };
}

const exampleStory = `*This appeal is an example: it belongs to the demonstration, and its figures are made up.*

## A bed that is ready

A set of bedding costs **£30**: a duvet, a pillow, two sheets and a blanket, all new. It stays with the person when they move on.

- £15 pays for a blanket and a pillow
- £30 pays for one set
- £60 makes up two beds
`;
