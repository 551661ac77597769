import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { getOrCreateContactProperty, getOrCreateSegment, getOrCreateTopic } from "~/platform/mail/resend/get-or-create.server";
import { frequenciesReachedBy, emailFrequencies, topics, type EmailFrequency, type Topic } from "../subscription";

/** A segment holds whom an issue of one topic and reach goes to. Its name in our tables and, with the charity's, at Resend. */
export type SegmentName = `${Topic}:${EmailFrequency}`;
export const segmentNames: readonly SegmentName[] = topics.flatMap((topic) =>
  emailFrequencies.map((reach) => `${topic}:${reach}` as const),
);

/** The property of contacts from which each email's own link is made. */
export const preferencesProperty = "preferences";

/** What Resend's own page calls the topics. */
const resendTopicNames: Record<Topic, string> = { news: "News", events: "Events", appeals: "Appeals" };

/** Resend's ids of what we call things. */
export type ResendIds = { segment(name: SegmentName): string; topic(topic: Topic): string };

/** The segments of somebody who may get these topics, as often as their frequency says. */
export const segmentsFor = (allowed: readonly Topic[], emailFrequency: EmailFrequency): SegmentName[] =>
  allowed.flatMap((topic) =>
    emailFrequencies.filter((reach) => frequenciesReachedBy(reach).includes(emailFrequency)).map((reach) => `${topic}:${reach}` as const),
  );

let learning: Promise<ResendIds> | null = null;

/**
 * Resend's ids of segments, topics and the property, made at Resend where they are missing. Kept in the database, so that
 * Resend is asked once. Jobs that look at once share one look, so that one makes what is missing; two processes agree on
 * the one that came first.
 */
export function getResendIds(): Promise<ResendIds> {
  learning ??= learnResendIds().finally(() => (learning = null));
  return learning;
}

async function learnResendIds(): Promise<ResendIds> {
  const known = new Map((await db.resendLabel.findMany()).map(({ name, resendId }) => [name, resendId]));
  const ensure = async (name: string, getOrCreate: () => Promise<string>) => {
    if (known.has(name)) return;
    await db.resendLabel.createMany({ data: [{ name, resendId: await getOrCreate() }], skipDuplicates: true });
    known.set(name, (await db.resendLabel.findUniqueOrThrow({ where: { name } })).resendId);
  };
  await ensure(`property ${preferencesProperty}`, () => getOrCreateContactProperty(preferencesProperty));
  for (const topic of topics) {
    await ensure(`topic ${topic}`, () =>
      getOrCreateTopic(`${config.charity.name}: ${resendTopicNames[topic]}`, `Emails about ${resendTopicNames[topic]}`),
    );
  }
  for (const name of segmentNames) await ensure(`segment ${name}`, () => getOrCreateSegment(`${config.charity.name} ${name}`));
  const idOf = (name: string) => known.get(name) ?? "";
  return { segment: (name) => idOf(`segment ${name}`), topic: (topic) => idOf(`topic ${topic}`) };
}

/** Forgets what was learnt, so that the next one asks Resend again: some of it is gone there. */
export async function clearResendIds(): Promise<void> {
  // A look that began before may hold what is gone.
  await learning?.catch(() => {});
  await db.resendLabel.deleteMany();
}
