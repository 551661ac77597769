import { redirect, type ActionFunctionArgs } from "@remix-run/node";
import { inTransaction } from "~/platform/database/db.server";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { endThisSession, signOutHeaders } from "~/staff/session.server";

/** Looking at it signs nobody out. */
export const loader = () => redirect("/desk");

export async function action({ request }: ActionFunctionArgs) {
  await inTransaction(async (tx) => {
    const staff = await endThisSession(tx, request);
    if (staff) await recordAudit(tx, staff, { action: "signed-out", about: { kind: "staff", id: staff.id } });
  });
  return redirect("/desk/sign-in", { status: 303, headers: await signOutHeaders() });
}
