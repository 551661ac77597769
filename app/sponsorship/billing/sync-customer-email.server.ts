import { db } from "~/platform/database/db.server";
import { listCustomerIdsByEmail, updateCustomerEmail } from "~/platform/payments/customers.server";

/**
 * Tells Stripe a person's new address: for every plan, and for the customer that each single gift made. The work of the
 * job "sync-customer-email"; throws while Stripe can't be asked, to be tried again.
 */
export async function syncCustomerEmail(changeId: string): Promise<void> {
  const emailChange = await db.emailChange.findUnique({ where: { id: changeId } });
  if (!emailChange?.completedAt) return;
  // The address now: a newer change may have been made since.
  const { email } = await db.supporter.findUniqueOrThrow({ where: { id: emailChange.supporterId }, select: { email: true } });
  if (email === null) return;
  const plans = await db.plan.findMany({
    where: { supporterId: emailChange.supporterId, stripeCustomerId: { not: null } },
    select: { stripeCustomerId: true },
  });
  const customers = new Set([
    ...plans.map(({ stripeCustomerId }) => stripeCustomerId ?? ""),
    ...(await listCustomerIdsByEmail(emailChange.oldEmail)),
  ]);
  for (const customer of customers) await updateCustomerEmail(customer, email, `new-email/${changeId}/${customer}`);
}
