import type Stripe from "stripe";
import { emptyObject } from "../contract";
import { route } from "../api/route";
import type { Part } from "../world";

/** The charity's own account, as far as it says what payments it may take. */
export const account: Part = {
  routes: [
    route("GET", "/v1/account", ({ contract, settings }) => {
      const given: Partial<Stripe.Account> = {
        id: "acct_sandbox",
        country: "GB",
        default_currency: "gbp",
        type: "standard",
        charges_enabled: true,
        payouts_enabled: true,
        details_submitted: true,
        capabilities: { card_payments: "active", transfers: "active", bacs_debit_payments: settings.directDebit },
      };
      return { ...emptyObject(contract, "account"), ...given };
    }),
  ],
};
