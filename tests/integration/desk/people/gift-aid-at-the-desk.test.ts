import { expect, test } from "vitest";
import * as requestScreen from "~/account/routes/gift-aid-request";
import * as letterFile from "~/desk/people/routes/declaration-pdf";
import { giftAidRequestToken } from "~/giving/gift-aid/request-link.server";
import { listDeclarations } from "~/giving/gift-aid/declarations.server";
import { buildDeclarationPdf } from "~/giving/statements/pdf-documents.server";
import { db } from "~/platform/database/db.server";
import { addDeclaration } from "tests/support/claims/claim-gifts";
import { deskRequest, loadAtDesk } from "tests/support/desk/desk-requests";
import { insertSupporter } from "tests/support/desk/desk-rows";
import { mergeInto, undo } from "tests/support/desk/merge-requests";
import { sendToPerson, showPerson } from "tests/support/desk/person-requests";
import { listSentSubjects, runJobs } from "tests/support/giving/donation-harness";
import { usePlanHarness } from "tests/support/sponsorship/plan-harness";

usePlanHarness();

const told = {
  do: "declare",
  via: "phone",
  declaredOn: "27/3/2026",
  scope: "this_and_future",
  house: "12 Mill Lane",
  postcode: "ex1 1aa",
  agreed: "yes",
};

test("a declaration by phone of somebody without an email address is confirmed by a letter, and staff are told to post it", async () => {
  const { id } = await insertSupporter({ firstName: "Ōé", lastName: "Lovelamp", email: null });
  const answer = await sendToPerson(id, told);
  expect(answer.headers.get("location")).toBe(`/desk/people/${id}?done=declared-to-post`);
  await runJobs();
  expect(listSentSubjects()).toEqual([]);
  const { person, notice } = await showPerson(id, "?done=declared-to-post");
  expect(notice).toContain("post it");
  const [declaration] = await listDeclarations(id);
  expect(person.declarations).toMatchObject([{ letterHref: `/desk/people/${id}/declarations/${declaration?.id}` }]);
  if (!declaration) throw new Error("nothing was declared");
  const letter = buildDeclarationPdf(declaration, new Date("2026-04-01T12:00:00Z"));
  const words = JSON.stringify(letter.sections);
  for (const wanted of [
    "Ōé Lovelamp\\n12 Mill Lane\\nEX1 1AA",
    "1 April 2026",
    "This is what you told us by phone:",
    "it is my responsibility to pay any difference",
    "12 Mill Lane, EX1 1AA",
    "Every donation I make from now on",
    "27 March 2026",
    "you did not agree to these words",
    "cancel",
  ])
    expect(words).toContain(wanted);
  const load = async (params: object) => await letterFile.loader({ request: await deskRequest(), params, context: {} } as never);
  const response = await load({ id, declaration: declaration.id });
  expect([response.headers.get("content-type"), response.headers.get("content-disposition")]).toEqual([
    "application/pdf",
    expect.stringContaining("gift-aid-declaration-2026-03-27.pdf"),
  ]);
  expect(Buffer.from(await response.arrayBuffer()).toString("latin1", 0, 5)).toBe("%PDF-");
  // Nobody else's is found by somebody's page.
  const { id: stranger } = await insertSupporter();
  expect((await loadAtDesk(letterFile, { params: { id: stranger, declaration: declaration.id } })).status).toBe(404);
  // Nothing tells them that it ends, either.
  const cancelled = await sendToPerson(id, { do: `cancel-declaration:${declaration.id}` });
  expect(cancelled.headers.get("location")).toBe(`/desk/people/${id}?done=cancelled-to-tell`);
});

/** An emailed link signs nobody in: whoever was passed one may be neither of the two, so a merge ends those of both, and undoing brings none back. */
test("a Gift Aid link of before a merge is refused for both records, also when they are apart again; one that is asked for later works", async () => {
  const { id: kept } = await insertSupporter({ email: "ada@example.org" });
  const { id: other } = await insertSupporter({ email: "adaline@example.org" });
  await addDeclaration(other);
  const links = [kept, other].map((id) => giftAidRequestToken(id, new Date(Date.now() - 1000)));
  const open = async (token: string) => {
    const request = new Request("http://127.0.0.1:3000/");
    const answer = (await requestScreen.loader({ request, params: { token }, context: {} } as never)) as {
      init: ResponseInit;
      data: object;
    };
    return answer.init.status ?? 200;
  };
  const post = async (token: string) => {
    const body = new URLSearchParams({ first: "Eve", last: "Else", house: "1 Elsewhere", postcode: "ex1 1aa" });
    const request = new Request("http://127.0.0.1:3000/", { method: "POST", body });
    return await requestScreen.action({ request, params: { token }, context: {} } as never);
  };
  expect(await Promise.all(links.map(open))).toEqual([200, 200]);
  const merge = await mergeInto(kept, other);
  expect(await Promise.all(links.map(open))).toEqual([404, 404]);
  for (const link of links) await post(link);
  expect([await db.declarationChange.count(), await db.declaration.count()]).toEqual([0, 1]);
  const later = giftAidRequestToken(kept, new Date(Date.now() + 1000));
  expect(await open(later)).toBe(200);
  expect((await undo(kept, merge)).status).toBe(303);
  expect(await Promise.all(links.map(open))).toEqual([404, 404]);
  expect(await Promise.all([kept, other].map((id) => open(giftAidRequestToken(id, new Date(Date.now() + 1000)))))).toEqual([200, 200]);
});
