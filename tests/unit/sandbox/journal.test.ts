import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openJournal } from "~/sandbox/journal";

let isFull = false;

// A disk that is full takes half of a line, and then no more.
vi.mock("node:fs", async (importOriginal) => {
  const real = await importOriginal<typeof import("node:fs")>();
  return {
    ...real,
    appendFileSync: (file: number, text: string) => {
      if (!isFull) return real.appendFileSync(file, text);
      real.appendFileSync(file, text.slice(0, text.length / 2));
      throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    },
  };
});

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "roomlight-journal-"));
  file = join(folder, "state.jsonl");
  isFull = false;
  vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const row = (id: string) => ({ table: "customer", id, record: { id } });
const reopened = () => openJournal(file, "heading").read();

it("goes on while the disk is full, says so once, and writes what waited as soon as there is room", async () => {
  const journal = openJournal(file, "heading");
  journal.rewrite([row("before")]);
  isFull = true;
  journal.append([row("one")]);
  journal.append([row("two")]);
  expect(reopened()).toEqual([row("before")]);
  expect(readFileSync(file, "utf8").endsWith("}\n")).toBe(true);
  expect(console.warn).toHaveBeenCalledOnce();
  expect(console.warn).toHaveBeenCalledWith(expect.stringContaining("The disk is full"));
  isFull = false;
  await vi.waitFor(() => expect(reopened()).toEqual([row("before"), row("one"), row("two")]), 90_000);
  isFull = true;
  journal.append([row("three")]);
  expect(console.warn).toHaveBeenCalledTimes(2);
  isFull = false;
  journal.close();
  expect(reopened()).toHaveLength(4);
});

it("keeps the old file where it can't be rewritten, and rewrites it later with what came since", () => {
  const journal = openJournal(file, "heading");
  journal.rewrite([row("old")]);
  isFull = true;
  journal.rewrite([row("new")]);
  journal.append([row("newer")]);
  expect(reopened()).toEqual([row("old")]);
  isFull = false;
  journal.append([row("newest")]);
  expect(reopened()).toEqual([row("new"), row("newer"), row("newest")]);
  journal.close();
});
