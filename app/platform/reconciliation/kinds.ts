import type { ReconciliationKind } from "~/../prisma/client/client";

/** What each kind compares, and with whom, in words for staff. */
export const reconciliationWords: Record<ReconciliationKind, { title: string; one: string; many: string; source: string }> = {
  donations: { title: "Donations and Stripe", one: "donation", many: "donations", source: "Stripe" },
  plans: { title: "Sponsorships and Stripe", one: "plan", many: "plans", source: "Stripe" },
  audience: { title: "Consent records check", one: "contact", many: "contacts", source: "Resend" },
  payouts: { title: "Payouts and Stripe", one: "line", many: "lines", source: "Stripe" },
};
