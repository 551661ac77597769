import { purgeHealth } from "~/desk/health/watch-health.server";
import { forgetOldBankLines, forgetOldTransactions } from "~/accounts/forget-old-money.server";
import { forgetOldClaims, forgetOldHolds } from "~/claims/retention/forget-old-claims.server";
import { purgeSearches } from "~/desk/lists/searches.server";
import { purgeUnfinishedDonations } from "~/giving/checkout/purge-unfinished.server";
import { purgeGiftImports } from "~/giving/offline/imports/gift-imports.server";
import { forgetBefore, forgetOldDeclarations, forgetOldGifts } from "~/giving/retention/forget-old-gifts.server";
import { purgeImports } from "~/newsletter/imports/purge-imports.server";
import { purgeUnsubscribed } from "~/newsletter/preferences/purge-unsubscribed.server";
import { purgeMailEvents } from "~/newsletter/resend-sync/purge-mail-events.server";
import { purgeSignUpRequests } from "~/newsletter/sign-up/purge-requests.server";
import { purgeRateLimits } from "~/platform/http/rate-limit.server";
import { purgeReconciliations } from "~/platform/reconciliation/reconciliations.server";
import { log, logError } from "~/platform/log.server";
import { forgetOldPlans } from "~/sponsorship/forget-old-plans.server";
import { purgeUnfinishedPlans } from "~/sponsorship/join/purge-unfinished-plans.server";
import { purgeStaff } from "~/staff/purge-staff.server";
import { purgeMerges } from "~/supporters/merge/merges.server";
import { purgeErasedAddresses } from "~/supporters/privacy/erase-supporter.server";
import { forgetOldErasures, forgetOldSupporters } from "~/supporters/privacy/forget-old-supporters.server";
import { purgeSignIns } from "~/supporters/sign-in/purge-sign-ins.server";

/** What must not be kept for ever, in this order: what refers to other rows goes before them. */
const purges: Record<string, () => Promise<number | void>> = {
  rateLimits: purgeRateLimits,
  unfinishedPlans: purgeUnfinishedPlans,
  unfinishedGifts: purgeUnfinishedDonations,
  signIns: purgeSignIns,
  signUpRequests: purgeSignUpRequests,
  unsubscribed: purgeUnsubscribed,
  mailEvents: purgeMailEvents,
  imports: purgeImports,
  giftImports: purgeGiftImports,
  reconciliations: purgeReconciliations,
  erasedAddresses: purgeErasedAddresses,
  deskSearches: purgeSearches,
  health: purgeHealth,
  merges: purgeMerges,
  staff: purgeStaff,
  oldErasures: forgetOldErasures,
  oldClaims: forgetOldClaims,
  oldGifts: forgetOldGifts,
  oldClaimHolds: forgetOldHolds,
  oldTransactions: forgetOldTransactions,
  oldBankLines: forgetOldBankLines,
  oldPlans: forgetOldPlans,
  oldSupporters: () => forgetOldSupporters(forgetBefore()),
  oldDeclarations: forgetOldDeclarations,
};

/**
 * Forgets all that is due, as the privacy page promises; the work of the job "purge". One that fails stops no other.
 * The log is told how many of each kind.
 * @throws where one failed, so that it is tried again
 */
export async function purgeAll(): Promise<void> {
  const forgotten: Record<string, number> = {};
  const failed: string[] = [];
  for (const [name, purge] of Object.entries(purges)) {
    try {
      const count = await purge();
      if (count) forgotten[name] = count;
    } catch (error) {
      logError(`purge ${name}`, error);
      failed.push(name);
    }
  }
  log.info({ forgotten }, "what was no longer to be kept is forgotten");
  if (failed.length > 0) throw new Error(`not everything could be forgotten: ${failed.join(", ")}`);
}
