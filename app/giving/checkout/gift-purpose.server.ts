import type { FormError } from "~/platform/http/forms/form-fields";
import { formatLondonDate, londonDate } from "~/platform/london-dates";
import { pence, type Pence } from "~/platform/money";
import { findPublishedAppeal, listOpenAppeals, type KnownAppeal } from "../appeals/appeals.server";
import type { DonationFormInput, GiftPurpose } from "./donation-form";

/** The appeal that a form is for, as the form shows it. */
export type FormAppeal = { slug: string; name: string; fundPurpose: string; restricted: boolean; surplus: string };

/** What a donor chooses from, whose appeal ended while they filled in the form. */
export type PurposeChoice = { endedAppeal: string; text: string; options: { value: string; label: string; hint: string }[] };

/**
 * What a form is for. `choice`: its appeal takes gifts no more, so nothing is taken before the donor has chosen.
 * @returns `amounts`: the sums that the appeal suggests; none for the usual ones
 */
export type FormPurpose = {
  purpose: GiftPurpose;
  appeal: FormAppeal | null;
  amounts: Pence[];
  choice: PurposeChoice | null;
  error: FormError | null;
};

/** The value of the choice to give to the charity's work instead. */
const general = "general";
const forGeneral: FormPurpose = { purpose: null, appeal: null, amounts: [], choice: null, error: null };

/** Reads what a gift is for out of a form or a link: `appeal` (an appeal's address, or "general" where it was chosen), `endedAppeal`. */
export async function readFormPurpose({ appeal: slug = "", endedAppeal = "" }: DonationFormInput): Promise<FormPurpose> {
  if (endedAppeal === "" && slug === "") return forGeneral;
  if (endedAppeal !== "" && slug === general) return forGeneral;
  const appeal = slug === "" ? null : await findPublishedAppeal(slug);
  if (appeal?.phase === "open") return forAppeal(appeal);
  const choice = await makeChoice(appeal ? slug : endedAppeal || slug);
  const error = endedAppeal === "" || appeal ? null : { field: "appeal", message: "Choose where your donation goes" };
  return { ...forGeneral, choice, error };
}

const forAppeal = ({ id, slug, name, fund, surplus, amounts }: KnownAppeal): FormPurpose => ({
  purpose: { appealId: id, fundId: fund.id, name },
  appeal: { slug, name, fundPurpose: fund.purpose, restricted: fund.restricted, surplus },
  amounts: amounts.map(pence),
  choice: null,
  error: null,
});

async function makeChoice(slug: string): Promise<PurposeChoice> {
  const [ended, open] = await Promise.all([findPublishedAppeal(slug), listOpenAppeals()]);
  const endedOn = ended && (ended.endedAt ? londonDate(ended.endedAt) : ended.endsOn);
  return {
    endedAppeal: slug,
    text: ended
      ? `The appeal “${ended.name}” ended${endedOn ? ` on ${formatLondonDate(endedOn)}` : ""}. Nothing was taken, and everything you entered is still here. Choose where your donation goes instead, or leave it.`
      : "The appeal of this form takes no donations. Nothing was taken, and everything you entered is still here. Choose where your donation goes instead, or leave it.",
    options: [
      { value: general, label: "The charity’s work", hint: "Where it is needed most." },
      ...open.map((each) => ({ value: each.slug, label: each.name, hint: each.summary })),
    ],
  };
}
