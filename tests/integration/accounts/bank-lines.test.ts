import { expect, test } from "vitest";
import { matchBankLines } from "~/accounts/bank/match-bank-lines.server";
import { getPayout } from "~/accounts/payouts/payouts.server";
import { getClaim } from "~/claims/claims.server";
import { recordClaimPayment } from "~/claims/hand-in/close-claim.server";
import * as bankScreen from "~/desk/accounts/routes/bank";
import { db } from "~/platform/database/db.server";
import { toDateColumn } from "~/platform/london-dates";
import { useClaims } from "tests/support/claims/claim-harness";
import { submitted } from "tests/support/claims/handed-in-claims";
import { deskCookie, loadAtDesk, postAtDesk } from "tests/support/desk/desk-requests";
import { auditedActions } from "tests/support/desk/person-requests";

useClaims();

const aPayout = (id: string, pence: number, arrivesOn: string) =>
  db.payout.create({
    data: {
      id,
      status: "paid",
      pence,
      currency: "gbp",
      automatic: true,
      createdAt: new Date(),
      arrivesOn: toDateColumn(arrivesOn),
      syncedAt: new Date(),
    },
  });

type Shown = Awaited<ReturnType<typeof bankScreen.loader>>;
const send = (form: Record<string, string>) => postAtDesk(bankScreen, { form });
const shown = async () => (await loadAtDesk(bankScreen)).data as Shown;
const kept = async () =>
  (await db.bankLine.findMany({ orderBy: [{ date: "asc" }, { pence: "asc" }] })).map(({ pence, payoutId, claimId }) => [
    Number(pence),
    payoutId,
    claimId,
  ]);

const head = "Date,Description,Amount";
/** As the second press sends it: the columns that the first one showed. */
const columns = { dateColumn: "0", descriptionColumn: "1", inColumn: "2", outColumn: "" };

test("a statement is looked at first, then added: the same line twice is one, and lines about others are not kept", async () => {
  await aPayout("po_1", 123_450, "2026-11-20");
  const statement = `${head}\n20/11/2026,STRIPE PAYMENTS UK,"1,234.50"\n20/11/2026,STRIPE PAYMENTS UK,1234.50\n21/11/2026,A LOVELAMP,25.00\n22/11/2026,STRIPE,12.00\nsoon,STRIPE,1`;
  const looked = (await send({ do: "check", statement })).data as { check: NonNullable<Shown["check"]>; input: Shown["input"] };
  expect(looked.check.counts).toEqual({ added: 2, known: 1, notOurs: 1, mistakes: 1 });
  expect(looked.check.columns).toEqual({ date: 0, description: 1, moneyIn: 2 });
  expect(looked.input.statement).toBe(statement);
  expect(await kept()).toEqual([]);

  for (const time of ["first", "again"]) {
    const { status, headers } = await send({ do: "add", statement, ...columns });
    expect({ time, status, to: headers.get("location") }).toEqual(
      time === "first" ? { time, status: 303, to: "/desk/bank?done=added" } : { time, status: 200, to: null },
    );
    expect(await kept()).toEqual([
      [123_450, "po_1", null],
      [1200, null, null],
    ]);
  }
  expect(await getPayout("po_1")).toMatchObject({ bankDate: "2026-11-20" });
  expect((await auditedActions()).filter((action) => action.startsWith("bank."))).toEqual(["bank.lines-added"]);
});

test("a line that names neither Stripe nor HMRC is kept where its sum is a payout's", async () => {
  await aPayout("po_1", 5000, "2026-11-20");
  await send({ do: "add", statement: `${head}\n21/11/2026,FASTER PAYMENT 0815,50.00`, ...columns });
  expect(await kept()).toEqual([[5000, "po_1", null]]);
});

test("columns that the heads don't tell are asked for, and a file that is no statement is said to be none", async () => {
  const statement = "When,Who,How much\n20/11/2026,STRIPE,5.00";
  const { check } = (await send({ do: "check", statement })).data as { check: NonNullable<Shown["check"]> };
  expect(check).toMatchObject({ heads: ["When", "Who", "How much"], columns: {}, counts: { added: 0 } });
  await send({ do: "add", statement, ...columns });
  expect(await kept()).toEqual([[500, null, null]]);
  const refused = (await send({ do: "check", statement: "nothing" })) as {
    status: number;
    data: { errors: unknown[]; input: { statement: string } };
  };
  expect(refused).toMatchObject({ status: 400, data: { errors: [{ field: "statement" }], input: { statement: "nothing" } } });
});

test("of two payouts of one sum near the day a person says which; one far away is none", async () => {
  await aPayout("po_near", 700, "2026-11-20");
  await aPayout("po_too", 700, "2026-11-19");
  await aPayout("po_far", 900, "2026-09-01");
  await send({ do: "type", date: "20/11/2026", amount: "7.00", description: "STRIPE" });
  await send({ do: "type", date: "20/11/2026", amount: "9.00", description: "STRIPE" });
  expect(await kept()).toEqual([
    [700, null, null],
    [900, null, null],
  ]);
  const seven = await db.bankLine.findFirstOrThrow({ where: { pence: 700 } });
  const { options } = (await shown()).lines.find(({ id }) => id === seven.id) ?? { options: [] };
  expect(options.map(({ value }) => value)).toEqual(["payout:po_too", "payout:po_near"]);
  expect(await send({ do: `match:${seven.id}`, what: "" })).toMatchObject({ status: 400 });
  expect(await send({ do: `match:${seven.id}`, what: "payout:po_far" })).toMatchObject({ status: 409 });
  expect(await send({ do: `match:${seven.id}`, what: "payout:po_near" })).toMatchObject({ status: 303 });
  expect(await send({ do: `match:${seven.id}`, what: "payout:po_too" })).toMatchObject({ status: 409 });
  const nine = await db.bankLine.findFirstOrThrow({ where: { pence: 900 } });
  expect(await send({ do: `remove:${seven.id}` })).toMatchObject({ status: 409 });
  expect(await send({ do: `remove:${nine.id}` })).toMatchObject({ status: 303 });
  expect(await kept()).toEqual([[700, "po_near", null]]);
});

test("a payout that Stripe tells of after the bank line was added is matched then", async () => {
  await send({ do: "type", date: "2026-11-20", amount: "£7", description: "STRIPE" });
  await aPayout("po_1", 700, "2026-11-20");
  expect(await matchBankLines()).toBe(1);
  expect(await kept()).toEqual([[700, "po_1", null]]);
});

test("HMRC's payment makes its claim paid, with sum and day; a sum that differs is a person's to say; one recorded by hand is only matched", async () => {
  const first = await submitted({ kind: "accept" });
  const asked = (await getClaim(first))?.askedPence ?? 0;
  expect(await getClaim(first)).toMatchObject({ status: "accepted" });
  await send({ do: "type", date: "28/11/2026", amount: (asked / 100).toFixed(2), description: "HMRC CHARITIES" });
  expect(await getClaim(first)).toMatchObject({ status: "paid", paidPence: asked });
  expect(await db.claim.findUnique({ where: { id: first } })).toMatchObject({
    bankReference: "HMRC CHARITIES",
    paidOn: toDateColumn("2026-11-28"),
  });

  const second = await submitted({ kind: "accept" }, 2);
  await send({ do: "type", date: "28/11/2026", amount: "7.49", description: "HMRC CHARITIES" });
  expect(await getClaim(second)).toMatchObject({ status: "accepted" });
  const line = await db.bankLine.findFirstOrThrow({ where: { pence: 749 } });
  expect(await send({ do: `match:${line.id}`, what: `claim:${second}` })).toMatchObject({ status: 303 });
  expect(await getClaim(second)).toMatchObject({ status: "paid", paidPence: 749 });

  const third = await submitted({ kind: "accept" }, 1);
  await recordClaimPayment(third, { paidOn: "2026-11-28", pence: 250, bankReference: "by hand", by: "robin" });
  await send({ do: "type", date: "28/11/2026", amount: "2.50", description: "HMRC CHARITIES 3" });
  expect((await kept()).filter(([, , claim]) => claim === third)).toEqual([[250, null, third]]);
  expect(await db.claim.findUnique({ where: { id: third } })).toMatchObject({ bankReference: "by hand" });
});

test("what is typed wrongly is said at its field and kept; a viewer may look and add nothing", async () => {
  const { status, data } = await send({ do: "type", date: "31/2/2026", amount: "much", description: " " });
  expect({ status, data }).toMatchObject({
    status: 400,
    data: { errors: [{ field: "date" }, { field: "amount" }, { field: "description" }], input: { date: "31/2/2026", amount: "much" } },
  });
  expect(await send({ do: "type", date: "29/11/2026", amount: "5", description: "STRIPE" })).toMatchObject({ status: 400 });
  expect(await kept()).toEqual([]);
  expect((await loadAtDesk(bankScreen, { cookie: await deskCookie("viewer") })).status).toBe(200);
});
