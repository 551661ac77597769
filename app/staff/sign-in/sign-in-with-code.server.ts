import type { StaffMember, StaffSignInLink } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { recordAudit } from "../audit/record-audit.server";
import { endThisSession, openStaffSession } from "../session.server";
import { checkLink, readStaffLink, type LinkRefusal } from "../staff-links.server";
import { currentVisit } from "../visit.server";
import { countCodeTry, type TooMany } from "./code-limits.server";
import { useCode } from "./use-code.server";

/** Looks at a link and changes nothing. */
export async function findStaffSignInLink(token: string): Promise<(StaffSignInLink & { staff: StaffMember }) | LinkRefusal> {
  const id = readStaffLink("staff sign-in link", token, now());
  const row = id ? await db.staffSignInLink.findUnique({ where: { id }, include: { staff: true } }) : null;
  const link = checkLink(row, now());
  if ("refused" in link) return link;
  const { staff } = link;
  return staff?.status === "active" ? { ...link, staff } : { refused: "invalid-link" };
}

/**
 * Signs in with a link that was emailed, and a code of the app or a recovery code. A wrong code leaves the link as it was.
 * @returns the token for the cookie, and the page that was wanted
 */
export async function signInWithCode(
  token: string,
  code: string,
  { request, ip }: { request: Request; ip: string },
): Promise<{ token: string; goTo: string | null } | LinkRefusal | { refused: "wrong-code" } | TooMany> {
  const link = await findStaffSignInLink(token);
  if ("refused" in link) return link;
  const tooMany = await countCodeTry(link.staff.id, ip);
  if (tooMany) return tooMany;
  return await inTransaction(async (tx) => {
    const by = { id: link.staff.id, network: currentVisit()?.network ?? "" };
    const about = { kind: "staff", id: by.id } as const;
    const { count } = await tx.staffSignInLink.updateMany({ where: { id: link.id, usedAt: null }, data: { usedAt: now() } });
    if (count === 0) return { refused: "used" as const };
    if (!(await useCode(tx, by, code))) {
      await tx.staffSignInLink.update({ where: { id: link.id }, data: { usedAt: null } });
      await recordAudit(tx, by, { action: "sign-in-failed", about });
      return { refused: "wrong-code" as const };
    }
    await tx.staffSignInLink.updateMany({ where: { staffId: by.id, usedAt: null }, data: { usedAt: now() } });
    await endThisSession(tx, request);
    await recordAudit(tx, by, { action: "signed-in", about, became: { by: "code" } });
    return { token: await openStaffSession(tx, by.id, request), goTo: link.returnPath };
  });
}
