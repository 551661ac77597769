import { roomNews, type RoomNewsProps } from "emails/sponsorship/room-news";
import type { Plan } from "~/../prisma/client/client";
import { config } from "~/platform/config/config.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { formatLondonDate, fromDateColumn } from "~/platform/london-dates";
import { composeEmail } from "~/platform/mail/compose";
import { listEmailSubjects, queueEmail } from "~/platform/mail/queue-email.server";
import type { ComposedEmail, EmailComposers } from "~/platform/mail/send-email.server";
import type { EmailKinds, EmailRequest } from "~/platform/mail/email-kinds";
import { sender } from "~/platform/mail/sender.server";
import { planPath } from "../../emailed-links.server";
import type { RoomNews } from "../../jobs";
import { planBatches } from "../../plan-batches.server";
import { isLive } from "../../plan-status";
import { isOffered } from "./change-rooms.server";

declare module "~/platform/mail/email-kinds" {
  /** `closesOn` is a London date. */
  interface EmailKinds {
    "room-closing": { planId: string; roomId: string; closesOn: string };
    "room-stays": { planId: string; roomId: string; closesOn: string };
    "room-moved": { planChangeId: string };
  }
}

const batchSize = 200;
const liveStatuses: Plan["status"][] = ["starting", "active", "late", "paused"];

/** Tells a room's sponsors what becomes of it; the work of the job "tell-room-sponsors". Each gets one email of a kind, however often it runs. */
export async function tellRoomSponsors({ news, roomId, date }: RoomNews): Promise<void> {
  if (news === "moved") return await tellMoved(roomId, new Date(date));
  for await (const plans of planBatches({ roomId, status: { in: liveStatuses } })) {
    const asked = await askedAbout(plans, roomId, date);
    const due = plans.filter(({ id }) => asked.has(id) === (news === "stays"));
    await queueAll(due.map(({ id }) => ({ kind: `room-${news}`, about: { planId: id, roomId, closesOn: date } })));
  }
}

/** Which of some plans were asked to leave a room that was to close on a date. */
async function askedAbout(plans: readonly Plan[], roomId: string, closesOn: string): Promise<Set<string>> {
  const about = plans.map(({ id }) => ({ about: { equals: { planId: id, roomId, closesOn } } }));
  return new Set((await listEmailSubjects(db, "room-closing", { OR: about })).map(({ planId }) => planId));
}

async function tellMoved(roomId: string, changedAt: Date): Promise<void> {
  const where = { kind: "room" as const, oldValue: roomId, newValue: null, changedAt, by: "site" as const };
  const changes = await db.planChange.findMany({
    where: { ...where, plan: { status: { in: liveStatuses } } },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  for (let from = 0; from < changes.length; from += batchSize)
    await queueAll(changes.slice(from, from + batchSize).map(({ id }) => ({ kind: "room-moved", about: { planChangeId: id } })));
}

async function queueAll(emails: EmailRequest<"room-closing" | "room-stays" | "room-moved">[]): Promise<void> {
  if (emails.length === 0) return;
  await inTransaction(async (tx) => {
    for (const email of emails) await queueEmail(tx, email);
  });
}

/** The emails about a room that closes, from what the database knows as they are sent. Null: it is past. */
export const roomEmails = {
  "room-closing": composeClosing,
  "room-stays": composeStays,
  "room-moved": composeMoved,
} satisfies Partial<EmailComposers>;

const findPlanWithRoom = (id: string) => db.plan.findUnique({ where: { id }, include: { room: true } });

async function composeClosing({ planId, roomId, closesOn }: EmailKinds["room-closing"]): Promise<ComposedEmail | null> {
  const plan = await findPlanWithRoom(planId);
  const { room } = plan ?? {};
  if (!plan || !room || room.id !== roomId || !room.closesOn || fromDateColumn(room.closesOn) !== closesOn) return null;
  const day = formatLondonDate(closesOn);
  return composeRoomNews(plan, {
    subject: `The room ${room.name} closes on ${day}: which room next?`,
    heading: `The room ${room.name} closes on ${day}`,
    paragraphs: [
      `You have helped to keep the room ${room.name} lit. Thank you. We are closing it on ${day}, and would like to know which room your sponsorship should light next.`,
      `If you don’t choose one by then, it goes to where it is needed most, week by week. Nothing about your payments changes either way.`,
    ],
  });
}

/** Null where the room was to close after all, and for whoever never heard that it would. */
async function composeStays(about: EmailKinds["room-stays"]): Promise<ComposedEmail | null> {
  const { planId, roomId } = about;
  const asked = { kind: "room-closing", about: { equals: about }, firstTriedAt: { not: null } };
  if ((await db.outgoingEmail.count({ where: asked })) === 0) return null;
  const plan = await findPlanWithRoom(planId);
  const { room } = plan ?? {};
  if (!plan || !room || room.id !== roomId || !isOffered(room)) return null;
  return composeRoomNews(plan, {
    subject: `The room ${room.name} stays open`,
    heading: `The room ${room.name} stays open`,
    paragraphs: [
      `We wrote to you that we would close the room ${room.name}. It stays open after all, and your sponsorship goes on lighting it: there is nothing to do.`,
    ],
  });
}

/** Null once another room is chosen. */
async function composeMoved({ planChangeId }: EmailKinds["room-moved"]): Promise<ComposedEmail | null> {
  const change = await db.planChange.findUnique({ where: { id: planChangeId }, include: { plan: true } });
  const room = change?.oldValue ? await db.room.findUnique({ where: { id: change.oldValue } }) : null;
  if (!change || !room || change.plan.roomId !== null) return null;
  return composeRoomNews(change.plan, {
    subject: `The room ${room.name} has closed: your sponsorship goes on`,
    heading: `The room ${room.name} has closed`,
    paragraphs: [
      `You have helped to keep the room ${room.name} lit. Thank you. It has closed, and your sponsorship now goes to where it is needed most, week by week.`,
      "Nothing about your payments changes. If you would rather light a room of your choice, you can choose it now, or at any time.",
    ],
  });
}

function composeRoomNews(plan: Plan, content: Pick<RoomNewsProps, "subject" | "heading" | "paragraphs">): ComposedEmail | null {
  if (!isLive(plan.status)) return null;
  return composeEmail(plan.email, roomNews, {
    sender: sender(),
    ...content,
    planReference: plan.reference,
    chooseUrl: `${config.baseUrl}${planPath(plan)}/room`,
    supporterUrl: `${config.baseUrl}/supporter`,
  });
}
