import { db } from "~/platform/database/db.server";
import { formatDate, formatLondonDate } from "~/platform/london-dates";
import { formatPounds, pence } from "~/platform/money";
import { getDeclarationsView } from "~/giving/gift-aid/declarations-view.server";
import { billingIntervalLabels } from "~/sponsorship/plan";
import { listPlans } from "~/sponsorship/plans.server";
import { listOpenTasks } from "~/staff/notes/notes.server";
import { listUndoableMerges } from "~/supporters/merge/merges.server";
import { findPendingErasure } from "~/supporters/privacy/erase-supporter.server";
import { findPerson } from "~/supporters/privacy/known-addresses.server";
import { formatCursor, parseCursor } from "../lists/keyset";
import { planStatusLabels } from "../sponsorships/plan-labels";
import { sumPerson } from "./list-people.server";
import { timelineLine, timelineWhen } from "./timeline-text";
import { listTimeline } from "./timeline.server";

/**
 * Everything that the desk shows of one person; null: there is none of that id.
 * @param after the cursor of the page of the time line before, out of the address
 */
export async function getPersonPage(id: string, after: string | null) {
  const supporter = await db.supporter.findUnique({ where: { id } });
  const person = supporter && (await findPerson(id));
  if (!person) return null;
  const [timeline, gifts, plans, giftAid, tasks, erasure, merges] = await Promise.all([
    listTimeline(person, parseCursor(after)),
    sumPerson(id),
    listPlans(id),
    getDeclarationsView(id),
    listOpenTasks({ supporterId: id }),
    findPendingErasure(id),
    listUndoableMerges(id),
  ]);
  const { firstName, lastName, email, version, createdAt } = supporter;
  return {
    id,
    version,
    firstName,
    lastName,
    name: [firstName, lastName].filter(Boolean).join(" ") || "no name",
    email,
    otherEmails: person.emails.filter((each) => each !== email),
    since: formatDate(createdAt),
    given: `${formatPounds(gifts.total)} in ${gifts.gifts === 1 ? "1 donation" : `${gifts.gifts} donations`}${gifts.restricted > 0 ? `, ${formatPounds(gifts.restricted)} of it to restricted funds` : ""}`,
    plans: plans.map(({ id: plan, reference, status, collectionPence, coverPence, billingInterval }) => ({
      href: `/desk/sponsorships/${plan}`,
      text: `${reference}: ${formatPounds(pence(collectionPence + coverPence))} ${billingIntervalLabels[billingInterval].every}, ${planStatusLabels[status].toLowerCase()}`,
    })),
    home: giftAid.home,
    declarations: giftAid.declarations.map(({ id: declaration, isActive, scope, name, homeAddress, declaredOn, cancelledOn }) => ({
      id: declaration,
      isActive,
      letterHref: `/desk/people/${id}/declarations/${declaration}`,
      text: `${scope}. ${name}, ${homeAddress}. Declared ${formatLondonDate(declaredOn)}${cancelledOn ? `, cancelled ${formatLondonDate(cancelledOn)}` : ""}.`,
    })),
    tasks: tasks.map(({ id: task, text, dueOn, writtenBy }) => ({ id: task, text, due: formatLondonDate(dueOn), writtenBy })),
    isBeingErased: erasure !== null,
    merges: merges.map(({ id: merge, name, email: otherEmail, mergedAt, until, by, isNewest }) => ({
      id: merge,
      isNewest,
      text: `On ${formatDate(mergedAt)} ${by} made this record one with that of ${[name, otherEmail].filter(Boolean).join(", ")}. It can be undone until ${formatDate(until)}.`,
    })),
    timeline: timeline.rows.flatMap((row) => {
      const line = timelineLine(row);
      return line ? [{ key: `${row.kind}-${row.id}`, at: timelineWhen(row), ...line }] : [];
    }),
    next: timeline.next && formatCursor(timeline.next),
  };
}

export type PersonPage = NonNullable<Awaited<ReturnType<typeof getPersonPage>>>;
