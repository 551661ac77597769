/** Where a page of a list begins: after the row of this instant and id. */
export type Cursor = { at: Date; id: string };

/** A cursor as a part of an address. */
export const formatCursor = ({ at, id }: Cursor): string => `${at.getTime()}.${id}`;

/** Reads a cursor out of an address. Null: there is none, or it is not one of ours; the list then begins at its beginning. */
export function parseCursor(text: string | null): Cursor | null {
  const match = /^(-?\d{1,15})\.([\w-]{1,64})$/.exec(text ?? "");
  if (!match?.[1] || !match[2]) return null;
  const at = new Date(Number(match[1]));
  return Number.isNaN(at.getTime()) ? null : { at, id: match[2] };
}
