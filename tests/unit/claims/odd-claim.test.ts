import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HTMLElement, parse } from "node-html-parser";
import { describe, expect, it } from "vitest";
import { cleanDetails } from "~/claims/claim-fields";
import type { ClaimLine } from "~/claims/claim-line";
import { submitMessage, withPassword } from "~/claims/hmrc/govtalk";
import { writeR68Body } from "~/claims/hmrc/r68-body";
import { writeSchedules } from "~/claims/schedule/ods";
import { scheduleCells } from "~/claims/schedule/schedule-cells";
import { demonstrationCharity } from "~/platform/config/charity";
import { checkClaimMessage, readMessage } from "~/sandbox/hmrc/check-message";
import { elementsOf, find, parseXml, textOf } from "~/sandbox/hmrc/xml-tree";
import { readSchedule } from "tests/support/claims/hmrc-schedule-reader";
import { heldDonors, sentDonors } from "tests/support/claims/odd-donors";

const today = "2026-11-28";
const account = { senderId: "323412300001", password: "a password" };
const adjustmentPence = 1;

describe("odd donors", () => {
  it.each(sentDonors)("%j", (told, changes) => {
    expect(cleanDetails(told)).toEqual({ details: { title: null, ...told, ...changes } });
  });
  it.each(heldDonors)("%j is held back for its %s", (told, field) => {
    const cleaned = cleanDetails(told);
    expect("problems" in cleaned && cleaned.problems.map((problem) => problem.field)).toEqual([field]);
  });
});

/** The first and last days that a claim of today may hold, a 29 February, the ends of tax years; a penny, and more than £1,000. */
const days = ["2022-04-06", "2024-02-29", "2025-04-05", "2026-04-05", "2026-04-06", "2026-11-27"];
const sums = [1, 3, 99, 3_000, 100_000, 12_345_678];

/** As many lines as a claim takes: every odd donor on every odd day, and small gifts of several. */
const lines: ClaimLine[] = Array.from({ length: 1000 }, (_, index) => {
  const [told] = sentDonors[index % sentDonors.length] ?? [];
  const cleaned = told ? cleanDetails(told) : { problems: [] };
  if (!("details" in cleaned)) throw new Error("it can be sent");
  const date = days[index % days.length] ?? today;
  const line = { date, firstDate: index % 5 === 0 ? "2022-04-06" : date, pence: sums[(index * 7) % sums.length] ?? 1 };
  if (index % 101 === 100) return { ...line, pence: Math.min(line.pence, 100_000), aggregated: "Gifts under £30" };
  return { ...line, aggregated: null, ...cleaned.details };
});

describe("a claim of 1,000 odd rows", () => {
  const charity = demonstrationCharity.giftAid;
  if (!charity) throw new Error("the demonstration claims Gift Aid");
  const sender = {
    senderId: account.senderId,
    hmrcReference: charity.hmrcReference,
    vendorId: "1234",
    product: { name: "Roomlight", version: "1" },
    isTest: true,
  };

  it("is taken by HMRC, and says of each donor what they wrote", () => {
    const claim = { charity, organisation: "Roomlight", claimNumber: "GA-000001", lines, adjustmentPence, otherInfo: "One gift & <half>" };
    const xml = withPassword(submitMessage(sender, "0123456789ABCDEF0123456789ABCDEF", writeR68Body(claim).body), account.password);
    const read = readMessage(xml, account);
    if ("error" in read) throw new Error(read.error.text);
    const donatedPence = lines.reduce((sum, { pence }) => sum + pence, 0);
    expect(checkClaimMessage(read.message, today)).toMatchObject({ errors: [], gifts: 1000, donatedPence, adjustmentPence });
    const repayment = find(parseXml(xml), "Body", "IRenvelope", "R68", "Claim", "Repayment");
    if (!repayment) throw new Error("no repayment");
    const gifts = elementsOf(repayment).filter(({ name }) => name === "GAD");
    for (const [index, line] of lines.entries()) {
      const gift = gifts[index];
      const of = (...path: string[]) => textOf(find(gift ?? null, ...path)) || null;
      const who =
        line.aggregated === null
          ? [line.title, line.firstName, line.lastName, line.house, line.postcode, line.postcode === null ? "yes" : null]
          : [null, null, null, null, null, null];
      expect([
        ...["Ttl", "Fore", "Sur", "House", "Postcode", "Overseas"].map((name) => of("Donor", name)),
        of("AggDonation"),
        of("Date"),
        of("Total"),
      ]).toEqual([...who, line.aggregated, line.date, (line.pence / 100).toFixed(2)]);
    }
    expect(textOf(find(repayment, "EarliestGAdate"))).toBe("2022-04-06");
    expect(textOf(find(repayment, "Adjustment"))).toBe("0.01");
  });

  it("is one schedule, which HMRC's reader takes whole", () => {
    const [file, ...more] = writeSchedules(lines, adjustmentPence);
    expect(more).toEqual([]);
    const read = readSchedule(file ?? new Uint8Array(), today);
    expect(read).toMatchObject({ errors: [], earliestDate: "06/04/22", overclaimed: "0.01" });
    expect(read.rows.map((row) => Object.values(row).slice(1))).toEqual(lines.map((line) => [...scheduleCells(line)]));
  });

  it("is opened by LibreOffice and holds cell by cell what is claimed", { timeout: 240_000 }, (context) => {
    if (spawnSync("soffice", ["--version"]).status !== 0)
      return context.skip("LibreOffice is not installed: on Debian, apt-get install libreoffice-calc-nogui");
    const [file] = writeSchedules(lines, adjustmentPence);
    const cells = readCells(openInLibreOffice(file ?? new Uint8Array()));
    expect(cells[12]?.[3]).toBe("06/04/22");
    expect(cells[16]?.[3]).toBe("0.01");
    const total = lines.reduce((sum, { pence }) => sum + pence, 0);
    expect(cells[19]?.[9]).toBe((total / 100).toFixed(2));
    const shown = lines.map((_, index) => cells[24 + index]?.slice(1, 11));
    expect(shown).toEqual(lines.map((line, index) => [String(index + 1), ...scheduleCells(line)]));
  });
});

/** A schedule as LibreOffice writes it anew after opening it, as flat XML. */
function openInLibreOffice(file: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "roomlight-ods-"));
  try {
    writeFileSync(join(folder, "claim.ods"), file);
    const profile = `-env:UserInstallation=file://${folder}/profile`;
    execFileSync("soffice", [profile, "--headless", "--convert-to", "fods", "--outdir", folder, join(folder, "claim.ods")], {
      stdio: "pipe",
    });
    return readFileSync(join(folder, "claim.fods"), "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is shown in each cell of the first sheet, row by row. */
function readCells(fods: string): string[][] {
  const repeats = (node: HTMLElement, kind: string) => Math.min(1100, Number(node.getAttribute(`table:number-${kind}-repeated`) ?? 1));
  const elements = (node: HTMLElement) => node.childNodes.filter((child) => child instanceof HTMLElement);
  const table = parse(fods).querySelector("table\\:table");
  const rows = table ? elements(table).filter(({ rawTagName }) => rawTagName === "table:table-row") : [];
  return rows.flatMap((row) => {
    const cells = elements(row).flatMap((cell) => Array<string>(repeats(cell, "columns")).fill(cell.textContent.trim()));
    return Array<string[]>(repeats(row, "rows")).fill(cells);
  });
}
