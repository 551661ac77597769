import { newId } from "~/platform/ids.server";
import type { Tx } from "../app/platform/database/db.server";
import { londonDate } from "../app/platform/london-dates";
import { buildSlug } from "../app/newsletter/issues/issue";

const day = 24 * 60 * 60 * 1000;

/** Two articles, which say that they are examples; one was corrected since. */
export async function newsOf(tx: Tx, now: Date): Promise<void> {
  await tx.issue.createMany({
    data: articles.map(({ daysAgo, correctedDaysAgo, ...words }) => {
      const publishedAt = new Date(now.getTime() - daysAgo * day);
      return {
        id: newId(),
        kind: "article" as const,
        status: "published" as const,
        slug: buildSlug(londonDate(publishedAt).slice(0, 7), words.subject),
        createdAt: publishedAt,
        publishedAt,
        correctedAt: correctedDaysAgo === null ? null : new Date(now.getTime() - correctedDaysAgo * day),
        ...words,
      };
    }),
  });
}

const articles = [
  {
    daysAgo: 2,
    correctedDaysAgo: null,
    subject: "A key of one’s own (example)",
    preview: "Whoever comes to a safe room is given its key on the first evening. Why that comes before everything else.",
    body: `*This article is an example: it belongs to the demonstration.*

On the first evening there are not many questions. There is something warm to eat, and there is **a key**.

## The door locks from the inside

Nobody comes in without knocking, and nobody has to open. It sounds small. To many who arrive it is the first door for years that is theirs to close.

- The key is handed over before any form is filled in
- Staff knock, and wait
- A lost key is replaced without a question

[button: See the rooms](/sponsor)
`,
  },
  {
    daysAgo: 19,
    correctedDaysAgo: 12,
    subject: "Two rooms are open again (example)",
    preview: "",
    body: `*This article is an example: it belongs to the demonstration.*

Two rooms stood empty in the autumn, since their heating had failed. It works again, and both are homes.

> I slept. I had forgotten how that is.

Where the money came from, and what it paid for, is on [how we spend it](/spending).
`,
  },
];
