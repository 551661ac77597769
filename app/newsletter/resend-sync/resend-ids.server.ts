import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { propertyCalled, segmentCalled, topicCalled } from "~/platform/mail/resend/get-or-create.server";
import { reachedBy, rhythms, topics, type Rhythm, type Topic } from "../subscription";

/** A segment holds whom an issue of one topic and reach goes to. Its name in our tables and, with the charity's, at Resend. */
export type SegmentName = `${Topic}:${Rhythm}`;
export const segmentNames: readonly SegmentName[] = topics.flatMap((topic) => rhythms.map((reach) => `${topic}:${reach}` as const));

/** The property of contacts from which each letter's own link is made. */
export const linkProperty = "preferences";

/** What Resend's own page calls the topics. */
const topicNames: Record<Topic, string> = { news: "News", events: "Events", appeals: "Appeals" };

/** Resend's ids of what we call things. */
export type Labels = { segment(name: SegmentName): string; topic(topic: Topic): string };

/** The segments of somebody who may get these topics, as often as their rhythm says. */
export const segmentsFor = (allowed: readonly Topic[], rhythm: Rhythm): SegmentName[] =>
  allowed.flatMap((topic) => rhythms.filter((reach) => reachedBy(reach).includes(rhythm)).map((reach) => `${topic}:${reach}` as const));

/**
 * Resend's ids of segments, topics and the property, made at Resend where they are missing. Kept in the database, so that
 * Resend is asked once. Two that look at once agree on the one that came first.
 */
export async function resendLabels(): Promise<Labels> {
  const known = new Map((await db.resendLabel.findMany()).map(({ name, resendId }) => [name, resendId]));
  const learn = async (name: string, ask: () => Promise<string>) => {
    if (known.has(name)) return;
    await db.resendLabel.createMany({ data: [{ name, resendId: await ask() }], skipDuplicates: true });
    known.set(name, (await db.resendLabel.findUniqueOrThrow({ where: { name } })).resendId);
  };
  await learn(`property ${linkProperty}`, () => propertyCalled(linkProperty));
  for (const topic of topics) {
    await learn(`topic ${topic}`, () => topicCalled(`${config.charity.name}: ${topicNames[topic]}`, `Letters about ${topicNames[topic]}`));
  }
  for (const name of segmentNames) await learn(`segment ${name}`, () => segmentCalled(`${config.charity.name} ${name}`));
  const idOf = (name: string) => known.get(name) ?? "";
  return { segment: (name) => idOf(`segment ${name}`), topic: (topic) => idOf(`topic ${topic}`) };
}

/** Forgets what was learnt, so that the next one asks Resend again: some of it is gone there. */
export const forgetLabels = async (): Promise<void> => void (await db.resendLabel.deleteMany());
