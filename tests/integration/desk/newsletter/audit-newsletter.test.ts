import sharp from "sharp";
import { expect, test } from "vitest";
import * as pictures from "~/desk/newsletter/routes/images";
import * as listScreen from "~/desk/newsletter/routes/import";
import * as listsScreen from "~/desk/newsletter/routes/imports";
import * as suppressions from "~/desk/newsletter/routes/suppressions";
import * as reconciliations from "~/desk/routes/reconciliations";
import { processImport } from "~/newsletter/imports/process-import.server";
import { db } from "~/platform/database/db.server";
import { useDatabase } from "tests/support/database";
import { postAtDesk } from "tests/support/desk/desk-requests";

useDatabase();

/** What the log has, the oldest first. */
const log = async () =>
  (await db.auditEntry.findMany({ orderBy: { sequence: "asc" } })).map(({ staffId, action, aboutKind, was, became }) => ({
    staffId,
    action,
    aboutKind,
    was,
    became,
  }));
const entry = (action: string, aboutKind: string, facts: { was?: object; became?: object } = {}) => ({
  staffId: "test-administrator",
  action,
  aboutKind,
  was: null,
  became: null,
  ...facts,
});

const upload = async (day: string): Promise<string> => {
  const lines = ["email,topics,consented_at,consent_words,consent_source", `ada@example.org,news,${day},Send me news,summer fair`];
  const form = new FormData();
  form.set("list", new File([lines.join("\n")], "people.csv"));
  const answer = await postAtDesk(listsScreen, { form });
  const id = answer.headers.get("location")?.split("/").at(-1) ?? "";
  await processImport(id);
  return id;
};

test("lists: uploaded, how days are written, imported, thrown away; what changes nothing is not in the log, and no address is", async () => {
  const params = { id: await upload("01/03/2026") };
  const press = (form: Record<string, string>) => postAtDesk(listScreen, { params, form });
  for (const _ of ["once", "twice is one"]) await press({ do: "read", dateOrder: "day_first" });
  await processImport(params.id);
  for (const _ of ["once", "twice is one"]) await press({ do: "import" });
  await press({ do: "drop" });
  const other = { id: await upload("2026-03-01") };
  await postAtDesk(listScreen, { params: other, form: { do: "drop" } });
  expect(await log()).toEqual([
    entry("import.uploaded", "import", { became: { lines: 2 } }),
    entry("import.days-chosen", "import", { became: { dateOrder: "day_first" } }),
    entry("import.confirmed", "import"),
    entry("import.uploaded", "import", { became: { lines: 2 } }),
    entry("import.discarded", "import"),
  ]);
  expect(JSON.stringify(await db.auditEntry.findMany({ omit: { sequence: true } }))).not.toContain("ada@");
});

test("an address is stopped and let in again, a picture is added, a comparison is asked for: each once, and by no address", async () => {
  const email = "ada@example.org";
  for (const _ of ["once", "twice is one"]) await postAtDesk(suppressions, { form: { email, do: "suppress", reason: "fps" } });
  const request = { channel: "in_writing", requestedOn: "2026-01-31", statement: "I changed my mind" };
  for (const _ of ["once", "twice is one"]) await postAtDesk(suppressions, { form: { email, do: "lift", ...request } });
  const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: "#14204a" } })
    .png()
    .toBuffer();
  const form = new FormData();
  form.set("picture", new File([new Uint8Array(picture)], "a.png"));
  for (const _ of ["once", "twice is one"]) await postAtDesk(pictures, { form });
  await postAtDesk(reconciliations, { form: { kind: "plans" } });
  expect(await log()).toEqual([
    entry("address.suppressed", "address", { became: { reason: "fps" } }),
    entry("address.unsuppressed", "address", { was: { reasons: "fps" }, became: { channel: "in_writing", requestedOn: "2026-01-31" } }),
    entry("picture.added", "picture"),
    entry("reconciliation.asked", "reconciliation"),
  ]);
  const all = JSON.stringify(await db.auditEntry.findMany({ omit: { sequence: true } }));
  expect(all).not.toMatch(/ada@|changed my mind/);
});
