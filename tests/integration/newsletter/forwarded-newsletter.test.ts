import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { expect, test, vi } from "vitest";
import { preferenceToken } from "~/newsletter/link-tokens.server";
import { action as download } from "~/newsletter/preferences/routes/data-json";
import { action as leave, loader as leavePage } from "~/newsletter/preferences/routes/unsubscribe";
import { action, loader } from "~/newsletter/preferences/routes/preferences";
import { action as postData, loader as dataPage } from "~/newsletter/preferences/routes/your-data";
import { confirmRequest } from "~/newsletter/sign-up/confirm-request.server";
import { requestSubscription } from "~/newsletter/sign-up/request-subscription.server";
import { db } from "~/platform/database/db.server";
import { newToken } from "~/platform/ids.server";
import { mailControl, runJobs, useDonationHarness } from "tests/support/giving/donation-harness";
import { aDataLinkToken, aSubscriber } from "tests/support/newsletter/subscribers";

useDonationHarness();

const email = "ada@lovelace.example.org";
const args = (token: string, posted?: Record<string, string>, ip = newToken()) => {
  const request = new Request("http://127.0.0.1:3000/", posted && { method: "POST", body: new URLSearchParams(posted) });
  return { request, params: { token }, context: { ip } } as unknown as ActionFunctionArgs & LoaderFunctionArgs;
};
const createAda = async () => {
  const { id } = await aSubscriber({ email });
  return { id, token: preferenceToken(id, 1) };
};
const getSubscription = (id: string) => db.newsletterSubscription.findUniqueOrThrow({ where: { id } });
const emailedLinks = () =>
  mailControl()
    .messages()
    .filter(({ to }) => to.includes(email))
    .flatMap(({ text }) => /your-data\/([\w-]{43})/.exec(text ?? "")?.[1] ?? []);

test("the link of a newsletter shows no address in full, and neither downloads, moves nor erases", async () => {
  const { id, token } = await createAda();
  for (const look of [loader, leavePage]) {
    const shown = JSON.stringify(await look(args(token)));
    expect(shown).toContain("a•••@l•••.example.org");
    expect(shown).not.toMatch(/ada|lovelace/);
  }
  expect((await download(args(token, {}))).status).toBe(404);
  for (const posted of [
    { do: "move", email: "thief@example.org" },
    { do: "erase", email: "" },
  ]) {
    expect(await action(args(token, posted))).toMatchObject({ init: { status: 400 } });
    expect(await postData(args(token, posted))).toMatchObject({ init: { status: 404 } });
  }
  expect(await dataPage(args(token))).toMatchObject({ data: { shown: null }, init: { status: 404 } });
  expect(await db.newsletterRequest.count()).toBe(0);
  expect((await getSubscription(id)).status).toBe("subscribed");
});

test("a fresh link goes to the subscriber's own mailbox, works once and for an hour; few are sent", async () => {
  const { token } = await createAda();
  for (let times = 0; times < 3; times++) expect(await action(args(token, { do: "data-link" }))).toMatchObject({ status: 303 });
  expect(await action(args(token, { do: "data-link" }))).toMatchObject({
    data: { errors: [{ field: "data-link" }] },
    init: { status: 400 },
  });
  await runJobs();
  expect(mailControl().messages()).toHaveLength(3);
  const [one = "", two = "", three = ""] = emailedLinks();
  expect(await dataPage(args(one))).toMatchObject({ data: { shown: { email, isActive: true } } });
  const answers = await Promise.all([1, 2, 3].map(() => download(args(one, {}))));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404, 404]);
  expect(await dataPage(args(one))).toMatchObject({ init: { status: 404 } });
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61 * 60_000 });
  try {
    for (const late of [two, three]) expect(await postData(args(late, { do: "erase" }))).toMatchObject({ init: { status: 404 } });
  } finally {
    vi.useRealTimers();
  }
});

test("once somebody has left and come back, links of earlier emails lead to nobody; until then they say only that it ended", async () => {
  const { id, token } = await createAda();
  const fresh = await aDataLinkToken(id);
  for (let times = 0; times < 2; times++)
    expect(await leave(args(token, { "List-Unsubscribe": "One-Click" }))).toMatchObject({ data: { unsubscribed: true } });
  const left = await getSubscription(id);
  expect(await dataPage(args(fresh))).toMatchObject({ init: { status: 404 } });
  expect(await loader(args(token))).toMatchObject({ data: { preferences: { isActive: false } } });

  await requestSubscription({ email, preferences: { topics: ["news"], emailFrequency: "every" } }, { ip: newToken() });
  await runJobs();
  const texts = mailControl()
    .messages()
    .map(({ text }) => text ?? "");
  const confirmed = await confirmRequest(/confirm\/([\w-]{43})/.exec(texts.join("\n"))?.[1] ?? "");
  const current = preferenceToken(id, left.linkVersion);
  expect(confirmed).toEqual({ confirmed: "now", preferencesToken: current });
  expect(await loader(args(token))).toMatchObject({ data: { preferences: null }, init: { status: 404 } });
  expect(await leave(args(token, { "List-Unsubscribe": "One-Click" }))).toMatchObject({ init: { status: 404 } });
  expect((await getSubscription(id)).status).toBe("subscribed");
  expect(await loader(args(current))).toMatchObject({ data: { preferences: { isActive: true } } });
  await runJobs();
  const contact = mailControl().contact(email);
  expect(contact?.properties).toMatchObject({ preferences: current });
});
