import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { suppressFile } from "~/newsletter/suppressions/suppress-file.server";
import { isSuppressed } from "~/newsletter/suppressions/suppressions.server";
import { db } from "~/platform/database/db.server";
import { useDatabase } from "tests/support/database";

useDatabase();

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "roomlight-lists-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

test("a request of the preference service suppresses each address of its list once, and names lines that are none", async () => {
  const text = () => Readable.from(["\uFEFFAda@example.org\r\n\r\nno address\r\neve@example.org\r\n'=max@example.org\r\n"]);
  expect(await suppressFile(text(), "fps")).toEqual({ added: 3, alreadySuppressed: 0, invalidLines: [3] });
  expect(await suppressFile(text(), "fps")).toEqual({ added: 0, alreadySuppressed: 3, invalidLines: [3] });
  // An export puts a ' before what a spreadsheet would take for a formula.
  expect(await isSuppressed(db, "=max@example.org")).toBe(true);
});
