import type { Prisma } from "~/../prisma/client/client";
import type { Tx } from "~/platform/database/db.server";

/** Two supporters become one. `email` stays, `otherEmail` goes, both in lower case; the same where only one had any. */
export type Merge = { supporterId: string; otherId: string; email: string | null; otherEmail: string | null };

/** What a module notes down of a merge for undoing it: plain JSON, of its own shape. */
export type UndoNotes = Prisma.InputJsonValue;

/**
 * A table of which a merge changes rows, as undoing it needs to know. Its key is "id", and its columns are text.
 * `ownerColumn`: which of them holds the supporter. `hasNew`: rows that a merge adds are taken away again.
 */
export type LinkedTable = {
  table: string;
  columns: readonly string[];
  ownerColumn?: string;
  hasNew?: true;
  /** Which rows: those of supporters, and forms with their addresses that are nobody's yet. */
  where: (of: { ids: string[]; emails: string[] }) => Prisma.Sql;
};

/**
 * What a module does to its own rows when a supporter's account changes, in the caller's transaction. Each module that
 * keeps rows of supporters has one, in the table app/account/account-changes.server.ts.
 */
export type AccountChangeModule = {
  name: string;
  /** In the order in which rows are taken. */
  linkedTables: readonly LinkedTable[];
  /** What a join would bring into another account, one line for each kind of thing, for its owner to decide by. */
  describeContents: (supporterId: string) => Promise<string[]>;
  /**
   * All that hangs on the other hangs on this one from now on.
   * @returns what undoing it needs beside the rows of linkedTables; null: nothing
   */
  onMerge: (tx: Tx, merge: Merge) => Promise<UndoNotes | null>;
  /** The other is back with its rows. What came after the merge and belongs to what went back follows; links in emails end once more. */
  onUnmerge?: (tx: Tx, merge: Merge & { staff: { id: string; network: string } }, notes: unknown) => Promise<void>;
  /** Emails go to another address. What was sent to the old one must open nothing any more. Both in lower case; the same: only that. */
  onNewEmail: (tx: Tx, change: { supporterId: string; oldEmail: string; newEmail: string; by?: "sponsor" | "staff" }) => Promise<void>;
  /** The supporter goes by another name. What is over keeps the name that it was made in. */
  onNewName: (tx: Tx, change: { supporterId: string; firstName: string; lastName: string }) => Promise<void>;
};
