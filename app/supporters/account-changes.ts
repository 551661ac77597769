import type { Tx } from "~/platform/database/db.server";

/**
 * What a module does to its own rows when a supporter's account changes, in the caller's transaction. Each module that
 * keeps rows of supporters has one, in the table app/account/account-changes.server.ts.
 */
export type AccountChangeModule = {
  /** What a join would bring into another account, one line for each kind of thing, for its owner to decide by. */
  describeContents: (supporterId: string) => Promise<string[]>;
  /** Two supporters become one: all that hangs on the other hangs on this one from now on. */
  onMerge: (tx: Tx, merge: { supporterId: string; otherId: string }) => Promise<void>;
  /** Emails go to another address. What was sent to the old one must open nothing any more. Both in lower case. */
  onNewEmail: (tx: Tx, change: { supporterId: string; oldEmail: string; newEmail: string }) => Promise<void>;
  /** The supporter goes by another name. What is over keeps the name that it was made in. */
  onNewName: (tx: Tx, change: { supporterId: string; firstName: string; lastName: string }) => Promise<void>;
};
