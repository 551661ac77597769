import { describe, expect, test } from "vitest";
import * as eraseScreen from "~/desk/people/routes/erase";
import * as personScreen from "~/desk/people/routes/person";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { formatTypedDate } from "~/platform/typed-date";
import { addDays, fromDateColumn, londonDate } from "~/platform/london-dates";
import { listOpenTasks } from "~/staff/notes/notes.server";
import { exportPersonalData } from "~/supporters/privacy/export-personal-data.server";
import { personalDataModules } from "~/account/personal-data.server";
import { accountChangeModules } from "~/account/account-changes.server";
import { mergeSupporters } from "~/supporters/merge-supporters.server";
import { inTransaction } from "~/platform/database/db.server";
import { insertSupporter } from "tests/support/desk/desk-rows";
import { deskCookie, loadAtDesk, postAtDesk } from "tests/support/desk/desk-requests";
import { getSupporterId } from "tests/support/supporters/supporter-requests";
import { completeDonation, getDonationAfterJobs, stripeControl, useDonationHarness } from "tests/support/giving/donation-harness";
import { showPerson, sendToPerson, auditedActions, aGiver } from "tests/support/desk/person-requests";

useDonationHarness();

describe("notes and tasks", () => {
  test("are kept once for each form, told to their person, and follow them into another record", async () => {
    const id = await aGiver();
    const today = londonDate(new Date());
    const formId = newId();
    for (let press = 0; press < 2; press++)
      await sendToPerson(id, { do: "note", formId, text: "Ring back", dueOn: formatTypedDate(addDays(today, 3)) });
    expect(await listOpenTasks({ until: addDays(today, 2) })).toEqual([]);
    const [task] = await listOpenTasks({ until: addDays(today, 3) });
    expect(task).toMatchObject({ supporterId: id, name: "Adaline Lovelamp", text: "Ring back" });
    const exported = JSON.stringify(await exportPersonalData(id, personalDataModules));
    expect(exported).toContain("Ring back");
    const other = await insertSupporter();
    await inTransaction((tx) =>
      mergeSupporters(tx, { supporterId: other.id, otherId: id, email: null, otherEmail: null }, accountChangeModules),
    );
    expect((await sendToPerson(other.id, { do: `task-done:${task?.id ?? ""}` })).headers.get("location")).toContain("done=task-done");
    expect(await sendToPerson(other.id, { do: `task-done:${task?.id ?? ""}` })).toMatchObject({ status: 409 });
    expect(await listOpenTasks({})).toEqual([]);
    expect((await showPerson(other.id)).person.timeline.map(({ text }) => text)).toContain("Test administrator finished: Ring back");
    expect(await auditedActions()).toEqual(["note.written", "task.done"]);
    expect(fromDateColumn((await db.staffNote.findFirstOrThrow()).dueOn ?? new Date(0))).toBe(addDays(today, 3));
  });

  test("empty ones, long ones and days that are over are refused with what was typed", async () => {
    const id = await aGiver();
    for (const [form, field] of [
      [{ text: " \u200B" }, "text"],
      [{ text: "x".repeat(2001) }, "text"],
      [{ text: "x", dueOn: "1/1/2020" }, "dueOn"],
      [{ text: "x", dueOn: "soon" }, "dueOn"],
    ] as const)
      expect(await sendToPerson(id, { do: "note", formId: newId(), ...form })).toMatchObject({
        status: 400,
        data: { input: form, errors: [{ field }] },
      });
    expect(await db.staffNote.count()).toBe(0);
  });
});

test("an editor notes but changes no money and no names; a button that is not known does nothing", async () => {
  const id = await aGiver();
  const editor = await deskCookie("editor");
  expect(await sendToPerson(id, { do: "note", formId: newId(), text: "Likes trees" }, editor)).toMatchObject({ status: 303 });
  for (const what of ["name", "home", "declare", "cancel-declaration:x", "resend:x"])
    expect([what, (await sendToPerson(id, { do: what }, editor)).status]).toEqual([what, 403]);
  for (const what of ["__proto__", "constructor", ""]) expect([what, (await sendToPerson(id, { do: what })).status]).toEqual([what, 400]);
});

describe("erasure", () => {
  const erase = (id: string, form: Record<string, string>, cookie?: string) =>
    postAtDesk(eraseScreen, { params: { id }, form, ...(cookie !== undefined && { cookie }) });

  test("takes a tick and a fresh confirmation of an administrator, is in the log once, and goes on after an outage", async () => {
    const gift = await completeDonation({ card: "visa" });
    const id = getSupporterId(gift);
    await sendToPerson(id, { do: "note", formId: newId(), text: "Asked to be forgotten" });
    expect(await erase(id, {})).toMatchObject({ status: 400 });
    expect(await erase(id, { sure: "yes" }, await deskCookie("treasurer"))).toMatchObject({ status: 403 });
    const stale = await deskCookie("administrator");
    await db.staffSession.updateMany({ data: { confirmedAt: new Date(Date.now() - 3_600_000) } });
    expect(await erase(id, { sure: "yes" }, stale)).toMatchObject({ status: 401 });
    expect(await db.erasure.count()).toBe(0);
    stripeControl().chaos({ tooManyRequests: 1 });
    expect(await erase(id, { sure: "yes" })).toMatchObject({ status: 503, data: { retryLater: true } });
    expect((await showPerson(id)).person.isBeingErased).toBe(true);
    stripeControl().chaos({ tooManyRequests: 0 });
    expect((await erase(id, { sure: "yes" })).headers.get("location")).toBe("/desk/people?done=erased");
    expect(await db.supporter.count()).toBe(0);
    expect(await db.staffNote.count()).toBe(0);
    expect(await getDonationAfterJobs(gift.id)).toMatchObject({ firstName: "", email: "" });
    expect((await auditedActions()).filter((action) => action === "person.erased")).toHaveLength(1);
    expect((await loadAtDesk(personScreen, { params: { id } })).status).toBe(404);
  });
});
