import { claimsAccountChanges } from "~/claims/account-changes.server";
import { givingAccountChanges } from "~/giving/account-changes.server";
import { newsletterAccountChanges } from "~/newsletter/account-changes.server";
import { moveNotes } from "~/staff/notes/notes.server";
import { sponsorshipAccountChanges } from "~/sponsorship/account-changes.server";
import type { AccountChangeModule } from "~/supporters/account-changes";
import { whereOwner } from "~/supporters/merge/linked-rows.server";

/** What staff noted follows the person; it says nothing about names and addresses. */
const staffAccountChanges: AccountChangeModule = {
  name: "staff",
  linkedTables: [{ table: "staff_note", columns: ["supporter_id"], ownerColumn: "supporter_id", where: whereOwner }],
  describeContents: () => Promise.resolve([]),
  async onMerge(tx, merge) {
    await moveNotes(tx, merge);
    return null;
  },
  onNewEmail: () => Promise.resolve(),
  onNewName: () => Promise.resolve(),
};

/** What every module does when two supporters become one, and on a new address or name; in the order in which rows are taken. */
export const accountChangeModules: readonly AccountChangeModule[] = [
  sponsorshipAccountChanges,
  givingAccountChanges,
  claimsAccountChanges,
  newsletterAccountChanges,
  staffAccountChanges,
];
