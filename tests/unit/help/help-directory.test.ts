import Ajv from "ajv";
import { parse } from "node-html-parser";
import { describe, expect, it } from "vitest";
import { areaIds, needIds } from "~/help/contacts/contact";
import { listContacts } from "~/help/contacts/contacts.server";
import { listChanges, renderChangesFeed, listHelpUrls } from "~/help/changes.server";
import { filterServices, listServices, parseFilter } from "~/help/directory/directory-filter";
import { findScreen } from "~/help/find-screen.server";
import { toHsdsServices } from "~/help/directory/hsds.server";
import { getMissingPage } from "~/help/missing-page.server";
import { getStructuredData } from "~/help/directory/structured-data.server";
import { currentDay, renderServices } from "tests/support/help/help-rendering";
import hsdsSchema from "tests/support/help/hsds-schema.json";

const searchContacts = (query: string) =>
  filterServices(listContacts(), parseFilter(new URLSearchParams(query)).filter).map(({ id }) => id);
const all = listServices(listContacts()).length;

describe("the filter", () => {
  it("by area takes wider areas along", () => {
    expect(searchContacts("area=waltham-forest")).toEqual(expect.arrayContaining(["police-emergency", "salvation-army", "ashiana"]));
    expect(searchContacts("area=scotland")).toContain("tara");
    expect(searchContacts("area=scotland")).not.toContain("salvation-army");
    expect(searchContacts("area=wales")).not.toContain("ashiana");
  });

  it.each([
    ["women", ["solace", "ashiana", "kiran", "tara"]],
    ["disabled-people", ["stay-safe-east"]],
    ["south-asian-turkish-iranian-women", ["ashiana", "kiran"]],
    ["survivors-of-abuse", ["haven"]],
    ["children", ["nspcc", "childline", "child-trafficking-guardians", "kiran"]],
  ])("by need: %s", (need, ids) => expect(searchContacts(`need=${need}`).toSorted()).toEqual(ids.toSorted()));

  it("by voice or text", () => {
    expect(searchContacts("by=text")).toEqual(["stay-safe-east"]);
    expect(searchContacts("by=voice")).not.toContain("migrant-help");
  });

  it("together, and with none left it says what to do", () => {
    expect(searchContacts("area=waltham-forest&need=women&by=voice")).toEqual(["solace", "ashiana", "kiran"]);
    const none = parse(renderServices("area=scotland&by=text"));
    expect(none.querySelector("[data-count]")?.text).toMatch(/No service here fits all of that/);
    expect(none.querySelectorAll("[data-anybody] h2").map(({ text }) => text)).toEqual([
      "Police, fire and ambulance",
      "Modern Slavery & Exploitation Helpline",
      "Police, when it is not urgent",
      "Forced Marriage Unit",
    ]);
  });

  it("never leaves somebody with a special need without the lines for anybody", () => {
    const page = parse(renderServices("area=england&need=disabled-people"));
    expect(page.querySelector("[data-count]")?.text).toBe("No service here fits all of that.");
    expect(page.querySelector("[data-anybody]")?.text).toMatch(/999.*0800 808 3733.*08000 121 700.*101/s);
    expect(parse(renderServices("")).querySelector("[data-anybody]")).toBeNull();
  });

  it("offers every area and need, keeps what was chosen, and leaves out old numbers", () => {
    const page = parse(renderServices("area=wales"));
    expect(page.querySelectorAll("select[name=area] option").map((o) => o.getAttribute("value"))).toEqual(["", ...areaIds]);
    expect(page.querySelectorAll("select[name=need] option").map((o) => o.getAttribute("value"))).toEqual(["", ...needIds]);
    expect(page.querySelector("select[name=area] option[selected]")?.getAttribute("value")).toBe("wales");
    expect(searchContacts("")).not.toContain("ukhtc");
    expect(searchContacts("")).not.toContain("police-wrong-number");
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
    expect(parseFilter(new URLSearchParams(query))).toEqual({ filter: { area: null, need: null, method: null }, isValid: false });
    const page = parse(renderServices(query));
    expect(page.querySelector("[data-count]")?.text).toBe(`We did not know that choice, so here is everything. ${all} of ${all} services.`);
    expect(page.querySelectorAll("main section")).toHaveLength(all);
  });

  it("empty fields, as a form sends them, are no request", () => {
    expect(parseFilter(new URLSearchParams("area=&need=&by="))).toEqual({
      filter: { area: null, need: null, method: null },
      isValid: true,
    });
  });

  it("a text number opens a message, and each voice number has its text relay", () => {
    const page = renderServices();
    expect(page).toContain('href="sms:07587134122"');
    expect(page).toContain('href="tel:1800102085390427"');
  });
});

describe("the same records as data", () => {
  const data = toHsdsServices(listContacts());

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
    expect(data.contents.map(({ name }) => name)).toEqual(listServices(listContacts()).map(({ name }) => name));
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
    expect(toHsdsServices(listContacts())).toEqual(data);
  });

  it("tell search engines only what is confirmed", () => {
    const graph = getStructuredData(listContacts())["@graph"];
    expect(graph.map(({ name }) => name)).toContain("Modern Slavery & Exploitation Helpline");
    expect(JSON.stringify(graph)).not.toContain("07340683382");
    expect(
      graph.every((each) => each["@type"] === "Organization" && each.contactPoint.every((point) => point["@type"] === "ContactPoint")),
    ).toBe(true);
  });
});

describe("addresses", () => {
  it("lead to pages, in their languages, with small or capital letters", () => {
    expect(findScreen("", currentDay)).toMatchObject({ title: "Get help now", path: "/help" });
    expect(findScreen("rights", currentDay)).toMatchObject({ path: "/help/rights" });
    expect(findScreen("ar", currentDay)).toMatchObject({ page: { lang: "ar", dir: "rtl" }, path: "/help/ar" });
    expect(findScreen("zh-hans/card", currentDay)).toMatchObject({ page: { lang: "zh-Hans" } });
    expect(findScreen("PL/", currentDay)).toMatchObject({ page: { lang: "pl" } });
    expect(findScreen("get-help-now", currentDay)).toEqual({ movedTo: "/help" });
    expect(findScreen("pl/get-help-now", currentDay)).toEqual({ movedTo: "/help/pl" });
  });

  it.each(["nothing", "rights/more", "pl/rights", "pl/card/x", "constructor", "__proto__", "../../etc/passwd", "services/ashiana"])(
    "no page at %s",
    (rest) => {
      expect(findScreen(rest, currentDay)).toBeNull();
    },
  );

  it("a page that is missing still offers the four numbers", () => {
    expect(getMissingPage(currentDay).rows.map(({ href }) => href)).toEqual(["tel:999", "tel:08008083733", "tel:08000121700", "tel:101"]);
  });

  it("are all in the sitemap, once", () => {
    const paths = listHelpUrls().map(({ path }) => path);
    expect(paths).toHaveLength(29);
    expect(new Set(paths).size).toBe(29);
    for (const path of paths)
      if (path !== "/help/services") expect(findScreen(path.replace(/^\/help\/?/, ""), currentDay)).toMatchObject({ path });
  });
});

describe("the feed of changes", () => {
  it("is Atom with an entry for each change, and escapes what it must", () => {
    const feed = renderChangesFeed("https://help.test", "Light & Co");
    expect(feed).toContain("<name>Light &amp; Co</name>");
    const entries = parse(feed).querySelectorAll("entry");
    expect(entries).toHaveLength(listChanges().length);
    const ids = entries.map((entry) => entry.querySelector("id")?.text);
    expect(new Set(ids).size).toBe(ids.length);
    for (const entry of entries) expect(entry.querySelector("updated")?.text).toMatch(/^\d{4}-\d\d-\d\dT00:00:00Z$/);
  });
});
