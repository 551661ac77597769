import { staffAlert } from "emails/staff-alert";
import { config } from "~/platform/config/config.server";
import { formatDateTime } from "~/platform/london-dates";
import { composeEmail } from "~/platform/mail/compose";
import type { ComposedEmail, EmailComposers } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { maxAlertsPerHour, maxRefusedCards } from "./card-testing.server";
import { checkoutLimits } from "./checkout-limits.server";

declare module "~/platform/mail/email-kinds" {
  interface EmailKinds {
    /** The UTC hour, such as "2026-11-27T18". */
    "many-checkouts": { hour: string };
  }
}

/** The emails about checkouts as such. */
export const checkoutEmails = {
  "many-checkouts": ({ hour }) => Promise.resolve(composeManyCheckoutsEmail(hour)),
} satisfies Partial<EmailComposers>;

type Link = { label: string; url: string };
const paymentsLink: Link = { label: "Open Stripe", url: "https://dashboard.stripe.com/payments" };

/** @param of what the page was for, such as "gift RL-7K3QX9" */
export const composeCardTestingEmail = (of: string, link: Link | null): ComposedEmail =>
  composeEmail(config.staffEmail, staffAlert, {
    sender: sender(),
    subject: "Somebody may be trying stolen cards",
    lines: [
      `${maxRefusedCards} cards or more were refused on the payment page of ${of}, so the page was closed. Nothing was taken.`,
      `Look at the refused payments in Stripe. If there are many, stricter rules in Stripe Radar help. You get ${maxAlertsPerHour} emails like this in an hour at most, however many pages are closed.`,
    ],
    link: link ?? paymentsLink,
  });

const composeManyCheckoutsEmail = (hour: string): ComposedEmail =>
  composeEmail(config.staffEmail, staffAlert, {
    sender: sender(),
    subject: "Very many payment pages are being opened",
    lines: [
      `More than ${checkoutLimits.global.points.toLocaleString("en-GB")} payment pages were opened within ten minutes, in the hour from ${formatDateTime(new Date(`${hour}:00:00Z`))}. Giving goes on: each donor is asked to press the button a second time.`,
      "If an appeal of yours is running, there is nothing to do. If not, it may be a script that tries stolen cards: look at the refused payments in Stripe. If it goes on you get one more email for each hour.",
    ],
    link: paymentsLink,
  });
