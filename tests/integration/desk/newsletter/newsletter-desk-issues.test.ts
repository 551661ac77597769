import sharp from "sharp";
import { expect, test } from "vitest";
import * as newIssue from "~/desk/newsletter/routes/new-issue";
import * as issueScreen from "~/desk/newsletter/routes/issue";
import * as letterAlone from "~/desk/newsletter/routes/issue-html";
import * as pictures from "~/desk/newsletter/routes/images";
import * as preview from "~/desk/newsletter/routes/issue-preview";
import * as versions from "~/desk/newsletter/routes/issue-versions";
import { saveIssue } from "~/newsletter/issues/save-issue.server";
import { db } from "~/platform/database/db.server";
import { useDatabase } from "tests/support/database";
import { postAtDesk, deskRequest, loadAtDesk } from "tests/support/desk/desk-requests";
import { anIssue, issueInput, loadIssue } from "tests/support/newsletter/newsletter-issues";
import { useResendSandbox, resendControl, runUntilIdle } from "tests/support/newsletter/resend-harness";

useDatabase();
useResendSandbox();

const sendPicture = async (file: Uint8Array<ArrayBuffer>) => {
  const form = new FormData();
  form.set("picture", new File([file], "IMG_1.JPG"));
  return await postAtDesk(pictures, { form });
};

/** A wide picture as a camera lying on its side writes it: the place in it, and a word on which way is up. */
const fromCamera = async () =>
  new Uint8Array(
    await sharp({ create: { width: 2400, height: 1600, channels: 3, background: "#14204a" } })
      .withExif({ IFD0: { Copyright: "A name" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "51/1 30/1 0/1" } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer(),
  );

test("a picture is turned the right way up, made as small as emails need, and loses what a camera wrote", async () => {
  const file = await fromCamera();
  expect((await sharp(file).metadata()).orientation).toBe(6);
  for (const _ of ["once", "twice is one"]) expect(await sendPicture(file)).toMatchObject({ status: 303 });
  const [kept, ...more] = await db.newsletterImage.findMany();
  expect(more).toEqual([]);
  expect(kept).toMatchObject({ contentType: "image/jpeg", width: 1067, height: 1600 });
  const { orientation, exif, icc, xmp } = await sharp(kept?.bytes).metadata();
  expect({ orientation, exif, icc, xmp }).toEqual({ orientation: undefined, exif: undefined, icc: undefined, xmp: undefined });
});

test("what is no picture, or a broken one, or too large, is answered in words and not kept", async () => {
  const file = await fromCamera();
  const wrong = [
    new Uint8Array(),
    new Uint8Array(Buffer.from("GIF89a")),
    new Uint8Array(Buffer.from("<svg/>")),
    file.slice(0, file.length / 2),
  ];
  for (const each of wrong)
    expect(await sendPicture(each)).toMatchObject({ status: 400, data: { errors: [{ message: "Choose a JPEG, PNG or WebP picture" }] } });
  expect(await sendPicture(new Uint8Array(15 * 1024 * 1024 + 1))).toMatchObject({
    status: 400,
    data: { errors: [{ message: expect.stringContaining("15 MB") as string }] },
  });
  expect(await db.newsletterImage.count()).toBe(0);
});

test("an email is looked at by day and by night, and a test of it goes to one mailbox", async () => {
  const { id } = await anIssue();
  const params = { id };
  expect(await loadAtDesk(preview, { params })).toMatchObject({
    data: { subject: issueInput.subject, text: expect.stringContaining("holds the key") as string },
  });
  const alone = async (mode: string) =>
    await (await letterAlone.loader({ request: await deskRequest({ query: `?mode=${mode}` }), params, context: { ip: "" } })).text();
  expect(await alone("light")).toContain("@media not all");
  expect(await alone("dark")).toContain("color-scheme:dark only");
  expect((await loadAtDesk(preview, { params: { id: "none" } })).status).toBe(404);

  expect(await postAtDesk(issueScreen, { params, form: { do: "test", email: "me" } })).toMatchObject({
    status: 400,
    data: { errors: [{ field: "email" }], email: "me" },
  });
  expect(await postAtDesk(issueScreen, { params, form: { do: "test", email: "\u200eme@example.org\u00a0" } })).toMatchObject({
    status: 200,
  });
  await runUntilIdle();
  expect(
    resendControl()
      .messages()
      .map(({ to, subject }) => [to, subject]),
  ).toEqual([[["me@example.org"], `Test: ${issueInput.subject}`]]);
});

test("what an email said before can be read and taken back, and what it says now is not lost by that", async () => {
  const { id, version } = await anIssue();
  const params = { id };
  await saveIssue("site", id, version, { ...issueInput, subject: "Another subject", body: "Other words" });
  expect(await loadAtDesk(versions, { params })).toMatchObject({
    data: { canRestore: true, versions: [{ version: 1, body: issueInput.body }] },
  });
  expect(await postAtDesk(versions, { params, form: { take: "1", version: "1" } })).toMatchObject({ status: 409 });
  expect(await postAtDesk(versions, { params, form: { take: "7", version: "2" } })).toMatchObject({ status: 409 });
  expect(await postAtDesk(versions, { params, form: { take: "1", version: "2" } })).toMatchObject({ status: 303 });
  expect(await loadIssue(id)).toMatchObject({ ...issueInput, version: 3 });
  expect((await loadAtDesk(versions, { params })).data).toMatchObject({ versions: [{ version: 2, body: "Other words" }, { version: 1 }] });
  await db.issueVersion.updateMany({ where: { issueId: id, version: 2 }, data: { subject: "A\bB", body: "C\b\nD" } });
  expect(await postAtDesk(versions, { params, form: { take: "2", version: "3" } })).toMatchObject({ status: 303 });
  expect(await loadIssue(id)).toMatchObject({ subject: "AB", body: "C\nD", version: 4 });
  await db.issue.update({ where: { id }, data: { status: "sent" } });
  expect(await postAtDesk(versions, { params, form: { take: "3", version: "4" } })).toMatchObject({ status: 409 });
});

test("what staff do with an issue is in the audit log, by name and with what it became, and not its words", async () => {
  const form = { ...issueInput };
  const begun = await postAtDesk(newIssue, { form });
  const id = begun.headers.get("location")?.split("/").at(-1) ?? "";
  const params = { id };
  const save = { do: "save", version: "1", ...issueInput, topic: "events", subject: "Another subject" };
  expect(await postAtDesk(issueScreen, { params, form: save })).toMatchObject({ status: 303 });
  // Somebody else's version: nothing happens, and nothing is written down.
  expect(await postAtDesk(issueScreen, { params, form: save })).toMatchObject({ status: 409 });
  const sendAt = "2050-06-01T10:00";
  expect(await postAtDesk(issueScreen, { params, form: { do: "schedule", version: "2", sendAt } })).toMatchObject({ status: 303 });
  expect(await postAtDesk(issueScreen, { params, form: { do: "unschedule" } })).toMatchObject({ status: 303 });
  expect(await postAtDesk(issueScreen, { params, form: { do: "remove" } })).toMatchObject({ status: 303 });
  const log = await db.auditEntry.findMany({ where: { aboutKind: "issue", aboutId: id }, orderBy: { sequence: "asc" } });
  expect(log.map(({ staffId, action, was, became }) => ({ staffId, action, was, became }))).toEqual(
    [
      { action: "issue.created", was: null, became: { topic: "news", reach: issueInput.reach } },
      {
        action: "issue.changed",
        was: { version: 1, topic: "news", reach: issueInput.reach },
        became: { version: 2, topic: "events", reach: issueInput.reach },
      },
      { action: "issue.scheduled", was: null, became: { version: 2, sendAt: "2050-06-01T09:00:00.000Z" } },
      { action: "issue.unscheduled", was: { sendAt: "2050-06-01T09:00:00.000Z" }, became: null },
      { action: "issue.removed", was: null, became: null },
    ].map((entry) => ({ staffId: "test-administrator", ...entry })),
  );
});
