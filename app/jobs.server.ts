import { z } from "zod";
import { closeDonationCheckout } from "~/giving/checkout/close-checkout.server";
import { findDonationId } from "~/giving/payments/find-donation.server";
import { purgeUnfinishedDonations } from "~/giving/checkout/purge-unfinished.server";
import { donationEmails } from "~/giving/payments/donation-emails.server";
import { giftAidEmails } from "~/giving/gift-aid/gift-aid-emails.server";
import { reconcileDonations } from "~/giving/payments/reconcile-donations.server";
import { syncDonation } from "~/giving/payments/sync-donation.server";
import { answerSignUpRequest } from "~/newsletter/sign-up/answer-sign-up-request.server";
import { reconcileAudience } from "~/newsletter/resend-sync/reconcile-audience.server";
import { reconciliationEmails } from "~/newsletter/resend-sync/reconciliation-email.server";
import { renderShareImage } from "~/newsletter/issues/render-share-image.server";
import { purgeImports } from "~/newsletter/imports/purge-imports.server";
import { discardImport, processImport } from "~/newsletter/imports/process-import.server";
import { purgeMailEvents } from "~/newsletter/resend-sync/purge-mail-events.server";
import { dataLinkEmails } from "~/newsletter/preferences/data-link-emails.server";
import { purgeUnsubscribed } from "~/newsletter/preferences/purge-unsubscribed.server";
import { purgeSignUpRequests } from "~/newsletter/sign-up/purge-requests.server";
import { issueEmails } from "~/newsletter/issues/issue-emails.server";
import { unsuppressAtResend } from "~/newsletter/suppressions/unsuppress-at-resend.server";
import { subscriptionEmails } from "~/newsletter/sign-up/subscription-emails.server";
import { matchContacts } from "~/newsletter/resend-sync/match-contacts.server";
import { requestSubscriptionWithDonation } from "~/newsletter/sign-up/request-subscription.server";
import { startIssue } from "~/newsletter/issues/schedule-issue.server";
import { sendIssue } from "~/newsletter/issues/send-issue.server";
import { syncContact } from "~/newsletter/resend-sync/sync-contact.server";
import { erasureSteps } from "~/account/personal-data.server";
import { db } from "~/platform/database/db.server";
import { restartEmails } from "~/platform/database/embedded-postgres/report-restart.server";
import { dailyAt, everyMinutes, type Schedule } from "~/platform/jobs/schedule";
import { task, type Tasks } from "~/platform/jobs/task";
import { combineComposers, sendEmail } from "~/platform/mail/send-email.server";
import { syncCustomerEmail } from "~/sponsorship/billing/sync-customer-email.server";
import { getHouseSnapshot } from "~/sponsorship/rooms/house-snapshot.server";
import { findPlanId } from "~/sponsorship/find-plan.server";
import { purgeUnfinishedPlans } from "~/sponsorship/join/purge-unfinished-plans.server";
import { joinEmails } from "~/sponsorship/join/join-emails.server";
import { billingEmails } from "~/sponsorship/billing/billing-emails.server";
import { queueSummaries } from "~/sponsorship/billing/queue-summaries.server";
import { reconcilePlans } from "~/sponsorship/billing/reconcile-plans.server";
import { syncPlan } from "~/sponsorship/billing/sync-plan.server";
import { enqueueEventJobs } from "~/platform/payments/events/enqueue-event-jobs.server";
import { continueCancellation } from "~/sponsorship/manage/cancel-plan.server";
import { closePlanCheckout } from "~/sponsorship/join/close-checkout.server";
import { changeEmails } from "~/sponsorship/manage/change-emails.server";
import { attachPaymentMethodBySession } from "~/sponsorship/manage/attach-payment-method.server";
import { maintainPlans } from "~/sponsorship/manage/hourly-maintenance.server";
import { purgeErasedAddresses, resumeErasure } from "~/supporters/privacy/erase-supporter.server";
import { purgeSignIns } from "~/supporters/sign-in/purge-sign-ins.server";
import { RetryLaterError } from "~/supporters/privacy/personal-data";
import { supporterEmails } from "~/supporters/supporter-emails.server";

const donationRef = z.union([z.object({ donation: z.string() }), z.object({ session: z.string() }), z.object({ payment: z.string() })]);
const planRef = z.union([
  z.object({ plan: z.string() }),
  z.object({ session: z.string() }),
  z.object({ subscription: z.string() }),
  z.object({ customer: z.string() }),
]);
const issueRef = z.object({ issue: z.string() });
const importRef = z.object({ importId: z.string() });
const noPayload = z.unknown();
/** Every letter of the site. */
const compose = combineComposers({
  ...donationEmails,
  ...joinEmails,
  ...billingEmails,
  ...changeEmails,
  ...supporterEmails,
  ...giftAidEmails,
  ...subscriptionEmails,
  ...dataLinkEmails,
  ...issueEmails(getHouseSnapshot),
  ...reconciliationEmails,
  ...restartEmails,
});

/** Job -> verb. */
export const tasks: Tasks = {
  "sync-donation": task(donationRef, async (name) => {
    const donation = await findDonationId(name);
    if (donation) await syncDonation(donation);
  }),
  "sync-plan": task(planRef, async (name) => {
    const plan = await findPlanId(name);
    if (plan) await syncPlan(plan);
  }),
  "close-donation-checkout": task(z.object({ donation: z.string() }), ({ donation }) => closeDonationCheckout(donation)),
  "close-plan-checkout": task(z.object({ plan: z.string() }), ({ plan }) => closePlanCheckout(plan)),
  "continue-plan-cancellation": task(z.object({ plan: z.string() }), ({ plan }) => continueCancellation(plan)),
  "attach-payment-method": task(z.object({ session: z.string() }), ({ session }) => attachPaymentMethodBySession(session)),
  "maintain-plans": task(noPayload, () => maintainPlans()),
  "send-email": task(z.object({ emailId: z.string() }), ({ emailId }) => sendEmail(emailId, compose)),
  "sync-customer-email": task(z.object({ change: z.string() }), ({ change }) => syncCustomerEmail(change)),
  "erase-supporter": task(z.object({ erasure: z.string() }), async ({ erasure }) => {
    const done = await resumeErasure(erasure, erasureSteps);
    if ("refused" in done && done.refused === "retry-later") throw new RetryLaterError(`the erasure waits at "${done.step}"`);
  }),
  "enqueue-event-jobs": task(noPayload, () => enqueueEventJobs()),
  "answer-sign-up-request": task(z.object({ request: z.string() }), ({ request }) => answerSignUpRequest(request)),
  "newsletter-with-donation": task(z.object({ donation: z.string() }), async ({ donation }) => {
    const gift = await db.donation.findUnique({ where: { id: donation } });
    if (gift?.wantsNews) await requestSubscriptionWithDonation(gift, "donate");
  }),
  "newsletter-with-plan": task(z.object({ plan: z.string() }), async ({ plan: id }) => {
    const plan = await db.plan.findUnique({ where: { id } });
    if (plan?.wantsNews) await requestSubscriptionWithDonation(plan, "sponsor");
  }),
  "sync-contact": task(z.object({ subscription: z.string() }), ({ subscription }) => syncContact(subscription)),
  "match-contacts": task(noPayload, async () => void (await matchContacts())),
  "start-issue": task(issueRef, ({ issue }) => startIssue(issue, getHouseSnapshot)),
  "send-issue": task(issueRef, ({ issue }) => sendIssue(issue)),
  "render-share-image": task(issueRef, ({ issue }) => renderShareImage(issue)),
  "unsuppress-at-resend": task(z.object({ lift: z.string() }), ({ lift }) => unsuppressAtResend(lift)),
  "process-import": task(importRef, ({ importId }, { signal }) => processImport(importId, signal)),
  "discard-import": task(importRef, ({ importId }) => discardImport(importId)),
  "reconcile-audience": task(noPayload, () => reconcileAudience()),
  "reconcile-donations": task(noPayload, () => reconcileDonations()),
  "reconcile-plans": task(noPayload, async () => void (await reconcilePlans())),
  "queue-summaries": task(noPayload, () => queueSummaries()),
  purge: task(noPayload, async () => {
    await db.rateLimit.deleteMany({ where: { expire: { lt: Date.now() } } });
    await purgeUnfinishedPlans();
    await purgeUnfinishedDonations();
    await purgeSignIns();
    await purgeSignUpRequests();
    await purgeUnsubscribed();
    await purgeMailEvents();
    await purgeImports();
    await purgeErasedAddresses();
  }),
};

/** The clock: everything that happens by itself, in London time. */
export const schedules: Schedule[] = [
  { name: "hourly-plan-maintenance", task: "maintain-plans", when: everyMinutes(60) },
  // Events that were kept by a process which then ended.
  { name: "leftover-events", task: "enqueue-event-jobs", when: everyMinutes(1) },
  // A look counts for an hour, and bringing a long list to Resend may take several.
  { name: "match-contacts", task: "match-contacts", when: everyMinutes(10) },
  { name: "nightly-donation-reconciliation", task: "reconcile-donations", when: dailyAt(3, 15) },
  { name: "nightly-plan-reconciliation", task: "reconcile-plans", when: dailyAt(1, 30) },
  { name: "nightly-summaries", task: "queue-summaries", when: dailyAt(6, 30) },
  { name: "nightly-audience-reconciliation", task: "reconcile-audience", when: dailyAt(2, 20) },
  { name: "nightly-purge", task: "purge", when: dailyAt(4, 5) },
];
