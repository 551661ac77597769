import { z } from "zod";
import { closeDonationPage } from "~/giving/checkout/close-checkout.server";
import { donationCalled } from "~/giving/payments/find-donation.server";
import { forgetUnfinished } from "~/giving/checkout/purge-unfinished.server";
import { givingLetters } from "~/giving/payments/donation-emails.server";
import { giftAidLetters } from "~/giving/gift-aid/gift-aid-emails.server";
import { reconcile } from "~/giving/payments/reconcile-donations.server";
import { settleDonation } from "~/giving/payments/sync-donation.server";
import { answerRequest } from "~/newsletter/sign-up/answer-sign-up-request.server";
import { compareAudience } from "~/newsletter/resend-sync/reconcile-audience.server";
import { comparisonLetters } from "~/newsletter/resend-sync/reconciliation-email.server";
import { drawSharePicture } from "~/newsletter/issues/render-share-image.server";
import { forgetLists } from "~/newsletter/imports/purge-imports.server";
import { dropList, goThroughList } from "~/newsletter/imports/process-import.server";
import { forgetMail } from "~/newsletter/resend-sync/purge-mail-events.server";
import { forgetLeft } from "~/newsletter/preferences/purge-unsubscribed.server";
import { forgetRequests } from "~/newsletter/sign-up/purge-requests.server";
import { issueLetters } from "~/newsletter/issues/issue-emails.server";
import { liftAtResend } from "~/newsletter/suppressions/unsuppress-at-resend.server";
import { newsletterLetters } from "~/newsletter/sign-up/subscription-emails.server";
import { lookForContacts } from "~/newsletter/resend-sync/match-contacts.server";
import { requestWithGift } from "~/newsletter/sign-up/request-subscription.server";
import { startIssue } from "~/newsletter/issues/schedule-issue.server";
import { sendIssue } from "~/newsletter/issues/send-issue.server";
import { syncContact } from "~/newsletter/resend-sync/sync-contact.server";
import { erasureSteps } from "~/account/personal-data.server";
import { db } from "~/platform/database/db.server";
import { dailyAt, everyMinutes, type Schedule } from "~/platform/jobs/schedule";
import { task, type Tasks } from "~/platform/jobs/task";
import { composeFrom, sendLetter } from "~/platform/mail/send-email.server";
import { carryNewEmail } from "~/sponsorship/billing/sync-customer-email.server";
import { houseNow } from "~/sponsorship/rooms/house-snapshot.server";
import { planCalled } from "~/sponsorship/find-plan.server";
import { forgetUnfinishedPlans } from "~/sponsorship/join/purge-unfinished-plans.server";
import { joiningLetters } from "~/sponsorship/join/join-emails.server";
import { standingLetters } from "~/sponsorship/billing/billing-emails.server";
import { postSummaries } from "~/sponsorship/billing/queue-summaries.server";
import { settleEveryPlan } from "~/sponsorship/billing/reconcile-plans.server";
import { settlePlan } from "~/sponsorship/billing/sync-plan.server";
import { takeUpEvents } from "~/platform/payments/events/enqueue-event-jobs.server";
import { stopPlan } from "~/sponsorship/manage/cancel-plan.server";
import { closePlanPage } from "~/sponsorship/join/close-checkout.server";
import { changeLetters } from "~/sponsorship/manage/change-emails.server";
import { adoptCardOf } from "~/sponsorship/manage/attach-payment-method.server";
import { tendPlans } from "~/sponsorship/manage/hourly-maintenance.server";
import { forgetErased, goOnErasing } from "~/supporters/privacy/erase-supporter.server";
import { forgetSignIns } from "~/supporters/sign-in/purge-sign-ins.server";
import { NotNow } from "~/supporters/privacy/personal-data";
import { supporterLetters } from "~/supporters/supporter-emails.server";

const aGift = z.union([z.object({ donation: z.string() }), z.object({ session: z.string() }), z.object({ payment: z.string() })]);
const aPlan = z.union([
  z.object({ plan: z.string() }),
  z.object({ session: z.string() }),
  z.object({ subscription: z.string() }),
  z.object({ customer: z.string() }),
]);
const anIssue = z.object({ issue: z.string() });
const aList = z.object({ list: z.string() });
const nothing = z.unknown();
/** Every letter of the site. */
const compose = composeFrom({
  ...givingLetters,
  ...joiningLetters,
  ...standingLetters,
  ...changeLetters,
  ...supporterLetters,
  ...giftAidLetters,
  ...newsletterLetters,
  ...issueLetters(houseNow),
  ...comparisonLetters,
});

/** Job -> verb. */
export const tasks: Tasks = {
  "settle-donation": task(aGift, async (name) => {
    const donation = await donationCalled(name);
    if (donation) await settleDonation(donation);
  }),
  "settle-plan": task(aPlan, async (name) => {
    const plan = await planCalled(name);
    if (plan) await settlePlan(plan);
  }),
  "close-payment-page": task(z.object({ donation: z.string() }), ({ donation }) => closeDonationPage(donation)),
  "close-plan-page": task(z.object({ plan: z.string() }), ({ plan }) => closePlanPage(plan)),
  "stop-plan": task(z.object({ plan: z.string() }), ({ plan }) => stopPlan(plan)),
  "adopt-card": task(z.object({ session: z.string() }), ({ session }) => adoptCardOf(session)),
  "tend-plans": task(nothing, () => tendPlans()),
  "send-letter": task(z.object({ letter: z.string() }), ({ letter }) => sendLetter(letter, compose)),
  "carry-new-email": task(z.object({ change: z.string() }), ({ change }) => carryNewEmail(change)),
  "erase-supporter": task(z.object({ erasure: z.string() }), async ({ erasure }) => {
    const done = await goOnErasing(erasure, erasureSteps);
    if ("refused" in done && done.refused === "not-now") throw new NotNow(`the erasure waits at "${done.at}"`);
  }),
  "take-up-events": task(nothing, () => takeUpEvents()),
  "answer-news-request": task(z.object({ request: z.string() }), ({ request }) => answerRequest(request)),
  "news-with-gift": task(z.object({ donation: z.string() }), async ({ donation }) => {
    const gift = await db.donation.findUnique({ where: { id: donation } });
    if (gift?.wantsNews) await requestWithGift(gift, "donate");
  }),
  "news-with-plan": task(z.object({ plan: z.string() }), async ({ plan: id }) => {
    const plan = await db.plan.findUnique({ where: { id } });
    if (plan?.wantsNews) await requestWithGift(plan, "sponsor");
  }),
  "sync-contact": task(z.object({ subscription: z.string() }), ({ subscription }) => syncContact(subscription)),
  "look-for-contacts": task(nothing, async () => void (await lookForContacts())),
  "start-issue": task(anIssue, ({ issue }) => startIssue(issue, houseNow)),
  "send-issue": task(anIssue, ({ issue }) => sendIssue(issue)),
  "draw-share-picture": task(anIssue, ({ issue }) => drawSharePicture(issue)),
  "lift-at-resend": task(z.object({ lift: z.string() }), ({ lift }) => liftAtResend(lift)),
  "go-through-list": task(aList, ({ list }, { signal }) => goThroughList(list, signal)),
  "drop-list": task(aList, ({ list }) => dropList(list)),
  "compare-audience": task(nothing, () => compareAudience()),
  reconcile: task(nothing, () => reconcile()),
  "settle-every-plan": task(nothing, async () => void (await settleEveryPlan())),
  "post-summaries": task(nothing, () => postSummaries()),
  forget: task(nothing, async () => {
    await db.rateLimit.deleteMany({ where: { expire: { lt: Date.now() } } });
    await forgetUnfinishedPlans();
    await forgetUnfinished();
    await forgetSignIns();
    await forgetRequests();
    await forgetLeft();
    await forgetMail();
    await forgetLists();
    await forgetErased();
  }),
};

/** The clock: everything that happens by itself, in London time. */
export const schedules: Schedule[] = [
  { name: "hourly-tending", task: "tend-plans", when: everyMinutes(60) },
  // Events that were kept by a process which then ended.
  { name: "events-left-behind", task: "take-up-events", when: everyMinutes(1) },
  // A look counts for an hour, and bringing a long list to Resend may take several.
  { name: "look-for-contacts", task: "look-for-contacts", when: everyMinutes(10) },
  { name: "nightly-reconcile", task: "reconcile", when: dailyAt(3, 15) },
  { name: "nightly-plans", task: "settle-every-plan", when: dailyAt(1, 30) },
  { name: "nightly-summaries", task: "post-summaries", when: dailyAt(6, 30) },
  { name: "nightly-audience", task: "compare-audience", when: dailyAt(2, 20) },
  { name: "nightly-forget", task: "forget", when: dailyAt(4, 5) },
];
