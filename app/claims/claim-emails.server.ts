import { giftAidRequest } from "emails/donations/gift-aid-request";
import { staffAlert } from "emails/staff-alert";
import { giftAidRequestToken } from "~/giving/gift-aid/request-link.server";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { formatLondonDate } from "~/platform/london-dates";
import { composeEmail } from "~/platform/mail/compose";
import type { ComposedEmail, EmailComposers } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { formatPounds, pence } from "~/platform/money";
import { getClaimSummary } from "./gifts/open-gifts.server";
import { sumClaimable } from "./watch-claims.server";

declare module "~/platform/mail/email-kinds" {
  interface EmailKinds {
    /** `on`: the London date on which staff asked. */
    "gift-aid-request": { supporterId: string; on: string };
    /** `staffId` "": to the charity's own address, where nobody is treasurer. `after`: the number of the last claim, or "". */
    "claim-worth-making": { staffId: string; after: string };
    /** `deadline`: the London date. */
    "claim-deadline": { staffId: string; deadline: string };
  }
}

/** The emails about claims: to donors who are asked, and to treasurers who should claim. */
export const claimEmails = {
  "gift-aid-request": ({ supporterId }) => composeRequest(supporterId),
  "claim-worth-making": ({ staffId }) => composeReminder(staffId, null),
  "claim-deadline": ({ staffId, deadline }) => composeReminder(staffId, deadline),
} satisfies Partial<EmailComposers>;

async function composeRequest(supporterId: string): Promise<ComposedEmail | null> {
  const supporter = await db.supporter.findUnique({ where: { id: supporterId } });
  if (!supporter?.email) return null;
  return composeEmail(supporter.email, giftAidRequest, {
    sender: sender(),
    requestUrl: `${config.baseUrl}/gift-aid/${giftAidRequestToken(supporterId, now())}`,
  });
}

/** Null once there is nothing to claim, or whoever it was for is treasurer no more. */
async function composeReminder(staffId: string, deadline: string | null): Promise<ComposedEmail | null> {
  const member = staffId === "" ? null : await db.staffMember.findUnique({ where: { id: staffId } });
  const to = staffId === "" ? config.staffEmail : member?.status === "active" && member.role === "treasurer" ? member.email : null;
  const summary = await getClaimSummary();
  const { taxPence, gifts } = sumClaimable(summary);
  const year = summary.years.find((each) => each.deadline === deadline);
  if (!to || gifts === 0 || (deadline !== null && !year)) return null;
  const sum = formatPounds(pence(taxPence));
  const ofYear = year && formatPounds(pence(year.taxPence));
  return composeEmail(to, staffAlert, {
    sender: sender(),
    subject: year ? `Claim Gift Aid by ${formatLondonDate(year.deadline)}` : `${sum} of Gift Aid can be claimed`,
    lines: [
      ...(year
        ? [
            `${ofYear} of Gift Aid on donations up to ${formatLondonDate(year.to)} can be claimed until ${formatLondonDate(year.deadline)}. After that it is lost.`,
          ]
        : []),
      `In all, ${sum} can be claimed now, on ${gifts === 1 ? "1 donation" : `${gifts.toLocaleString("en-GB")} donations`}.`,
    ],
    link: { label: "See what can be claimed", url: `${config.baseUrl}/desk/gift-aid` },
    ...(staffId !== "" && { reason: "This email goes to those on the team who are treasurer." }),
  });
}
