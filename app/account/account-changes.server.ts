import { givingAccountChanges } from "~/giving/account-changes.server";
import { sponsorshipAccountChanges } from "~/sponsorship/account-changes.server";
import type { AccountChangeModule } from "~/supporters/account-changes";

/** What every module does when two supporters become one, and on a new address or name. */
export const accountChangeModules: readonly AccountChangeModule[] = [sponsorshipAccountChanges, givingAccountChanges];
