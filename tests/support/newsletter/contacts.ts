import { queueContactSync } from "~/newsletter/queue-sync.server";
import { getResendIds } from "~/newsletter/resend-sync/resend-ids.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { resendControl, runUntilIdle } from "tests/support/newsletter/resend-harness";
import { aSubscriber } from "tests/support/newsletter/subscribers";

export const subscription = (id: string) => db.newsletterSubscription.findUnique({ where: { id } });
export const queueSync = (id: string) => inTransaction((tx) => queueContactSync(tx, id));

/** The names of the segments that a contact is in. */
export async function getSegments(email: string): Promise<string[]> {
  const labels = await getResendIds();
  const names = (["news", "events", "appeals"] as const).flatMap((topic) =>
    (["every", "monthly", "quarterly"] as const).map((reach) => `${topic}:${reach}` as const),
  );
  const inSegments = resendControl().contact(email)?.segments ?? [];
  return names.filter((name) => inSegments.includes(labels.segment(name)));
}

export async function createSyncedSubscriber(request: Parameters<typeof aSubscriber>[0]) {
  const { id } = await aSubscriber(request);
  await queueSync(id);
  await runUntilIdle();
  return id;
}
