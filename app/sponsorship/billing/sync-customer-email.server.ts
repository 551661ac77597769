import { db } from "~/platform/database/db.server";
import { customersWithEmail, updateCustomerEmail } from "~/platform/payments/customers.server";

/**
 * Tells Stripe a person's new address: for every plan, and for the customer that each single gift made. The work of the
 * job "carry-new-email"; throws while Stripe can't be asked, to be tried again.
 */
export async function carryNewEmail(changeId: string): Promise<void> {
  const change = await db.emailChange.findUnique({ where: { id: changeId } });
  if (!change?.doneAt) return;
  // The address now: a newer change may have been made since.
  const { email } = await db.supporter.findUniqueOrThrow({ where: { id: change.supporterId }, select: { email: true } });
  const plans = await db.plan.findMany({ where: { supporterId: change.supporterId, customer: { not: null } }, select: { customer: true } });
  const customers = new Set([...plans.map(({ customer }) => customer ?? ""), ...(await customersWithEmail(change.from))]);
  for (const customer of customers) await updateCustomerEmail(customer, email, `new-email/${changeId}/${customer}`);
}
