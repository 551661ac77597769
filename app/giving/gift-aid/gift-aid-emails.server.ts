import { giftAid } from "emails/gift-aid";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { inWords } from "~/platform/london-dates";
import type { ComposedLetter, Letters } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { scopeOf, wordsAgreedTo } from "./declaration-wording";
import { toldIn } from "./declarations.server";

/** The letters that confirm what somebody did about Gift Aid on their own pages. */
export const giftAidLetters: Letters = {
  "gift-aid-declared": (id) => letterAbout(id, "declared"),
  "gift-aid-cancelled": (id) => letterAbout(id, "cancelled"),
};

async function letterAbout(id: string, state: "declared" | "cancelled"): Promise<ComposedLetter | null> {
  const declaration = await db.declaration.findUnique({
    where: { id },
    include: {
      changes: { orderBy: { toldAt: "asc" } },
      supporter: true,
      donations: { take: 1, include: { supporter: true } },
      plans: { take: 1, include: { supporter: true } },
    },
  });
  const owner = declaration?.supporter ?? declaration?.donations[0]?.supporter ?? declaration?.plans[0]?.supporter;
  if (!declaration || !owner) return null;
  const { firstName, lastName } = toldIn(declaration);
  const props = {
    sender: sender(),
    state,
    name: [firstName, lastName].filter(Boolean).join(" "),
    scope: scopeOf(declaration),
    wording: wordsAgreedTo(declaration),
    date: inWords((state === "cancelled" ? declaration.cancelledAt : null) ?? declaration.declaredAt),
    giftAidUrl: `${config.baseUrl}/supporter/gift-aid`,
  };
  return { to: owner.email, subject: giftAid.subject(props), body: giftAid.Body(props) };
}
