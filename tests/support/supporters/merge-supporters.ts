import { givingAccountChanges } from "~/giving/account-changes.server";
import { inTransaction } from "~/platform/database/db.server";

/** Makes one supporter's gifts and declarations another's, as when both show that they are the same person. */
export const mergeSupportersForTest = (supporterId: string, otherId: string): Promise<unknown> =>
  inTransaction((tx) => givingAccountChanges.onMerge(tx, { supporterId, otherId, email: null, otherEmail: null }));
