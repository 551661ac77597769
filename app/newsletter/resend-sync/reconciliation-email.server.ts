import { alert } from "emails/alert";
import { config } from "~/platform/config/config.server";
import { timeInWords } from "~/platform/london-dates";
import { composed } from "~/platform/mail/compose";
import type { ComposedLetter, Letters } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { comparisonCalled } from "./reconciliations.server";

/** The letter about a comparison that left something for a person: figures and the way to the desk, nobody's name. */
export const comparisonLetters: Letters = { "audience-comparison": comparisonLetter };

const figure = (count: number) => count.toLocaleString("en-GB");
const things = (count: number) => (count === 1 ? "1 thing" : `${figure(count)} things`);

async function comparisonLetter(id: string): Promise<ComposedLetter | null> {
  const run = await comparisonCalled(id);
  if (!run || run.left === 0) return null;
  const { startedAt, contacts, healed, left } = run;
  return composed(config.staffEmail, alert, {
    sender: sender(),
    subject: `The newsletter’s comparison left ${things(left)} for a person`,
    lines: [
      `On ${timeInWords(startedAt)} the consent ledger was compared with Resend: ${contacts === 1 ? "1 contact" : `${figure(contacts)} contacts`}. ${things(healed + left)} differed, ${figure(healed)} of them ${healed === 1 ? "was" : "were"} put right.`,
      `${figure(left)} ${left === 1 ? "is" : "are"} left for somebody to look at. No letter goes where the ledger says no.`,
    ],
    link: { words: "See what is left", url: `${config.baseUrl}/desk/newsletter#comparison` },
  });
}
