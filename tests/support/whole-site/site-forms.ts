import { parse, type HTMLElement } from "node-html-parser";
import { routePatterns } from "~/platform/http/route-patterns.server";
import { addDays, londonDate } from "~/platform/london-dates";
import { formatTypedDate } from "~/platform/typed-date";
import { siteRoutes } from "./start-whole-site";

/** A form as a page shows it: where it is sent, and its fields with what stands in them or what a person would type. */
export type PageForm = {
  path: string;
  route: string;
  isMultipart: boolean;
  fields: Map<string, string>;
  /** Those of the fields that people do not see. */
  hidden: Set<string>;
  buttons: { name: string; value: string }[];
};

const patternOf = routePatterns(siteRoutes.map(({ path }) => path));

/** The route of `app/routes.ts` that a path leads to. */
export const routeOf = (path: string): string => patternOf(path.split(/[?#]/)[0] ?? "").slice(1);

/** The paths of this site that a page leads to. */
export function listLinks(html: string): string[] {
  return parse(html)
    .querySelectorAll("a[href], img[src], link[href], iframe[src]")
    .map((element) => element.getAttribute("href") ?? element.getAttribute("src") ?? "")
    .filter((href) => href.startsWith("/") && !href.startsWith("//"))
    .map((href) => href.split("#")[0] ?? "");
}

/** What a person would type into a field that stands empty. */
const plausible: Record<string, string> = {
  amount: "other",
  weekly: "other",
  other: "5",
  interval: "four_weekly",
  frequency: "monthly",
  first: "Ada",
  last: "Example",
  email: "visitor@example.org",
  house: "1 Lamp Street",
  postcode: "SW1A 1AA",
  giftaid: "yes",
  scope: "this_gift",
  message: "Thank you",
  tributename: "Bo",
  card: "yes",
  cardname: "Cy",
  cardemail: "card@example.org",
  cardwords: "With love",
  presentname: "Bo",
  presentwords: "With love",
  presentemail: "present@example.org",
  receipts: "each",
  start: "day",
  day: formatTypedDate(addDays(londonDate(new Date()), 7)),
  until: "day",
  topic: "news",
  reach: "every",
  subject: "A subject",
  body: "A text",
  news: "yes",
  reason: "unsubscribed",
  channel: "in_writing",
  requestedOn: "2026-11-01",
  statement: "They asked",
  sendAt: `${addDays(londonDate(new Date()), 7)}T09:00`,
  website: "",
};

const valueOf = (element: HTMLElement): string => {
  if (element.tagName === "TEXTAREA") return element.textContent;
  if (element.tagName === "SELECT") return element.querySelector("option")?.getAttribute("value") ?? "";
  return element.getAttribute("value") ?? "";
};

/** The forms of a page that are posted. */
export function listForms(html: string, pagePath: string): PageForm[] {
  return parse(html)
    .querySelectorAll("form")
    .filter((form) => form.getAttribute("method")?.toLowerCase() === "post")
    .map((form) => {
      const path = form.getAttribute("action") || pagePath;
      const fields = new Map<string, string>();
      const hidden = new Set(form.querySelectorAll('input[type="hidden"]').map((element) => element.getAttribute("name") ?? ""));
      for (const element of form.querySelectorAll("input, select, textarea")) {
        const name = element.getAttribute("name");
        if (name && !fields.get(name)) fields.set(name, valueOf(element) || plausible[name] || "");
      }
      for (const name of fields.keys()) if (plausible[name] && name !== "email") fields.set(name, fields.get(name) || plausible[name]);
      // One without a name sends nothing of itself.
      const buttons = form
        .querySelectorAll("button")
        .map((button) => ({ name: button.getAttribute("name") ?? "", value: button.getAttribute("value") ?? "" }));
      return { path, route: routeOf(path), isMultipart: form.getAttribute("enctype") === "multipart/form-data", fields, hidden, buttons };
    });
}
