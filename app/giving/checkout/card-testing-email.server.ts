import { staffAlert } from "emails/staff-alert";
import { config } from "~/platform/config/config.server";
import { composeEmail } from "~/platform/mail/compose";
import type { ComposedEmail } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { maxAlertsPerHour, maxRefusedCards } from "./card-testing.server";

/** @param of what the page was for, such as "gift RL-7K3QX9" */
export const composeCardTestingEmail = (of: string, link: { label: string; url: string } | null): ComposedEmail =>
  composeEmail(config.staffEmail, staffAlert, {
    sender: sender(),
    subject: "Somebody may be trying stolen cards",
    lines: [
      `${maxRefusedCards} cards or more were refused on the payment page of ${of}, so the page was closed. Nothing was taken.`,
      `Look at the refused payments in Stripe. If there are many, stricter rules in Stripe Radar help. You get ${maxAlertsPerHour} emails like this in an hour at most, however many pages are closed.`,
    ],
    link: link ?? { label: "Open Stripe", url: "https://dashboard.stripe.com/payments" },
  });
