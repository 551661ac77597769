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
  const customers = new Set([
    ...(await listPlanCustomerIds(emailChange.supporterId)),
    ...(await Promise.all([emailChange.oldEmail, ...emailChange.typedEmails].map(listCustomerIdsByEmail))).flat(),
  ]);
  for (const customer of customers) await updateCustomerEmail(customer, email, `new-email/${changeId}/${customer}`);
}

/**
 * Tells Stripe the address of a person's plans, after their record and another were made one or that was undone. Customers of single gifts
 * keep the address that they were made with: it is known as that person's, and an undone merge could not tell them apart. The work of
 * the job "sync-plan-customers".
 */
export async function syncPlanCustomers({ supporterId, cause }: { supporterId: string; cause: string }): Promise<void> {
  // Gone: made one with another, or erased, since.
  const email = (await db.supporter.findUnique({ where: { id: supporterId }, select: { email: true } }))?.email;
  if (!email) return;
  for (const customer of await listPlanCustomerIds(supporterId))
    await updateCustomerEmail(customer, email, `plan-customer/${cause}/${customer}`);
}

async function listPlanCustomerIds(supporterId: string): Promise<string[]> {
  const where = { supporterId, stripeCustomerId: { not: null } };
  const plans = await db.plan.findMany({ where, select: { stripeCustomerId: true } });
  return plans.flatMap(({ stripeCustomerId }) => stripeCustomerId ?? []);
}
