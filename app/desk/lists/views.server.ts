import { now } from "~/platform/clock";
import { db, type Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { toSingleLine } from "~/platform/text";

export type ListName = "gifts" | "sponsorships" | "people";
export type SavedViewLink = { id: string; name: string; query: string };

export const maxViewNameLength = 60;

/** What of an address makes a view: filters and columns, never a search or a page. */
export function toViewQuery(params: URLSearchParams): string {
  const query = new URLSearchParams(params);
  for (const name of ["s", "after", "last", "sum", "view"]) query.delete(name);
  return query.toString();
}

export const listViews = (list: ListName): Promise<SavedViewLink[]> =>
  db.savedView.findMany({ where: { list }, orderBy: { name: "asc" }, select: { id: true, name: true, query: true } });

/** Keeps a list under a name; the same name again takes its place. @returns what is wrong with the name */
export async function saveView(
  tx: Tx,
  list: ListName,
  typedName: string,
  params: URLSearchParams,
): Promise<{ wrong: string } | { id: string }> {
  const name = toSingleLine(typedName);
  if (name === "") return { wrong: "Enter a name for the view" };
  if (name.length > maxViewNameLength) return { wrong: `Use ${maxViewNameLength} characters or fewer (now ${name.length})` };
  const query = toViewQuery(params);
  const { id } = await tx.savedView.upsert({
    where: { list_name: { list, name } },
    create: { id: newId(), list, name, query, createdAt: now() },
    update: { query },
  });
  return { id };
}

export async function deleteView(tx: Tx, list: ListName, id: string): Promise<boolean> {
  return (await tx.savedView.deleteMany({ where: { id, list } })).count > 0;
}
