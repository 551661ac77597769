import fc from "fast-check";
import { expect, test } from "vitest";
import {
  isTooLate,
  issueTransitions,
  issueStates,
  issueStatesBefore,
  isReachAllowed,
  buildSlug,
  widestReach,
  type SentIssue,
} from "~/newsletter/issues/issue";
import { parseIssueForm } from "~/newsletter/issues/issue-form";
import { wrapText, renderShareSvg } from "~/sponsorship/rooms/share-image";
import { emailFrequencies } from "~/newsletter/subscription";
import { parseLondonDateTime, formatDateTime } from "~/platform/london-dates";

test("an issue moves as the table says, and a sent one never again", () => {
  expect(issueTransitions.sent).toEqual([]);
  for (const from of issueStates)
    for (const to of issueStates) expect(issueStatesBefore(to).includes(from)).toBe(issueTransitions[from].includes(to));
  expect(issueStatesBefore("sending")).toEqual(["draft", "scheduled", "overdue", "stopped"]);
});

test("whoever wants one a month gets one a month, whatever was sent in what order", () => {
  const day = fc.integer({ min: 0, max: 364 }).map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
  fc.assert(
    fc.property(fc.array(fc.record({ date: day, request: fc.constantFrom(...emailFrequencies) }), { maxLength: 40 }), (requests) => {
      const sent: SentIssue[] = [];
      for (const { date, request } of requests.toSorted((a, b) => a.date.localeCompare(b.date))) {
        expect(isReachAllowed(widestReach(sent, date), sent, date)).toBe(true);
        if (isReachAllowed(request, sent, date)) sent.push({ reach: request, sentOn: date });
      }
      const each = (least: number, period: (date: string) => string) => {
        const periods = sent.filter(({ reach }) => emailFrequencies.indexOf(reach) >= least).map(({ sentOn }) => period(sentOn));
        expect(new Set(periods).size).toBe(periods.length);
      };
      each(1, (date) => date.slice(0, 7));
      each(2, (date) => `${date.slice(0, 4)} ${Math.floor((Number(date.slice(5, 7)) - 1) / 3)}`);
    }),
  );
});

test("half an hour late is still on time", () => {
  const at = new Date("2026-11-24T09:00:00Z");
  expect(isTooLate(at, new Date("2026-11-24T09:30:00Z"))).toBe(false);
  expect(isTooLate(at, new Date("2026-11-24T09:30:01Z"))).toBe(true);
});

test.each([
  ["What a locked door means", "2026-11-what-a-locked-door-means"],
  ["  Żółć & café?! ", "2026-11-zo-c-cafe"],
  ["光", "2026-11-news"],
])("%s has an address", (subject, slug) => {
  expect(buildSlug("2026-11", subject)).toBe(slug);
});

test("the form of an issue says all that is wrong", () => {
  const wrong = parseIssueForm({ topic: "x", reach: "", subject: " ", preview: "p".repeat(151), body: "" });
  expect("errors" in wrong && wrong.errors.map(({ field }) => field)).toEqual(["topic", "reach", "subject", "preview"]);
  const right = parseIssueForm({ topic: "news", reach: "every", subject: " A\n b ", preview: "", body: "x\r\ny" });
  expect("form" in right && right.form).toEqual({ topic: "news", reach: "every", subject: "A b", preview: "", body: "x\ny" });
  const pasted = parseIssueForm({
    topic: "news",
    reach: "every",
    subject: "A\b B\u0000\ud800",
    preview: "\u0085c\u001f",
    body: "x\b\ty\nz\uffff👩",
  });
  expect("form" in pasted && pasted.form).toMatchObject({ subject: "A B", preview: "c", body: "x\ty\nz👩" });
  const onlyControls = parseIssueForm({ topic: "news", reach: "every", subject: "\b", preview: "", body: "" });
  expect("errors" in onlyControls && onlyControls.errors).toEqual([{ field: "subject", message: "Enter a subject" }]);
  const braces = parseIssueForm({ topic: "news", reach: "every", subject: "{{{contact.email}}}", preview: "", body: "" });
  expect("errors" in braces).toBe(true);
});

test.each([
  ["2026-11-24T09:30", "2026-11-24T09:30:00.000Z", "24 November 2026 at 09:30"],
  ["2026-07-01T09:30", "2026-07-01T08:30:00.000Z", "1 July 2026 at 09:30"],
  ["2026-10-25T01:30", "2026-10-25T00:30:00.000Z", "25 October 2026 at 01:30"],
])("%s is London's time", (typed, iso, words) => {
  const at = parseLondonDateTime(typed);
  expect(at?.toISOString()).toBe(iso);
  expect(at && formatDateTime(at)).toBe(words);
});

test.each(["", "tomorrow", "2026-02-30T10:00", "2026-11-24", "2026-11-24T25:00"])("%s is no time", (typed) => {
  expect(parseLondonDateTime(typed)).toBeNull();
});

test("the share picture breaks its words into lines and escapes them", () => {
  expect(wrapText("one two three four five six seven eight", 10)).toEqual(["one two", "three four", "five six", "seven …"]);
  const svg = renderShareSvg({ subject: "<b> & co", name: "A & B", windows: [1, 0, 2, -1, 0.5], night: "#14204a", lamp: "#ffc847" });
  expect(svg).toContain("&lt;b&gt; &amp; co");
  expect(svg).not.toContain("<b>");
});

test.each([
  [0, "dark"],
  [-1, "dark"],
  [0.0001, "part"],
  [0.001, "part"],
  [0.5, "part"],
  [0.992, "part"],
  [0.999, "part"],
  [0.999999, "part"],
  [1, "full"],
  [1.5, "full"],
])("the share picture shows a room that is funded %d as %s", (funded, shown) => {
  const svg = renderShareSvg({ subject: "Light", name: "A", windows: [funded], night: "#14204a", lamp: "#abcdef" });
  const lit = Number(/height="([\d.]+)" fill="#abcdef"/.exec(svg)?.[1] ?? 0);
  // The window is 60 high, and its frame covers two at each edge.
  expect(lit === 0 ? "dark" : lit === 60 ? "full" : lit > 2 && lit < 58 ? "part" : lit).toBe(shown);
});

test("the share picture is drawn whatever is in a subject, and cuts no character in two", async () => {
  const family = "👩‍👩‍👧‍👦";
  expect(wrapText(family.repeat(30), 10)).toEqual([`${family.repeat(9)}…`]);
  const subject = `A\b \u0000\ud800\uffff${family.repeat(30)}`;
  const svg = renderShareSvg({ subject, name: "N\u001f", windows: [], night: "#14204a", lamp: "#ffc847" });
  const { Resvg } = await import("@resvg/resvg-js");
  expect(new Resvg(svg, { font: { loadSystemFonts: false } }).render().width).toBe(1200);
});
