import Ajv from "ajv";
import { parse } from "node-html-parser";
import { describe, expect, it } from "vitest";
import { areaIds, needIds } from "~/help/contacts/contact";
import { contacts } from "~/help/contacts/contacts.server";
import { allChanges, changesFeed, helpUrls } from "~/help/changes.server";
import { fitting, listed, readWish } from "~/help/directory/directory-filter";
import { findScreen } from "~/help/find-screen.server";
import { servicesAsHsds } from "~/help/directory/hsds.server";
import { missingPage } from "~/help/missing-page.server";
import { structuredData } from "~/help/directory/structured-data.server";
import { goodDay, servicesDocument } from "./help-rendering";
import hsdsSchema from "./help-hsds-schema.json";

const found = (query: string) => fitting(contacts(), readWish(new URLSearchParams(query)).wish).map(({ id }) => id);
const all = listed(contacts()).length;

describe("the filter", () => {
  it("by area takes wider areas along", () => {
    expect(found("area=waltham-forest")).toEqual(expect.arrayContaining(["police-emergency", "salvation-army", "ashiana"]));
    expect(found("area=scotland")).toContain("tara");
    expect(found("area=scotland")).not.toContain("salvation-army");
    expect(found("area=wales")).not.toContain("ashiana");
  });

  it.each([
    ["women", ["solace", "ashiana", "kiran", "tara"]],
    ["disabled-people", ["stay-safe-east"]],
    ["south-asian-turkish-iranian-women", ["ashiana", "kiran"]],
    ["survivors-of-abuse", ["haven"]],
    ["children", ["nspcc", "childline", "child-trafficking-guardians", "kiran"]],
  ])("by need: %s", (need, ids) => expect(found(`need=${need}`).toSorted()).toEqual(ids.toSorted()));

  it("by voice or text", () => {
    expect(found("by=text")).toEqual(["stay-safe-east"]);
    expect(found("by=voice")).not.toContain("migrant-help");
  });

  it("together, and with none left it says what to do", () => {
    expect(found("area=waltham-forest&need=women&by=voice")).toEqual(["solace", "ashiana", "kiran"]);
    const none = parse(servicesDocument("area=scotland&by=text"));
    expect(none.querySelector("[data-count]")?.text).toMatch(/No service here fits all of that/);
    expect(none.querySelectorAll("[data-anybody] h2").map(({ text }) => text)).toEqual([
      "Police, fire and ambulance",
      "Modern Slavery & Exploitation Helpline",
      "Police, when it is not urgent",
    ]);
  });

  it("never leaves somebody with a special need without the lines for anybody", () => {
    const page = parse(servicesDocument("area=england&need=disabled-people"));
    expect(page.querySelector("[data-count]")?.text).toBe("No service here fits all of that.");
    expect(page.querySelector("[data-anybody]")?.text).toMatch(/999.*0800 808 3733.*08000 121 700.*101/s);
    expect(parse(servicesDocument("")).querySelector("[data-anybody]")).toBeNull();
  });

  it("offers every area and need, keeps what was chosen, and leaves out old numbers", () => {
    const page = parse(servicesDocument("area=wales"));
    expect(page.querySelectorAll("select[name=area] option").map((o) => o.getAttribute("value"))).toEqual(["", ...areaIds]);
    expect(page.querySelectorAll("select[name=need] option").map((o) => o.getAttribute("value"))).toEqual(["", ...needIds]);
    expect(page.querySelector("select[name=area] option[selected]")?.getAttribute("value")).toBe("wales");
    expect(found("")).not.toContain("ukhtc");
    expect(found("")).not.toContain("police-wrong-number");
  });

  it.each([
    "area=atlantis",
    "need=%00",
    "by=pigeon",
    "area=wales&area=england",
    "aera=wales",
    "area=wales&need=<script>",
    "__proto__=1",
    "area=constructor",
    `area=${"x".repeat(5000)}`,
  ])("nonsense gives everything and a sentence: %.60s", (query) => {
    expect(readWish(new URLSearchParams(query))).toEqual({ wish: { area: null, need: null, by: null }, understood: false });
    const page = parse(servicesDocument(query));
    expect(page.querySelector("[data-count]")?.text).toBe(`We did not know that choice, so here is everything. ${all} of ${all} services.`);
    expect(page.querySelectorAll(".entry")).toHaveLength(all);
  });

  it("empty fields, as a form sends them, are no wish", () => {
    expect(readWish(new URLSearchParams("area=&need=&by="))).toEqual({ wish: { area: null, need: null, by: null }, understood: true });
  });

  it("a text number opens a message, and each voice number has its text relay", () => {
    const page = servicesDocument();
    expect(page).toContain('href="sms:07587134122"');
    expect(page).toContain('href="tel:1800102085390427"');
  });
});

describe("the same records as data", () => {
  const data = servicesAsHsds(contacts());

  it("fit the schema of HSDS 3.0", () => {
    const validate = new Ajv({
      allErrors: true,
      formats: { uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, uri: /^https:\/\//, date: /^\d{4}-\d{2}-\d{2}$/ },
    }).compile(hsdsSchema);
    validate(data);
    expect(validate.errors).toBeNull();
    const broken = structuredClone(data) as { contents: { status: string }[] };
    broken.contents[0]!.status = "open";
    expect(validate(broken)).toBe(false);
  });

  it("hold every listed service with its numbers, and no number that is no longer given", () => {
    expect(data.contents.map(({ name }) => name)).toEqual(listed(contacts()).map(({ name }) => name));
    const numbers = data.contents.flatMap(({ phones }) => phones.map(({ number }) => number));
    expect(numbers).toContain("0800 808 3733");
    for (const old of ["0300 303 8151", "0114 252 3891", "0844 778 2406", "111"]) expect(numbers).not.toContain(old);
  });

  it("have ids that are unique and stay the same", () => {
    const ids = data.contents.flatMap(({ id, phones, attributes, service_areas, schedules }) => [
      id,
      ...[...phones, ...attributes, ...service_areas, ...schedules].map((each) => each.id),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(servicesAsHsds(contacts())).toEqual(data);
  });

  it("tell search engines only what is confirmed", () => {
    const graph = structuredData(contacts())["@graph"];
    expect(graph.map(({ name }) => name)).toContain("Modern Slavery & Exploitation Helpline");
    expect(JSON.stringify(graph)).not.toContain("07340683382");
    expect(
      graph.every((each) => each["@type"] === "Organization" && each.contactPoint.every((point) => point["@type"] === "ContactPoint")),
    ).toBe(true);
  });
});

describe("addresses", () => {
  it("lead to pages, in their languages, with small or capital letters", () => {
    expect(findScreen("", goodDay)).toMatchObject({ title: "Get help now", path: "/help" });
    expect(findScreen("rights", goodDay)).toMatchObject({ path: "/help/rights" });
    expect(findScreen("ar", goodDay)).toMatchObject({ page: { lang: "ar", dir: "rtl" }, path: "/help/ar" });
    expect(findScreen("zh-hans/card", goodDay)).toMatchObject({ page: { lang: "zh-Hans" } });
    expect(findScreen("PL/", goodDay)).toMatchObject({ page: { lang: "pl" } });
    expect(findScreen("get-help-now", goodDay)).toEqual({ movedTo: "/help" });
    expect(findScreen("pl/get-help-now", goodDay)).toEqual({ movedTo: "/help/pl" });
  });

  it.each(["nothing", "rights/more", "pl/rights", "pl/card/x", "constructor", "__proto__", "../../etc/passwd", "services/ashiana"])(
    "no page at %s",
    (rest) => {
      expect(findScreen(rest, goodDay)).toBeNull();
    },
  );

  it("a page that is missing still offers the four numbers", () => {
    expect(missingPage(goodDay).rows.map(({ href }) => href)).toEqual(["tel:999", "tel:08008083733", "tel:08000121700", "tel:101"]);
  });

  it("are all in the sitemap, once", () => {
    const paths = helpUrls().map(({ path }) => path);
    expect(paths).toHaveLength(29);
    expect(new Set(paths).size).toBe(29);
    for (const path of paths)
      if (path !== "/help/services") expect(findScreen(path.replace(/^\/help\/?/, ""), goodDay)).toMatchObject({ path });
  });
});

describe("the feed of changes", () => {
  it("is Atom with an entry for each change, and escapes what it must", () => {
    const feed = changesFeed("https://help.test", "Light & Co");
    expect(feed).toContain("<name>Light &amp; Co</name>");
    const entries = parse(feed).querySelectorAll("entry");
    expect(entries).toHaveLength(allChanges().length);
    const ids = entries.map((entry) => entry.querySelector("id")?.text);
    expect(new Set(ids).size).toBe(ids.length);
    for (const entry of entries) expect(entry.querySelector("updated")?.text).toMatch(/^\d{4}-\d\d-\d\dT00:00:00Z$/);
  });
});
