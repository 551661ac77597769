import { givingAccountChanges } from "~/giving/account-changes.server";
import { moveNotes } from "~/staff/notes/notes.server";
import { sponsorshipAccountChanges } from "~/sponsorship/account-changes.server";
import type { AccountChangeModule } from "~/supporters/account-changes";

/** What staff noted follows the person; it says nothing about names and addresses. */
const staffAccountChanges: AccountChangeModule = {
  describeContents: () => Promise.resolve([]),
  onMerge: moveNotes,
  onNewEmail: () => Promise.resolve(),
  onNewName: () => Promise.resolve(),
};

/** What every module does when two supporters become one, and on a new address or name. */
export const accountChangeModules: readonly AccountChangeModule[] = [sponsorshipAccountChanges, givingAccountChanges, staffAccountChanges];
