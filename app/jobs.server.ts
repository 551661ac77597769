import { z } from "zod";
import { closeDonationPage } from "~/giving/close-donation-page.server";
import { donationCalled } from "~/giving/donations.server";
import { forgetUnfinished } from "~/giving/forget-unfinished.server";
import { composeGivingLetter } from "~/giving/letters.server";
import { reconcile } from "~/giving/reconcile.server";
import { settleDonation } from "~/giving/settle-donation.server";
import { answerRequest } from "~/newsletter/answer-request.server";
import { compareAudience } from "~/newsletter/compare-audience.server";
import { drawSharePicture } from "~/newsletter/draw-share-picture.server";
import { forgetMail } from "~/newsletter/forget-mail.server";
import { forgetLeft } from "~/newsletter/forget-left.server";
import { forgetRequests } from "~/newsletter/forget-requests.server";
import { composeIssueLetter, isIssueLetter } from "~/newsletter/issue-letters.server";
import { composeNewsletterLetter, isNewsletterLetter } from "~/newsletter/letters.server";
import { requestWithGift } from "~/newsletter/request-subscription.server";
import { startIssue } from "~/newsletter/schedule-issue.server";
import { sendIssue } from "~/newsletter/send-issue.server";
import { syncContact } from "~/newsletter/sync-contact.server";
import { db } from "~/platform/db.server";
import { dailyAt, type Schedule } from "~/platform/jobs/schedule";
import { task, type Tasks } from "~/platform/jobs/task";
import { sendLetter, type Compose } from "~/platform/mail/send-letter.server";
import { houseNow } from "~/sponsorship/house-for-letters.server";

const aGift = z.union([z.object({ donation: z.string() }), z.object({ session: z.string() }), z.object({ payment: z.string() })]);
const anIssue = z.object({ issue: z.string() });
const nothing = z.unknown();

/** Each room composes the letters that it posts. */
const composeLetter: Compose = (kind, about) => {
  if (isNewsletterLetter(kind)) return composeNewsletterLetter(kind, about);
  if (isIssueLetter(kind)) return composeIssueLetter(houseNow)(kind, about);
  return composeGivingLetter(kind, about);
};

/** Job -> verb. */
export const tasks: Tasks = {
  "settle-donation": task(aGift, async (name) => {
    const donation = await donationCalled(name);
    if (donation) await settleDonation(donation);
  }),
  "close-payment-page": task(z.object({ donation: z.string() }), ({ donation }) => closeDonationPage(donation)),
  "send-letter": task(z.object({ letter: z.string() }), ({ letter }) => sendLetter(letter, composeLetter)),
  "answer-news-request": task(z.object({ request: z.string() }), ({ request }) => answerRequest(request)),
  "news-with-gift": task(z.object({ donation: z.string() }), async ({ donation }) => {
    const gift = await db.donation.findUnique({ where: { id: donation } });
    if (gift?.wantsNews) await requestWithGift(gift);
  }),
  "sync-contact": task(z.object({ subscription: z.string() }), ({ subscription }) => syncContact(subscription)),
  "start-issue": task(anIssue, ({ issue }) => startIssue(issue, houseNow)),
  "send-issue": task(anIssue, ({ issue }) => sendIssue(issue)),
  "draw-share-picture": task(anIssue, ({ issue }) => drawSharePicture(issue)),
  "compare-audience": task(nothing, () => compareAudience()),
  reconcile: task(nothing, () => reconcile()),
  forget: task(nothing, async () => {
    await db.rateLimit.deleteMany({ where: { expire: { lt: Date.now() } } });
    await forgetUnfinished();
    await forgetRequests();
    await forgetLeft();
    await forgetMail();
  }),
};

/** The clock: everything that happens by itself, in London time. */
export const schedules: Schedule[] = [
  { name: "nightly-reconcile", task: "reconcile", when: dailyAt(3, 15) },
  { name: "nightly-audience", task: "compare-audience", when: dailyAt(2, 20) },
  { name: "nightly-forget", task: "forget", when: dailyAt(4, 5) },
];
