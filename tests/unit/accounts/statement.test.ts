import { describe, expect, test } from "vitest";
import { namesUs, readLines, readStatement, type StatementColumns } from "~/accounts/bank/statement";

function read(text: string) {
  const statement = readStatement(text);
  if ("problem" in statement) return statement;
  return readLines(statement.rows, statement.columns as StatementColumns).map((row) => ("line" in row ? row.line : row.mistake));
}

describe("a bank statement", () => {
  test("is read by its heads, with the day first, whatever stands between the columns", () => {
    const line = { date: "2026-03-01", pence: 123_450, description: "STRIPE PAYMENTS UK" };
    expect(read("Date,Description,Amount\n01/03/2026,STRIPE PAYMENTS UK,1234.50")).toEqual([line]);
    expect(read("\uFEFFDate;Narrative;Paid out;Paid in\r\n1 Mar 2026;STRIPE PAYMENTS UK;;£1,234.50\r\n")).toEqual([line]);
    expect(read("Date\tDetails\tValue\n01-Mar-26\tSTRIPE PAYMENTS UK\t1234.50 CR")).toEqual([line]);
    expect(
      read('"Transaction Date","Transaction Description","Debit Amount","Credit Amount"\n01/03/26,"STRIPE PAYMENTS UK",,1234.5'),
    ).toEqual([line]);
  });

  test("knows money that goes by a column of its own, a minus, brackets or DR", () => {
    const went = { date: "2026-03-01", pence: -2000, description: "STRIPE" };
    for (const text of ["-20.00", "(20.00)", "20.00 DR", "£-20.00", "−20"])
      expect(read(`Date,Description,Amount\n1/3/2026,STRIPE,${text}`)).toEqual([went]);
    expect(read("Date,Description,Money in,Money out\n1/3/2026,STRIPE,,20.00")).toEqual([went]);
    expect(read("Date,Description,Money in,Money out\n1/3/2026,STRIPE,0.00,-20.00")).toEqual([went]);
  });

  test("says at each line what can't be read, and takes nothing for something else", () => {
    expect(
      read(
        "Date,Description,Amount\n13/13/2026,STRIPE,5\n29/02/2026,STRIPE,5\n1/3/2026,STRIPE,five\n1/3/2026,STRIPE,0\n1/3/2026,STRIPE,1.005",
      ),
    ).toEqual([
      "Its date is not a date: write it as 28/11/2026",
      "Its date is not a date: write it as 28/11/2026",
      "Its amount is not a number: write it as 1234.50",
      "It has no single amount: either money came in or it went out",
      "Its amount is not a number: write it as 1234.50",
    ]);
    expect(read("Date,Description,In,Out\n1/3/2026,STRIPE,5,5")).toEqual(["It has no single amount: either money came in or it went out"]);
  });

  test("without lines, without heads or half of a quotation is refused as a whole", () => {
    expect(read("")).toEqual({ problem: expect.stringContaining("no lines") as string });
    expect(read("Date,Description,Amount")).toEqual({ problem: expect.stringContaining("no lines") as string });
    expect(read("1/3/2026,STRIPE,5\n2/3/2026,STRIPE,6")).toEqual({ problem: expect.stringContaining("name the columns") as string });
    expect(read('Date,Description,Amount\n1/3/2026,"STRIPE,5')).toEqual({ problem: expect.stringContaining("quotation mark") as string });
    expect(read(`Date,Description,Amount\n${"1/3/2026,STRIPE,5\n".repeat(5001)}`)).toEqual({
      problem: expect.stringContaining("5000 lines") as string,
    });
  });

  test("keeps the bank's words as one line of 200 characters at most", () => {
    const [line] = read(`Date,Description,Amount\n1/3/2026,"=HMRC\n${"x".repeat(400)}",5`) as { description: string }[];
    expect(line?.description).toHaveLength(200);
    expect(line?.description).toMatch(/^=HMRC x/);
  });

  test("names Stripe or HMRC in the banks' ways", () => {
    for (const text of ["STRIPE PAYMENTS UK LTD", "HMRC CHARITIES", "H M REVENUE & CUSTOMS", "Gift Aid repayment"])
      expect(namesUs(text)).toBe(true);
    for (const text of ["A LOVELAMP STANDING ORDER", "RENT", "STRIP LIGHTS LTD"]) expect(namesUs(text)).toBe(false);
  });
});
