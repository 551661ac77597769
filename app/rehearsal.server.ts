import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";

/** What is said on the terminal when a rehearsal starts. */
export const rehearsalNotice = `
  THIS IS A REHEARSAL. Nothing is real: no money is taken, and no email reaches anybody.
    Pretend Stripe       ${config.stripe.apiUrl}
    Pretend mail, read   ${config.resend.baseUrl}
  To open the site: a database of its own, the real keys, and no REHEARSAL.
`;

export class RehearsalRefused extends Error {}

/**
 * A rehearsal is not held with a charity's own books: emails that wait there would count as sent, and nobody would get them.
 * @throws RehearsalRefused where the database has a gift or a sponsorship of real money; the database is closed
 */
export async function refuseRealGifts(database: { stop(): Promise<void> }): Promise<void> {
  const [donation, plan] = await Promise.all([
    db.donation.findFirst({ where: { livemode: true }, select: { id: true } }),
    db.plan.findFirst({ where: { livemode: true }, select: { id: true } }),
  ]);
  if (!donation && !plan) return;
  await database.stop();
  throw new RehearsalRefused(
    "REHEARSAL: this database holds donations of real money, and emails to their donors would reach nobody: write the DATABASE_URL (or DATA_DIR) of another one",
  );
}
