import { parse, NodeType, type HTMLElement, type Node } from "node-html-parser";
import type { ReactElement } from "react";
import { expect, test } from "vitest";
import { staffInvitation } from "emails/staff/invitation";
import { staffSignIn } from "emails/staff/sign-in";
import { staffAlert } from "emails/staff-alert";
import { contrastRatio, darkColours } from "emails/colours";
import { directDebitFailed } from "emails/donations/direct-debit-failed";
import { directDebitOnItsWay } from "emails/donations/direct-debit-on-its-way";
import { disputeClosed } from "emails/donations/dispute-closed";
import { disputeOpened } from "emails/donations/dispute-opened";
import { emailChange } from "emails/supporters/email-change";
import { erasureCompleted } from "emails/supporters/erasure-completed";
import { giftAid } from "emails/donations/gift-aid";
import { giftAidChanged } from "emails/donations/gift-aid-changed";
import { giftAidRequest } from "emails/donations/gift-aid-request";
import { listSamples } from "emails/index";
import { issue } from "emails/newsletter/issue";
import type { Block } from "emails/newsletter/issue-blocks";
import { newsletterConfirm } from "emails/newsletter/confirm-subscription";
import { newsletterDataLink } from "emails/newsletter/data-link";
import { newsletterAlreadySubscribed } from "emails/newsletter/already-subscribed";
import { newsletterAddressChanged } from "emails/newsletter/address-changed";
import { newsletterWelcome } from "emails/newsletter/welcome";
import { nightsText, receipt } from "emails/donations/receipt";
import { statementReady } from "emails/donations/statement-ready";
import { refund } from "emails/donations/refund";
import { registeredSender } from "emails/samples";
import { cardExpires } from "emails/sponsorship/card-expires";
import { directDebitCancelled } from "emails/sponsorship/direct-debit-cancelled";
import { collectionFailed } from "emails/sponsorship/collection-failed";
import { collectionReceipt } from "emails/sponsorship/collection-receipt";
import { collectionsSummary } from "emails/sponsorship/collections-summary";
import { planAnniversary } from "emails/sponsorship/plan-anniversary";
import { planCancelled } from "emails/sponsorship/plan-cancelled";
import { planChanged } from "emails/sponsorship/plan-changed";
import { planLapsed } from "emails/sponsorship/plan-lapsed";
import { upcomingCollection } from "emails/sponsorship/upcoming-collection";
import { planRecovered } from "emails/sponsorship/plan-recovered";
import { planWelcome } from "emails/sponsorship/plan-welcome";
import { roomNews } from "emails/sponsorship/room-news";
import { signIn } from "emails/supporters/sign-in";
import { presentCertificate } from "emails/sponsorship/present-certificate";
import { tributeCard } from "emails/sponsorship/tribute-card";
import { renderEmail } from "~/platform/mail/render-email.server";
import { withReplacedText } from "tests/support/platform/replaced-text";

const hostile = {
  markup: '<script>alert(1)</script><img src="https://evil.example/x.png"> & "quotes"',
  long: "Wolfeschlegelsteinhausenbergerdorff".repeat(12),
  emoji: "👩🏽‍🚀 Zoë Ñandú",
  "right to left": "\u202Eשלום عليكم\u202C",
};

const templatesWithText: Record<string, (words: string) => ReactElement> = {
  receipt: (words) => withReplacedText(receipt, words),
  "direct-debit-on-its-way": (words) => withReplacedText(directDebitOnItsWay, words),
  "direct-debit-failed": (words) => withReplacedText(directDebitFailed, words),
  refund: (words) => withReplacedText(refund, words),
  "dispute-opened": (words) => withReplacedText(disputeOpened, words),
  "dispute-closed": (words) => withReplacedText(disputeClosed, words),
  "statement-ready": (words) => withReplacedText(statementReady, words),
  "staff-invitation": (words) => withReplacedText(staffInvitation, words),
  "staff-sign-in": (words) => withReplacedText(staffSignIn, words),
  "card-expires": (words) => withReplacedText(cardExpires, words),
  "direct-debit-cancelled": (words) => withReplacedText(directDebitCancelled, words),
  "collection-failed": (words) => withReplacedText(collectionFailed, words),
  "collection-receipt": (words) => withReplacedText(collectionReceipt, words),
  "collections-summary": (words) => withReplacedText(collectionsSummary, words),
  "room-news": (words) => withReplacedText(roomNews, words),
  "plan-anniversary": (words) => withReplacedText(planAnniversary, words),
  "plan-cancelled": (words) => withReplacedText(planCancelled, words),
  "plan-changed": (words) => withReplacedText(planChanged, words),
  "plan-lapsed": (words) => withReplacedText(planLapsed, words),
  "plan-notice": (words) => withReplacedText(upcomingCollection, words),
  "plan-recovered": (words) => withReplacedText(planRecovered, words),
  "plan-welcome": (words) => withReplacedText(planWelcome, words),
  "present-certificate": (words) => withReplacedText(presentCertificate, words),
  "tribute-card": (words) => withReplacedText(tributeCard, words),
  "newsletter-confirm": (words) => withReplacedText(newsletterConfirm, words),
  "newsletter-already-subscribed": (words) => withReplacedText(newsletterAlreadySubscribed, words),
  "newsletter-data-link": (words) => withReplacedText(newsletterDataLink, words),
  "newsletter-welcome": (words) => withReplacedText(newsletterWelcome, words),
  "newsletter-address-changed": (words) => withReplacedText(newsletterAddressChanged, words),
  issue: (words) => issue.Body({ ...Object.values(issue.samples)[0]!, subject: words, preview: words, blocks: [paragraph(words)] }),
  alert: (words) => withReplacedText(staffAlert, words),
  "sign-in": (words) => withReplacedText(signIn, words),
  "email-change": (words) => withReplacedText(emailChange, words),
  "gift-aid": (words) => withReplacedText(giftAid, words),
  "gift-aid-changed": (words) => withReplacedText(giftAidChanged, words),
  "gift-aid-request": (words) => withReplacedText(giftAidRequest, words),
  erased: (words) => withReplacedText(erasureCompleted, words),
};

const paragraph = (text: string): Block => ({ kind: "paragraph", parts: [{ kind: "text", text }] });
const everySample = listSamples();
const testName = (kind: string, shows: string) => `${kind}: ${shows}`;

/** What holds for every email, whatever it says. */
function expectWellFormed(html: string, text: string): HTMLElement {
  const page = parse(html);
  expect(html).toMatch(/^<!doctype html/i);
  expect(page.querySelector("html")?.getAttribute("lang")).toBe("en-GB");
  expect(page.querySelector("title")?.text.trim()).not.toBe("");
  expect(page.querySelectorAll("h1")).toHaveLength(1);
  expect(page.querySelectorAll("script, link, iframe, object, video, form, input").length).toBe(0);
  expect(page.querySelectorAll("[srcset], [background], [onclick], [onload]").length).toBe(0);
  // The only pictures are those of issues: our own, large enough to be seen, and with words for whoever does not see them.
  for (const picture of page.querySelectorAll("img, [src]")) {
    expect(picture.getAttribute("src")).toMatch(/^https:\/\/roomlight\.example\/newsletter\/pictures\//);
    expect(picture.getAttribute("alt")).not.toBe("");
    expect(Number(picture.getAttribute("width"))).toBeGreaterThan(50);
  }
  expect(html).not.toMatch(/url\(|@import/i);
  expect(Buffer.byteLength(html)).toBeLessThan(102 * 1024);
  for (const link of page.querySelectorAll("a")) {
    expect(link.getAttribute("href")).toMatch(/^https?:\/\/[^/\s]+/);
    expect(text).toContain(link.getAttribute("href"));
  }
  expect(text).not.toMatch(/<\/?(td|tr|table|p|br|div)\b|&(amp|nbsp|quot|#\d+);|\bundefined\b|\[object/);
  return page;
}

test("the list of emails is whole", () => {
  expect([...new Set(everySample.map(({ kind }) => kind))].toSorted()).toEqual(Object.keys(templatesWithText).toSorted());
});

test.each(everySample.map((sample) => [testName(sample.kind, sample.label), sample] as const))(
  "%s is sound, and says who writes",
  async (_name, { element, subject }) => {
    const { html, text } = await renderEmail(element);
    const page = expectWellFormed(html, text);
    expect(subject.length).toBeLessThan(80);
    expect(page.querySelector("title")?.text).toBe(subject);
    for (const part of [page.querySelector("body")?.structuredText ?? "", text]) {
      expect(part).toMatch(/Roomlight \(demonstration charity\)\. Not a registered charity|Roomlight Rooms Trust\. .*number 1234567/);
      expect(part).toContain("1 Example Street, London, EX1 1AA");
      expect(part).toContain("no tracking");
    }
    // The sign-off is the same in every email; above it, thanks are said once.
    const signOffs = text.match(/^Thank you,\n\S.*$/gm) ?? [];
    expect(signOffs.length).toBeLessThanOrEqual(1);
    expect(text.replace(signOffs[0] ?? "", "").match(/\b(thank you|thanks)\b/gi)?.length ?? 0).toBeLessThanOrEqual(1);
  },
);

test.each(
  Object.keys(templatesWithText).flatMap((kind) => Object.keys(hostile).map((name) => [kind, name as keyof typeof hostile] as const)),
)("%s stays sound with words that are %s", async (kind, name) => {
  const words = hostile[name];
  const { html, text } = await renderEmail(templatesWithText[kind]!(words));
  const page = expectWellFormed(html, text);
  expect(page.querySelector("body")?.text).toContain(words);
  expect(text).toContain(words);
});

test("a registered charity's number is in its emails", async () => {
  const [props] = Object.values(receipt.samples);
  const { html, text } = await renderEmail(receipt.Body({ ...props!, sender: registeredSender }));
  for (const part of [html, text]) {
    expect(part).toContain("number 1234567");
    expect(part).not.toContain("Not a registered charity");
  }
});

test("a receipt says what was given, with and without Gift Aid and fee", async () => {
  const texts = await Promise.all(Object.values(receipt.samples).map(async (props) => (await renderEmail(receipt.Body(props))).text));
  expect(texts[0]).toContain("Your donation: £30.00\nGift Aid we will claim: £7.50\nPaid: by card\n");
  expect(texts[0]).toContain("you must pay the difference");
  expect(texts[1]).toContain("Your donation: £100.00\nAdded to cover the fee: £1.01\nGiven in all: £101.01\nPaid: by Direct Debit\n");
  expect(texts[1]).not.toContain("Gift Aid");
});

test.each([
  [-1, 0, "goes towards one of them"],
  [0, 0, "goes towards one of them"],
  [1, 1, "lights one of them"],
  [6, 6, "lights six of them"],
  [7, 7, "lights all seven"],
  [40, 7, "lights all seven"],
])("%i nights light %i windows, and the words say the same", async (nightsLit, lit, words) => {
  expect(nightsText(nightsLit)).toContain(words);
  const [props] = Object.values(receipt.samples);
  const { html } = await renderEmail(receipt.Body({ ...props!, nightsLit }));
  const panes = parse(html)
    .querySelectorAll('td[width="20"]')
    .map((pane) => stylesOf(pane)["background-color"]);
  expect(panes).toHaveLength(7);
  expect(panes.filter((colour) => colour === "#ffc847")).toHaveLength(lit);
});

type Styles = Record<string, string>;

const declarations = (css: string): Styles =>
  Object.fromEntries(
    css
      .split(";")
      .map((part) => part.split(":").map((side) => side.replace("!important", "").trim()))
      .filter((sides): sides is [string, string] => sides.length === 2),
  );

const stylesOf = (element: HTMLElement): Styles => declarations(element.getAttribute("style") ?? "");

/** The rules of the dark mode by class. They are all marked as important, so they win over what is inline. */
function darkRules(page: HTMLElement): Record<string, Styles> {
  const css = page.querySelector("style")?.text ?? "";
  const [, block = ""] = /@media \(prefers-color-scheme: dark\) \{([\s\S]*?)\n\}/.exec(css) ?? [];
  return Object.fromEntries([...block.matchAll(/\.([\w-]+)\s*\{([^}]*)\}/g)].map(([, name = "", rule = ""]) => [name, declarations(rule)]));
}

type VisibleText = { text: string; colour: string; background: string };

/** Every piece of text that is shown, with its colour and what is behind it. */
function listVisibleText(page: HTMLElement, rules: Record<string, Styles>): VisibleText[] {
  const seen: VisibleText[] = [];
  const walk = (node: Node, colour: string, background: string): void => {
    if (node.nodeType === NodeType.TEXT_NODE && node.text.trim() !== "") seen.push({ text: node.text.trim(), colour, background });
    if (node.nodeType !== NodeType.ELEMENT_NODE) return;
    const element = node as HTMLElement;
    const ruled = Object.assign({}, ...[...element.classList.values()].map((name) => rules[name] ?? {})) as Styles;
    const styles = { ...stylesOf(element), ...ruled };
    if (styles.display === "none" || element.getAttribute("aria-hidden") === "true") return;
    for (const child of element.childNodes) walk(child, styles.color ?? colour, styles["background-color"] ?? background);
  };
  walk(page.querySelector("body")!, "#000000", "#ffffff");
  return seen;
}

test.each(everySample.map((sample) => [testName(sample.kind, sample.label), sample] as const))(
  "%s can be read by day and by night",
  async (_name, { element }) => {
    const page = parse((await renderEmail(element)).html);
    const rules = darkRules(page);
    const byDay = listVisibleText(page, {});
    const byNight = listVisibleText(page, rules);
    expect(byDay.length).toBeGreaterThan(8);
    expect(byNight.map(({ text }) => text)).toEqual(byDay.map(({ text }) => text));
    for (const { text, colour, background } of [...byDay, ...byNight])
      expect(contrastRatio(colour, background), `“${text}” in ${colour} on ${background}`).toBeGreaterThanOrEqual(7);
    expect(new Set(byNight.map(({ background }) => background))).toContain(darkColours.card);
  },
);
