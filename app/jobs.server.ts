import { z } from "zod";
import { closeDonationPage } from "~/giving/close-donation-page.server";
import { donationCalled } from "~/giving/donations.server";
import { forgetUnfinished } from "~/giving/forget-unfinished.server";
import { givingLetters } from "~/giving/letters.server";
import { giftAidLetters } from "~/giving/letters-of-gift-aid.server";
import { reconcile } from "~/giving/reconcile.server";
import { settleDonation } from "~/giving/settle-donation.server";
import { answerRequest } from "~/newsletter/answer-request.server";
import { compareAudience } from "~/newsletter/compare-audience.server";
import { comparisonLetters } from "~/newsletter/comparison-letter.server";
import { drawSharePicture } from "~/newsletter/draw-share-picture.server";
import { forgetLists } from "~/newsletter/forget-lists.server";
import { dropList, goThroughList } from "~/newsletter/go-through-list.server";
import { forgetMail } from "~/newsletter/forget-mail.server";
import { forgetLeft } from "~/newsletter/forget-left.server";
import { forgetRequests } from "~/newsletter/forget-requests.server";
import { issueLetters } from "~/newsletter/issue-letters.server";
import { liftAtResend } from "~/newsletter/lift-at-resend.server";
import { newsletterLetters } from "~/newsletter/letters.server";
import { lookForContacts } from "~/newsletter/look-for-contacts.server";
import { requestWithGift } from "~/newsletter/request-subscription.server";
import { startIssue } from "~/newsletter/schedule-issue.server";
import { sendIssue } from "~/newsletter/send-issue.server";
import { syncContact } from "~/newsletter/sync-contact.server";
import { erasureSteps } from "~/people.server";
import { db } from "~/platform/db.server";
import { restartLetters } from "~/platform/embedded-postgres/report-restart.server";
import { dailyAt, everyMinutes, type Schedule } from "~/platform/jobs/schedule";
import { task, type Tasks } from "~/platform/jobs/task";
import { composeFrom, sendLetter } from "~/platform/mail/send-letter.server";
import { carryNewEmail } from "~/sponsorship/carry-new-email.server";
import { houseNow } from "~/sponsorship/house-for-letters.server";
import { planCalled } from "~/sponsorship/plan-called.server";
import { forgetUnfinishedPlans } from "~/sponsorship/forget-unfinished-plans.server";
import { joiningLetters } from "~/sponsorship/letters-of-joining.server";
import { standingLetters } from "~/sponsorship/letters-of-standing.server";
import { postSummaries } from "~/sponsorship/post-summaries.server";
import { settleEveryPlan } from "~/sponsorship/settle-every-plan.server";
import { settlePlan } from "~/sponsorship/settle-plan.server";
import { takeUpEvents } from "~/platform/payments/take-up-events.server";
import { stopPlan } from "~/sponsorship/cancel-plan.server";
import { closePlanPage } from "~/sponsorship/close-plan-page.server";
import { changeLetters } from "~/sponsorship/letters-of-changes.server";
import { adoptCardOf } from "~/sponsorship/new-card.server";
import { tendPlans } from "~/sponsorship/tend-plans.server";
import { forgetErased, goOnErasing } from "~/supporters/erase-supporter.server";
import { forgetSignIns } from "~/supporters/forget-sign-ins.server";
import { NotNow } from "~/supporters/person";
import { supporterLetters } from "~/supporters/letters.server";

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
  ...restartLetters,
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
