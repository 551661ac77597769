import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { inTransaction } from "~/platform/database/db.server";
import { recordAudit } from "./audit/record-audit.server";
import { roleNames, type StaffRole } from "./roles";
import { endThisSession, openStaffSession, type Staff } from "./session.server";
import { currentVisit } from "./visit.server";

/** Whether anybody may sit down at the desk by a button: only where nothing is real. */
export const isDemonstrationDesk = (): boolean => config.sandbox !== null;

const demonstrationDomain = "@desk.invalid";

/** Whether somebody sat down by a button, and so has neither passkey nor code. */
export const isDemonstrationStaff = ({ email }: Pick<Staff, "email">): boolean =>
  isDemonstrationDesk() && email.endsWith(demonstrationDomain);

/**
 * Signs somebody who tries the site in, in a role of their choice.
 * @returns the token for the cookie
 * @throws a 404 where something is real
 */
export async function signInForDemonstration(role: StaffRole, request: Request): Promise<string> {
  if (!isDemonstrationDesk()) throw new Response(null, { status: 404 });
  const id = `demonstration-${role}`;
  return await inTransaction(async (tx) => {
    await endThisSession(tx, request);
    const at = now();
    const member = { name: `Demonstration ${roleNames[role].toLowerCase()}`, role, status: "active" as const, removedAt: null };
    const email = `${role}${demonstrationDomain}`;
    await tx.staffMember.upsert({ where: { id }, create: { id, email, createdAt: at, ...member }, update: { email, ...member } });
    await recordAudit(tx, { id, network: currentVisit()?.network ?? "" }, { action: "signed-in", about: { kind: "staff", id } });
    return await openStaffSession(tx, id, request);
  });
}
