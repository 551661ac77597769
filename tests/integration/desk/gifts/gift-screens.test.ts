import { describe, expect, test } from "vitest";
import { strFromU8, unzipSync } from "fflate";
import * as giftScreen from "~/desk/gifts/routes/gift";
import * as giftsScreen from "~/desk/gifts/routes/gifts";
import * as exportScreen from "~/desk/gifts/routes/export";
import type { ListView } from "~/desk/lists/ui/list-screen";
import { purgeSearches } from "~/desk/lists/searches.server";
import { db } from "~/platform/database/db.server";
import { deskRequest, loadAtDesk, postAtDesk, deskCookie } from "tests/support/desk/desk-requests";
import {
  aDonationForm,
  completeDonation,
  getDonation,
  getDonationAfterJobs,
  listQueuedEmailKinds,
  listSentSubjects,
  stripeControl,
  useDonationHarness,
} from "tests/support/giving/donation-harness";

useDonationHarness();

const list = async (query = "") => (await loadAtDesk(giftsScreen, { query })).data as ListView;
const cell = (view: ListView, label: string) => {
  const at = view.columns.filter(({ isShown }) => isShown).findIndex((column) => column.label === label);
  return view.rows.map(({ cells }) => cells[at]?.text);
};

describe("the list", () => {
  test("a search leads to an address that names nobody, and shows what was found", async () => {
    await completeDonation({ card: "visa" });
    await completeDonation({ card: "visa" }, aDonationForm({ firstName: "Bertha", lastName: "Bright", email: "bertha@example.org" }));
    const found = await postAtDesk(giftsScreen, { query: "?kind=once", form: { do: "search", search: "Bright" } });
    expect(found.status).toBe(303);
    const to = found.headers.get("location") ?? "";
    expect(to).toMatch(/^\/desk\/gifts\?kind=once&s=[\w-]{32}$/);
    const view = await list(to.slice("/desk/gifts".length));
    expect(cell(view, "Name")).toEqual(["Bertha Bright"]);
    expect(view).toMatchObject({
      searchText: "Bright",
      sums: "1 unrestricted donation: £30.00 given, £0.00 refunded or charged back, £30.00 net.",
    });
    const cleared = await postAtDesk(giftsScreen, { query: to.slice("/desk/gifts".length), form: { do: "clear-search" } });
    expect(cleared.headers.get("location")).toBe("/desk/gifts?kind=once");
    await db.deskSearch.updateMany({ data: { createdAt: new Date(Date.now() - 31 * 24 * 3_600_000) } });
    await purgeSearches();
    expect((await list(to.slice("/desk/gifts".length))).rows).toHaveLength(2);
  });

  test("views are kept under a name, for all, without the search; mistakes are said and nothing is kept", async () => {
    const query = "?status=refunded&cols=when&cols=net&s=abc&after=1.x";
    expect(await postAtDesk(giftsScreen, { query, form: { do: "save-view", name: " " } })).toMatchObject({
      status: 400,
      data: { errors: [{ field: "view-name", message: "Enter a name for the view" }] },
    });
    expect(await db.savedView.count()).toBe(0);
    await postAtDesk(giftsScreen, { query, form: { do: "save-view", name: "Refunded" } });
    await postAtDesk(giftsScreen, { query: "?status=paid", form: { do: "save-view", name: "Refunded" } });
    expect((await list()).views).toMatchObject([{ name: "Refunded", query: "status=paid" }]);
    const [view] = await db.savedView.findMany();
    await postAtDesk(giftsScreen, { form: { do: `delete-view:${view?.id ?? ""}` } });
    expect(await db.savedView.count()).toBe(0);
    expect((await db.auditEntry.findMany({ orderBy: { sequence: "asc" } })).map(({ action }) => action)).toEqual([
      "view.saved",
      "view.saved",
      "view.deleted",
    ]);
    const viewer = await deskCookie("viewer");
    expect(await postAtDesk(giftsScreen, { cookie: viewer, form: { do: "save-view", name: "Mine" } })).toMatchObject({ status: 403 });
  });

  test("filters that are wrong are said, and the rest of the list is there", async () => {
    await completeDonation({ card: "visa" });
    const view = await list("?from=2026-02-31&min=lots&cols=nonsense");
    expect(view.errors.map(({ field }) => field)).toEqual(["from", "min"]);
    expect(view.rows).toHaveLength(1);
  });
});

describe("the file", () => {
  async function download(format: string, query = "") {
    const request = await deskRequest({ query, form: { format } });
    const response = await exportScreen.action({ request, params: {}, context: { ip: "" } });
    return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
  }

  test("holds exactly what is listed, as CSV and as a spreadsheet; nothing in it is a formula", async () => {
    const { id } = await completeDonation({ card: "visa" }, aDonationForm({ firstName: '=HYPERLINK("x")', lastName: "Ōé刘" }));
    await db.donation.update({ where: { id }, data: { paidAt: new Date("2026-01-01T12:00:00Z") } });
    await completeDonation({ card: "visa" }, aDonationForm({ firstName: "Other", lastName: "Donor" }));
    const query = "?cols=name&cols=given&cols=status";
    const csv = await download("csv", query);
    expect(csv.response.headers.get("content-disposition")).toMatch(/^attachment; filename="gifts-\d{4}-\d\d-\d\d\.csv"$/);
    expect(new TextDecoder("utf-8", { ignoreBOM: true }).decode(csv.bytes)).toBe(
      `\uFEFFName,Amount,Status\r\nOther Donor,30.00,Paid\r\n"'=HYPERLINK(""x"") Ōé刘",30.00,Paid\r\n`,
    );
    const ods = await download("ods", query);
    const files = unzipSync(ods.bytes);
    // The type stands first in the file, as it is.
    expect(strFromU8(ods.bytes.subarray(30, 38))).toBe("mimetype");
    expect(strFromU8(files["mimetype"] ?? new Uint8Array())).toBe("application/vnd.oasis.opendocument.spreadsheet");
    const content = strFromU8(files["content.xml"] ?? new Uint8Array());
    expect([...content.matchAll(/<text:p>(.*?)<\/text:p>/g)].map((match) => match[1])).toEqual([
      "Name",
      "Amount",
      "Status",
      "Other Donor",
      "30",
      "Paid",
      "=HYPERLINK(&quot;x&quot;) Ōé刘",
      "30",
      "Paid",
    ]);
    expect(content).not.toContain("table:formula");
    expect(await db.auditEntry.findMany({ orderBy: { sequence: "asc" } })).toMatchObject([
      { action: "list.exported", aboutId: "gifts", became: { format: "csv", searched: false } },
      { action: "list.exported", became: { format: "ods" } },
    ]);
  });

  test("asks for a fresh passkey or code first", async () => {
    const cookie = await deskCookie("treasurer");
    await db.staffSession.updateMany({ data: { confirmedAt: new Date(Date.now() - 3_600_000) } });
    expect(await postAtDesk(exportScreen, { cookie, form: { format: "csv" } })).toMatchObject({ status: 401 });
    expect(await db.auditEntry.count()).toBe(0);
  });
});

describe("a gift", () => {
  const show = async (id: string) =>
    (await loadAtDesk(giftScreen, { params: { id } })).data as Awaited<ReturnType<typeof giftScreen.loader>>;

  test("is shown with what happened, and sent back with a form that is pressed twice", async () => {
    const { id } = await completeDonation({ card: "visa" });
    const { formId, gift, input } = await show(id);
    expect(gift.facts).toContainEqual({ label: "Net", text: "£30.00" });
    expect(input.amount).toBe("30.00");
    const form = { do: "refund", formId, amount: "£12.50", reason: "duplicate", note: "Rang us" };
    for (let press = 0; press < 2; press++)
      expect((await postAtDesk(giftScreen, { params: { id }, form })).headers.get("location")).toBe(`/desk/gifts/${id}?done=refunded`);
    expect(await getDonationAfterJobs(id)).toMatchObject({ status: "paid", refundedPence: 1250 });
    const after = await show(id);
    expect(after.input.amount).toBe("17.50");
    expect(after.gift.events.map(({ text }) => text)).toContainEqual(
      "Test administrator asked for a refund of £12.50. Duplicate: Rang us.",
    );
    expect(after.gift.emails.map(({ label }) => label)).toEqual(["Refund", "Receipt"]);
    expect(await db.auditEntry.findMany()).toMatchObject([{ action: "refund.requested", aboutId: id, became: { pence: 1250 } }]);
  });

  test("mistakes keep what was typed and send nothing; more than is left is refused", async () => {
    const { id } = await completeDonation({ card: "visa" });
    const { formId } = await show(id);
    const form = { do: "refund", formId, amount: "30.01", reason: "", note: "n".repeat(501) };
    expect(await postAtDesk(giftScreen, { params: { id }, form })).toMatchObject({
      status: 400,
      data: { input: { amount: "30.01", note: form.note }, formId, errors: [{ field: "amount" }, { field: "reason" }, { field: "note" }] },
    });
    expect(await db.refundRequest.count()).toBe(0);
    expect((await loadAtDesk(giftScreen, { params: { id: "none" } })).status).toBe(404);
  });

  test("while Stripe is away the refund is kept and done later; staff see that", async () => {
    const { id } = await completeDonation({ card: "visa" });
    const { formId } = await show(id);
    stripeControl().chaos({ tooManyRequests: 1 });
    const form = { do: "refund", formId, amount: "30", reason: "requested_by_customer", note: "" };
    expect((await postAtDesk(giftScreen, { params: { id }, form })).headers.get("location")).toContain("done=waiting");
    expect((await show(id)).gift.refundable).toBe(0);
    stripeControl().chaos({ tooManyRequests: 0 });
    await db.$executeRaw`UPDATE graphile_worker._private_jobs SET run_at = now()`;
    expect(await getDonationAfterJobs(id)).toMatchObject({ status: "refunded" });
  });

  test("its emails can be sent again, once for each press of a form, and not while one waits", async () => {
    const { id } = await completeDonation({ card: "visa" });
    const { formId, gift } = await show(id);
    const form = { do: `resend:${gift.emails[0]?.id ?? ""}`, formId };
    const press = async () => (await postAtDesk(giftScreen, { params: { id }, form })).headers.get("location");
    expect(await press()).toContain("done=email");
    expect(await press()).toContain("done=email-not");
    await getDonation(id);
    await getDonationAfterJobs(id);
    expect(await listQueuedEmailKinds()).toEqual(["receipt", "receipt"]);
    expect(listSentSubjects()).toHaveLength(2);
    expect(await press()).toContain("done=email-not");
    expect((await show(id)).gift.emails.map(({ label }) => label)).toEqual(["Receipt, sent again", "Receipt"]);
  });
});
