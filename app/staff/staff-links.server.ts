import { signedLinks } from "~/platform/signed-link.server";

/** Links in emails to staff. */
export const staffLinks = signedLinks<"invitation" | "sign in">("staff link");

/** Why a link opens nothing. "invalid-link": cut off, altered, or from an old secret. */
export type LinkRefusal = { refused: "invalid-link" | "expired" | "used" };

/** Whether the row of a link may still be used. */
export function checkLink<Row extends { usedAt: Date | null; expiresAt: Date }>(row: Row | null, at: Date): Row | LinkRefusal {
  if (!row) return { refused: "invalid-link" };
  if (row.usedAt) return { refused: "used" };
  return row.expiresAt <= at ? { refused: "expired" } : row;
}
