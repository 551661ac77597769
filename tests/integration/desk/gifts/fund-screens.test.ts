import { expect, test } from "vitest";
import * as fundScreen from "~/desk/funds/routes/fund";
import * as fundsScreen from "~/desk/funds/routes/funds";
import * as moveScreen from "~/desk/funds/routes/move-gift";
import { generalFundId, roomsFundId } from "~/giving/funds/fund";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { useDatabase } from "tests/support/database";
import { insertGift } from "tests/support/desk/desk-rows";
import { loadAtDesk, postAtDesk } from "tests/support/desk/desk-requests";

useDatabase();

type View = { errors: { field: string; message: string }[]; input: Record<string, string>; sums: { label: string; net: string }[] };
const wrongFields = (data: unknown) => (data as View).errors.map(({ field }) => field);

test("funds are listed with their sums, restricted ones apart; a new one is added, and what is wrong is said and kept", async () => {
  await insertGift({ giftPence: 500 });
  await insertGift({ giftPence: 700, fundId: roomsFundId });
  const { sums } = (await loadAtDesk(fundsScreen)).data as View;
  expect(sums.map(({ label, net }) => [label, net])).toEqual([
    ["All unrestricted funds", "£5.00"],
    ["All restricted funds", "£7.00"],
  ]);
  for (const [form, fields] of [
    [{}, ["name", "purpose", "kind"]],
    [{ name: "\u200b ", purpose: "x", kind: "restricted" }, ["name"]],
    [{ name: "x".repeat(81), purpose: "y".repeat(201), kind: "restricted" }, ["name", "purpose"]],
    [{ name: "Minibus", purpose: "a minibus", kind: "both" }, ["kind"]],
    [{ name: "Mini\u0007bus", purpose: "a minibus", kind: "restricted" }, ["name"]],
  ] as const) {
    const { status, data } = await postAtDesk(fundsScreen, { form });
    expect([form, status, wrongFields(data)]).toEqual([form, 400, fields]);
    expect((data as View).input).toMatchObject(form);
  }
  expect(await db.fund.count()).toBe(2);
  const added = await postAtDesk(fundsScreen, {
    form: { name: " Mini  bus ", purpose: "a minibus.", kind: "restricted", formId: newId() },
  });
  expect([added.status, added.headers.get("Location")]).toEqual([303, "/desk/funds?done=added"]);
  expect(await db.fund.findFirst({ where: { name: "Mini bus" } })).toMatchObject({ purpose: "a minibus", restricted: true });
});

test("who saves over somebody else's words sees both", async () => {
  const id = newId();
  await db.fund.create({ data: { id, name: "Theirs", purpose: "their purpose", restricted: false, version: 2 } });
  const form = { do: "save", version: "1", name: "Mine", purpose: "my purpose" };
  const { status, data } = await postAtDesk(fundScreen, { params: { id }, form });
  expect([status, wrongFields(data)]).toEqual([409, ["name"]]);
  expect(data).toMatchObject({ name: "Theirs", input: { name: "Mine", purpose: "my purpose" }, version: 2 });
  expect((await postAtDesk(fundScreen, { params: { id }, form: { ...form, version: "2" } })).status).toBe(303);
  expect((await postAtDesk(fundScreen, { params: { id }, form: { do: "close" } })).headers.get("Location")).toBe(
    `/desk/funds/${id}?done=closed`,
  );
  expect((await postAtDesk(fundScreen, { params: { id }, form: { do: "toString" } })).status).toBe(400);
  expect((await postAtDesk(fundScreen, { params: { id: "none" }, form: { do: "close" } })).status).toBe(404);
});

test("a gift is moved by its form; without a reason, a place or the donor's word it stays and the form is kept", async () => {
  const { id } = await insertGift({ fundId: roomsFundId });
  const send = (form: Record<string, string>) =>
    postAtDesk(moveScreen, { params: { id }, form: { formId: newId(), seenFund: roomsFundId, ...form } });
  const to = `fund:${generalFundId}`;
  for (const [form, status, fields] of [
    [{}, 400, ["to", "moveReason"]],
    [{ to: "everything", moveReason: "x" }, 400, ["to"]],
    [{ to, moveReason: "x".repeat(301) }, 400, ["moveReason"]],
    [{ to, moveReason: "They rang" }, 409, ["agreed"]],
  ] as const) {
    const answer = await send(form);
    expect([answer.status, wrongFields(answer.data)]).toEqual([status, fields]);
    expect((answer.data as View).input).toMatchObject(form);
  }
  expect((await db.donation.findUniqueOrThrow({ where: { id } })).fundId).toBe(roomsFundId);
  const moved = await send({ to, moveReason: "They rang", agreed: "yes" });
  expect([moved.status, moved.headers.get("Location")]).toEqual([303, `/desk/gifts/${id}?done=moved`]);
  expect((await db.donation.findUniqueOrThrow({ where: { id } })).fundId).toBe(generalFundId);
});
