import { accountsJobs } from "~/accounts/jobs";
import { reconcilePayouts } from "~/accounts/payouts/reconcile-payouts.server";
import { syncPayout } from "~/accounts/payouts/sync-payout.server";
import { claimJobs } from "~/claims/jobs";
import { healthJobs } from "~/desk/health/jobs";
import { givingJobs } from "~/giving/jobs";
import { newsletterJobs } from "~/newsletter/jobs";
import { sponsorshipJobs } from "~/sponsorship/jobs";
import { supporterJobs } from "~/supporters/jobs";
import { claimEmails } from "~/claims/claim-emails.server";
import { markAllOpenGifts, refreshOpenGifts } from "~/claims/gifts/open-gift-states.server";
import { watchClaims } from "~/claims/watch-claims.server";
import { followClaims } from "~/claims/hand-in/follow-claims.server";
import { checkoutEmails } from "~/giving/checkout/checkout-alerts.server";
import { healthEmails } from "~/desk/health/health-emails.server";
import { watchHealth } from "~/desk/health/watch-health.server";
import { closeDonationCheckout, closeDonationCheckouts } from "~/giving/checkout/close-checkout.server";
import { processGiftImport } from "~/giving/offline/imports/process-gift-import.server";
import { donationEmails } from "~/giving/payments/donation-emails.server";
import { giftAidEmails } from "~/giving/gift-aid/gift-aid-emails.server";
import { reconcileDonations } from "~/giving/payments/reconcile-donations.server";
import { carryOutRefundByJob } from "~/giving/payments/refund-donation.server";
import { mergeDailyTotals } from "~/giving/daily-totals.server";
import { statementEmails } from "~/giving/statements/statement-emails.server";
import { syncDonationBy } from "~/giving/payments/sync-donation.server";
import { answerSignUpRequest } from "~/newsletter/sign-up/answer-sign-up-request.server";
import { reconcileAudience } from "~/newsletter/resend-sync/reconcile-audience.server";
import { renderShareImage } from "~/newsletter/issues/render-share-image.server";
import { discardImport, processImport } from "~/newsletter/imports/process-import.server";
import { dataLinkEmails } from "~/newsletter/preferences/data-link-emails.server";
import { issueEmails } from "~/newsletter/issues/issue-emails.server";
import { unsuppressAtResend } from "~/newsletter/suppressions/unsuppress-at-resend.server";
import { subscriptionEmails } from "~/newsletter/sign-up/subscription-emails.server";
import { matchContacts } from "~/newsletter/resend-sync/match-contacts.server";
import { requestSubscriptionWithDonation, requestSubscriptionWithPlan } from "~/newsletter/sign-up/request-subscription.server";
import { startIssue } from "~/newsletter/issues/schedule-issue.server";
import { sendIssue } from "~/newsletter/issues/send-issue.server";
import { syncContact } from "~/newsletter/resend-sync/sync-contact.server";
import { purgeAll } from "~/purge.server";
import { erasureSteps } from "~/account/personal-data.server";
import { backUpNightly } from "~/platform/backup/nightly-backup.server";
import { restartEmails } from "~/platform/database/embedded-postgres/report-restart.server";
import { reconciliationEmails } from "~/platform/reconciliation/reconciliation-email.server";
import { platformJobs, type JobSchemas, type JobWithoutPayload } from "~/platform/jobs/job-types";
import { dailyAt, everyMinutes, type Schedule } from "~/platform/jobs/schedule";
import { createTasks, type Tasks } from "~/platform/jobs/task";
import { combineComposers, sendEmail, type EmailComposers } from "~/platform/mail/send-email.server";
import { retireDueRooms } from "~/sponsorship/rooms/manage/retire-room.server";
import { roomEmails, tellRoomSponsors } from "~/sponsorship/rooms/manage/room-emails.server";
import { syncCustomerEmail, syncPlanCustomers } from "~/sponsorship/billing/sync-customer-email.server";
import { getHouseSnapshot } from "~/sponsorship/rooms/house-snapshot.server";
import { presentEmails } from "~/sponsorship/present/present-emails.server";
import { joinEmails } from "~/sponsorship/join/join-emails.server";
import { billingEmails } from "~/sponsorship/billing/billing-emails.server";
import { checkMandate } from "~/sponsorship/billing/check-mandate.server";
import { queueSummaries } from "~/sponsorship/billing/queue-summaries.server";
import { reconcilePlans } from "~/sponsorship/billing/reconcile-plans.server";
import { syncPlanBy } from "~/sponsorship/billing/sync-plan.server";
import { enqueueEventJobs } from "~/platform/payments/events/enqueue-event-jobs.server";
import { continueCancellation } from "~/sponsorship/manage/cancel-plan.server";
import { closePlanCheckout, closePlanCheckouts } from "~/sponsorship/join/close-checkout.server";
import { closeTestedPlanPages } from "~/sponsorship/join/close-tested-pages.server";
import { changeEmails } from "~/sponsorship/manage/emails/change-emails.server";
import { reminderEmails } from "~/sponsorship/manage/emails/reminder-emails.server";
import { attachPaymentMethodBySession } from "~/sponsorship/manage/attach-payment-method.server";
import { maintainPlans } from "~/sponsorship/manage/hourly-maintenance.server";
import { continueErasure } from "~/supporters/privacy/erase-supporter.server";
import { staffEmails } from "~/staff/staff-emails.server";
import { supporterEmails } from "~/supporters/supporter-emails.server";

/** Every email of the site. */
const compose = combineComposers({
  ...donationEmails,
  ...checkoutEmails,
  ...joinEmails,
  ...presentEmails,
  ...billingEmails,
  ...changeEmails,
  ...reminderEmails,
  ...roomEmails,
  ...supporterEmails,
  ...giftAidEmails,
  ...statementEmails,
  ...claimEmails,
  ...subscriptionEmails,
  ...dataLinkEmails,
  ...issueEmails(getHouseSnapshot),
  ...reconciliationEmails,
  ...restartEmails,
  ...staffEmails,
  ...healthEmails,
} satisfies EmailComposers);

const schemas = {
  ...platformJobs,
  ...supporterJobs,
  ...givingJobs,
  ...sponsorshipJobs,
  ...claimJobs,
  ...accountsJobs,
  ...newsletterJobs,
  ...healthJobs,
} satisfies JobSchemas;

/** Job -> verb. */
export const tasks: Tasks = createTasks(schemas, {
  "sync-donation": (donation) => syncDonationBy(donation),
  "sync-plan": (plan) => syncPlanBy(plan),
  "close-donation-checkout": ({ donationId }) => closeDonationCheckout(donationId),
  "carry-out-refund": ({ refundRequestId }) => carryOutRefundByJob(refundRequestId),
  "close-donation-checkouts": (pages) => closeDonationCheckouts(pages),
  "close-plan-checkout": ({ planId }) => closePlanCheckout(planId),
  "close-tested-plan-pages": ({ stripePaymentIntentId }) => closeTestedPlanPages(stripePaymentIntentId),
  "close-plan-checkouts": (pages) => closePlanCheckouts(pages),
  "continue-plan-cancellation": ({ planId }) => continueCancellation(planId),
  "attach-payment-method": ({ stripeCheckoutSessionId }) => attachPaymentMethodBySession(stripeCheckoutSessionId),
  "check-mandate": ({ stripeMandateId }) => checkMandate(stripeMandateId),
  "maintain-plans": () => maintainPlans(),
  "send-email": ({ emailId }) => sendEmail(emailId, compose),
  "sync-customer-email": ({ emailChangeId }) => syncCustomerEmail(emailChangeId),
  "sync-plan-customers": (about) => syncPlanCustomers(about),
  "erase-supporter": ({ erasureId }) => continueErasure(erasureId, erasureSteps),
  "enqueue-event-jobs": () => enqueueEventJobs(),
  "answer-sign-up-request": ({ requestId }) => answerSignUpRequest(requestId),
  "newsletter-with-donation": ({ donationId }) => requestSubscriptionWithDonation(donationId),
  "newsletter-with-plan": ({ planId }) => requestSubscriptionWithPlan(planId),
  "sync-contact": ({ subscriptionId }) => syncContact(subscriptionId),
  "match-contacts": () => matchContacts(),
  "start-issue": ({ issueId }) => startIssue(issueId, getHouseSnapshot),
  "send-issue": ({ issueId }) => sendIssue(issueId),
  "render-share-image": ({ issueId }) => renderShareImage(issueId),
  "unsuppress-at-resend": ({ suppressionRemovalId }) => unsuppressAtResend(suppressionRemovalId),
  "process-import": ({ importId }, { signal }) => processImport(importId, signal),
  "discard-import": ({ importId }) => discardImport("site", importId),
  "process-gift-import": ({ importId }, { signal }) => processGiftImport(importId, signal),
  "reconcile-audience": async () => void (await reconcileAudience()),
  "merge-daily-totals": async () => void (await mergeDailyTotals()),
  "reconcile-donations": async () => void (await reconcileDonations()),
  "sync-payout": ({ stripePayoutId }) => syncPayout(stripePayoutId),
  "reconcile-payouts": async () => void (await reconcilePayouts()),
  "reconcile-plans": async () => void (await reconcilePlans()),
  "queue-summaries": () => queueSummaries(),
  "tell-room-sponsors": (news) => tellRoomSponsors(news),
  "retire-due-rooms": () => retireDueRooms(),
  "follow-claims": () => followClaims(),
  "watch-claims": () => watchClaims(),
  "refresh-open-gifts": () => refreshOpenGifts(),
  "mark-open-gifts": () => markAllOpenGifts(),
  "watch-health": () => watchHealth(),
  "back-up": () => backUpNightly(),
  purge: () => purgeAll(),
});

/** The clock: everything that happens by itself, in London time. */
export const schedules: Schedule<JobWithoutPayload>[] = [
  { name: "hourly-plan-maintenance", task: "maintain-plans", when: everyMinutes(60) },
  // Events that were kept by a process which then ended.
  { name: "leftover-events", task: "enqueue-event-jobs", when: everyMinutes(1) },
  // A look counts for an hour, and bringing a long list to Resend may take several.
  { name: "match-contacts", task: "match-contacts", when: everyMinutes(10) },
  // HMRC takes seconds to minutes over a claim; nothing is asked while there is none.
  { name: "claims-with-hmrc", task: "follow-claims", when: everyMinutes(1) },
  { name: "open-gifts", task: "refresh-open-gifts", when: everyMinutes(1) },
  { name: "nightly-open-gifts", task: "mark-open-gifts", when: dailyAt(2, 50) },
  { name: "nightly-backup", task: "back-up", when: dailyAt(0, 20) },
  { name: "nightly-donation-reconciliation", task: "reconcile-donations", when: dailyAt(3, 15) },
  { name: "nightly-daily-totals", task: "merge-daily-totals", when: dailyAt(4, 50) },
  { name: "nightly-plan-reconciliation", task: "reconcile-plans", when: dailyAt(1, 30) },
  { name: "nightly-payout-reconciliation", task: "reconcile-payouts", when: dailyAt(3, 40) },
  { name: "nightly-summaries", task: "queue-summaries", when: dailyAt(6, 30) },
  { name: "nightly-audience-reconciliation", task: "reconcile-audience", when: dailyAt(2, 20) },
  // Its sponsors could choose until midnight.
  { name: "rooms-that-close", task: "retire-due-rooms", when: dailyAt(0, 10) },
  { name: "morning-claim-watch", task: "watch-claims", when: dailyAt(7, 0) },
  { name: "health-watch", task: "watch-health", when: everyMinutes(5) },
  { name: "nightly-purge", task: "purge", when: dailyAt(4, 5) },
];
