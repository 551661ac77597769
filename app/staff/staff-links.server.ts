import { readToken, signToken, type TokenPurpose } from "~/platform/secrets/signed-token.server";

type StaffLink = TokenPurpose & `staff ${string}`;

/** Why a link opens nothing. "invalid-link": cut off, altered, or from an old secret. */
export type LinkRefusal = { refused: "invalid-link" | "expired" | "used" };

/** The token of a link in an email to staff: its row's id, signed, for as long as the row says. */
export const signStaffLink = (link: StaffLink, row: { id: string; expiresAt: Date }): string => signToken(link, row.id, row.expiresAt);

/** The row's id in a token, even if it has expired: the row says so; null: it is none of ours. */
export function readStaffLink(link: StaffLink, token: string, at: Date): string | null {
  const read = readToken(link, token, at);
  return "subject" in read ? read.subject : null;
}

/** Whether the row of a link may still be used. */
export function checkLink<Row extends { usedAt: Date | null; expiresAt: Date }>(row: Row | null, at: Date): Row | LinkRefusal {
  if (!row) return { refused: "invalid-link" };
  if (row.usedAt) return { refused: "used" };
  return row.expiresAt <= at ? { refused: "expired" } : row;
}
