import { findGiftImport, giftLinePageSize, listGiftCandidates, listGiftLines } from "~/giving/offline/imports/gift-imports.server";
import { giftRowStates, type GiftRowState, type GiftTally } from "~/giving/offline/imports/gift-import";
import { formatDateTime, formatLondonDate } from "~/platform/london-dates";
import { formatPounds } from "~/platform/money";
import { paymentMethodLabels } from "~/giving/payment-methods";
import type { OfflineGift } from "~/giving/offline/offline-gift-form";

/** Which lines are looked at first: those that wait for a word. */
const firstLook: readonly GiftRowState[] = ["ask", "double", "refused", "ready", "recorded", "known"];

/** A gift of a line in a few words; "" once it is emptied. */
function describeGift(gift: OfflineGift | null): string {
  if (!gift) return "";
  const name = [gift.firstName, gift.lastName].filter(Boolean).join(" ") || "no name";
  const where = [gift.email, gift.postcode].filter(Boolean).join(", ");
  return `${formatPounds(gift.pence)}, ${paymentMethodLabels[gift.method].toLowerCase()}, ${formatLondonDate(gift.receivedOn)}: ${name}${where ? ` (${where})` : ""}`;
}

/** Everything that a list's page shows; null: there is no such list. @param asked `lines`: those of a state; `after`: the last line of the page before */
export async function getGiftImportPage(id: string, asked: { lines: string | null; after: number }) {
  const found = await findGiftImport(id);
  if (!found) return null;
  const { status, uploadedAt, uploadedBy, unreadableReason, dateOrder, tally } = found;
  const shown =
    giftRowStates.find((state) => state === asked.lines) ?? firstLook.find((state) => tally[state] > 0) ?? ("ready" satisfies GiftRowState);
  const isShown = status === "checked" || status === "done" || status === "discarded";
  const rows = isShown ? await listGiftLines(id, shown, asked.after) : [];
  const page = rows.slice(0, giftLinePageSize);
  const people = new Map(
    (await listGiftCandidates(page.flatMap(({ candidates }) => candidates))).map(({ id: person, firstName, lastName, email }) => [
      person,
      `${[firstName, lastName].filter(Boolean).join(" ") || "no name"} (${email ?? "no email address"})`,
    ]),
  );
  return {
    id,
    status,
    when: formatDateTime(uploadedAt),
    by: uploadedBy,
    unreadable: unreadableReason,
    dateOrder,
    tally: tally satisfies GiftTally,
    shown,
    lines: page.map(({ line, reason, gift, candidates, choice, donationId, donation }) => ({
      line,
      reason,
      gift: describeGift(gift as OfflineGift | null),
      choice,
      people: candidates.map((person) => ({ value: person, label: people.get(person) ?? "somebody who is gone" })),
      donation: donationId === null ? null : { id: donationId, reference: donation?.reference ?? "" },
    })),
    next: rows.length > giftLinePageSize ? (page.at(-1)?.line ?? null) : null,
  };
}

export type GiftImportPage = NonNullable<Awaited<ReturnType<typeof getGiftImportPage>>>;
