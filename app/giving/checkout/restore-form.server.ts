import type { Declaration, Donation } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";
import { browserDigest } from "~/platform/http/forms/browser-cookie.server";
import type { TypedForm } from "./donation-form";

const shownForMs = 7 * 24 * 60 * 60 * 1000;

export type Refilled = { state: "open" | "closed" | "given"; token: string; attempt: string; typed: TypedForm; whole: boolean };

/**
 * The form of a gift that was not finished, filled in again. The browser that sent it sees all of it; whoever else
 * has the address sees the sums only.
 * @returns null when there is no such gift or its last news is older than a week
 */
export async function refillForm(token: string, browser: string | null, today: Date): Promise<Refilled | null> {
  const donation = await db.donation.findUnique({ where: { token }, include: { declaration: true } });
  if (!donation || today.getTime() - lastNewsOf(donation).getTime() > shownForMs) return null;
  const whole = browser !== null && donation.browser === browserDigest(browser);
  const unfinished = { pending: "open", expired: "closed", failed: "closed" } as Partial<Record<Donation["state"], "open" | "closed">>;
  return {
    state: unfinished[donation.state] ?? "given",
    token,
    attempt: donation.attempt,
    typed: whole ? { ...sumsOf(donation), ...personOf(donation), ...declarationOf(donation.declaration) } : sumsOf(donation),
    whole,
  };
}

/** A bank takes days to refuse a Direct Debit: from then on there is a week to give it again. */
const lastNewsOf = ({ state, settledAt, createdAt }: Donation): Date => (state === "failed" && settledAt ? settledAt : createdAt);

const yes = (whether: boolean) => (whether ? { value: "yes" } : {}).value;

const sumsOf = (donation: Donation): TypedForm => ({
  amount: String(donation.giftPence),
  other: (donation.giftPence / 100).toFixed(2),
  cover: yes(donation.coverPence > 0),
});

const personOf = (donation: Donation): TypedForm => ({
  first: donation.firstName,
  last: donation.lastName,
  email: donation.email,
  message: donation.message ?? "",
  anonymous: yes(donation.anonymous),
  news: yes(donation.wantsNews),
  source: new URLSearchParams(donation.source as Record<string, string>).toString(),
});

const declarationOf = (declaration: Declaration | null): TypedForm =>
  declaration
    ? {
        giftaid: "yes",
        scope: declaration.scope,
        house: declaration.house,
        postcode: declaration.postcode ?? "",
        overseas: yes(declaration.postcode === null),
      }
    : {};
