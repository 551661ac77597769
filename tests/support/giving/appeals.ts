import type { AppealForm } from "~/giving/appeals/appeal-form";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { pence } from "~/platform/money";

export const anAppealForm = (change: Partial<AppealForm> = {}): AppealForm => ({
  name: "A warm winter",
  slug: "a-warm-winter",
  summary: "Warm beds for everybody who comes this winter.",
  story: "## Beds\n\nA bed costs **£30**.",
  surplus: "More pays for towels; with less we buy fewer beds.",
  goalPence: pence(50_000),
  endsOn: null,
  amounts: [],
  imageId: null,
  imageAlt: "",
  fundId: "general-fund",
  ...change,
});

type Row = Parameters<typeof db.appeal.create>[0]["data"];

/** An appeal that is published, as it stands in the database. */
export function insertAppeal(change: Partial<Row> = {}) {
  const id = newId();
  const row = { ...anAppealForm(), id, status: "published", publishedAt: new Date(), ...change } as Row;
  return db.appeal.create({ data: row });
}
