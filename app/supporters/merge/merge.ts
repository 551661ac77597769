/** For how long a merge can be undone. */
export const undoDays = 30;

export const undoableUntil = (mergedAt: Date): Date => new Date(mergedAt.getTime() + undoDays * 86_400_000);

type Values = Record<string, string | null>;

/** Rows of a table that a merge changed in the same way. */
export type ChangedRows = { table: string; ids: string[]; was: Values; became: Values };

export type SupporterNames = { email: string | null; firstName: string; lastName: string };

/** All that undoing a merge needs. `notes`: by the name of the module. */
export type MergeUndo = {
  /** The record that went, as it was. `createdAt`: an instant as text. */
  other: SupporterNames & { id: string; version: number; createdAt: string };
  kept: { was: SupporterNames; became: SupporterNames };
  changed: ChangedRows[];
  added: { table: string; ids: string[] }[];
  notes: Record<string, unknown>;
};
