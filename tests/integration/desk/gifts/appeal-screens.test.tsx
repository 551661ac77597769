import type { LoaderFunctionArgs } from "@remix-run/node";
import { renderToStaticMarkup } from "react-dom/server";
import sharp from "sharp";
import { expect, test } from "vitest";
import { AppealContent } from "~/about/appeals/ui/appeal-content";
import type { AppealView } from "~/about/appeals/appeal-view.server";
import * as page from "~/about/appeals/routes/appeal";
import { loader as sitemap } from "~/about/routes/sitemap";
import * as appealScreen from "~/desk/appeals/routes/appeal";
import * as newScreen from "~/desk/appeals/routes/new-appeal";
import { loader as smallImage } from "~/newsletter/issues/routes/small-image";
import { storeImage } from "~/newsletter/issues/images.server";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { useDatabase } from "tests/support/database";
import { insertGift } from "tests/support/desk/desk-rows";
import { postAtDesk } from "tests/support/desk/desk-requests";
import { insertAppeal } from "tests/support/giving/appeals";

useDatabase();

const form = {
  name: "A warm winter",
  fund: "general-fund",
  summary: "Warm beds.",
  story: "A bed costs £30.",
  surplus: "More pays for towels.",
};
const wrongFields = (data: unknown) => (data as { errors: { field: string }[] }).errors.map(({ field }) => field);

async function openPage(slug: string): Promise<{ appeal: AppealView; headers: Headers }> {
  const answer = (await page.loader({
    params: { slug },
    request: new Request("http://x/"),
    context: {},
  } as unknown as LoaderFunctionArgs)) as {
    data: { appeal: AppealView };
    init: ResponseInit;
  };
  return { appeal: answer.data.appeal, headers: new Headers(answer.init.headers) };
}

test("an appeal is begun, published, given to, changed by two at once, and ended", async () => {
  const wrong = await postAtDesk(newScreen, { form: { ...form, name: "", fund: "", goal: "lots" } });
  expect([wrong.status, wrongFields(wrong.data)]).toEqual([400, ["name", "goal", "fund"]]);
  expect((wrong.data as { input: unknown }).input).toMatchObject({ summary: form.summary, goal: "lots" });
  const formId = newId();
  for (let nth = 0; nth < 2; nth += 1) expect((await postAtDesk(newScreen, { form: { ...form, goal: "50", formId } })).status).toBe(303);
  expect(await db.appeal.count()).toBe(1);
  const send = (fields: Record<string, string>) => postAtDesk(appealScreen, { params: { id: formId }, form: fields });
  await expect(openPage("a-warm-winter")).rejects.toMatchObject({ status: 404 });
  expect((await send({ do: "publish", version: "1" })).status).toBe(303);
  await insertGift({ appealId: formId, giftPence: 3000, refundedPence: 500 });
  const { appeal, headers } = await openPage("a-warm-winter");
  expect(appeal).toMatchObject({ progress: "£25 given of £50, from 1 donation", percent: 50, isEnded: false });
  expect(headers.get("Cache-Control")).toContain("s-maxage=60");
  expect(await (await sitemap()).text()).toContain("/appeals/a-warm-winter<");
  const change = { ...form, do: "save", slug: "a-warm-winter", goal: "20" };
  expect((await send({ ...change, version: "2" })).status).toBe(303);
  const second = await send({ ...change, version: "2", summary: "My words" });
  expect([second.status, wrongFields(second.data)]).toEqual([409, ["name"]]);
  expect(second.data).toMatchObject({ input: { summary: "My words" }, appeal: { input: { summary: form.summary } } });
  expect((await openPage("a-warm-winter")).appeal).toMatchObject({ isReached: true, percent: 100 });
  expect((await send({ do: "end" })).status).toBe(303);
  const ended = (await openPage("a-warm-winter")).appeal;
  const html = renderToStaticMarkup(<AppealContent appeal={ended} />);
  expect(html).toContain("takes no more donations");
  expect(html).toContain('href="/donate"');
  expect(html).not.toContain("?appeal=");
});

test("nothing of a story, a name or a picture's words becomes markup, and links lead to no script", async () => {
  const evil = `<script>alert(1)</script>\n\n[x](javascript:alert(1)) **<img src=x onerror=alert(1)>**\n\n<iframe src="//x"></iframe>`;
  await insertAppeal({ name: '"><script>alert(2)</script>', story: evil, summary: "<b>x</b>", surplus: "<i>y</i>" });
  const html = renderToStaticMarkup(<AppealContent appeal={(await openPage("a-warm-winter")).appeal} />);
  expect(html).not.toMatch(/<(script|iframe|b|i)\b|<img|javascript:alert\(1\)"|href="javascript/i);
  const formId = newId();
  await postAtDesk(newScreen, { form: { ...form, name: "Evil", story: evil, formId } });
  expect((await postAtDesk(appealScreen, { params: { id: formId }, form: { do: "publish", version: "1" } })).status).toBe(409);
});

test("its picture is one of the newsletter's, drawn small once; what is no picture there, HEIC too, is refused there", async () => {
  const heic = new Uint8Array(Buffer.from("0000002066747970686569630000000068656963", "hex"));
  expect(await storeImage(null, heic)).toEqual({ refused: "not-an-image" });
  const noise = { width: 1200, height: 900, channels: 3 as const, noise: { type: "gaussian" as const, mean: 128, sigma: 60 } };
  const stored = await storeImage(
    null,
    await sharp({ create: { ...noise, background: "black" } })
      .jpeg()
      .toBuffer(),
  );
  const image = "id" in stored ? stored.id : "";
  const refused = await postAtDesk(newScreen, { form: { ...form, image: "none", imageAlt: "Beds" } });
  expect([refused.status, wrongFields(refused.data)]).toEqual([400, ["image"]]);
  const formId = newId();
  expect((await postAtDesk(newScreen, { form: { ...form, image, formId } })).status).toBe(303);
  const publish = (version: string) => postAtDesk(appealScreen, { params: { id: formId }, form: { do: "publish", version } });
  expect((await publish("1")).status, "nobody said what it shows").toBe(409);
  await postAtDesk(appealScreen, { params: { id: formId }, form: { ...form, do: "save", version: "1", image, imageAlt: "Made-up beds" } });
  expect((await publish("2")).status).toBe(303);
  const { appeal } = await openPage("a-warm-winter");
  expect(appeal.image).toMatchObject({ id: image, alt: "Made-up beds", hasSmall: true });
  const small = await smallImage({ params: { id: image } } as unknown as LoaderFunctionArgs);
  expect(small.headers.get("Content-Type")).toBe("image/avif");
  expect((await small.arrayBuffer()).byteLength).toBeLessThanOrEqual(9 * 1024);
});
