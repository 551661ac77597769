import fc from "fast-check";
import { expect, test } from "vitest";
import { isTooLate, issueMoves, issueStates, issueWaysTo, mayReach, slugOf, widestReach, type SentIssue } from "~/newsletter/issue";
import { readIssueForm } from "~/newsletter/issue-form";
import { withoutMetadata } from "~/newsletter/picture-file";
import { beginningOf, plainWords, readIssue } from "~/newsletter/read-issue";
import { linesOf, shareSvg } from "~/newsletter/share-picture";
import { rhythms } from "~/newsletter/subscription";
import { londonInstant, timeInWords } from "~/platform/london";

const site = "https://roomlight.example";
const known = [{ id: "key", wide: 800, tall: 600 }];
const read = (markdown: string) => readIssue(markdown, known, site);

test("Markdown becomes the blocks of a letter", () => {
  const { blocks, mistakes } = read(
    "## Rooms\n\nThe *person* **inside** holds [the key](/sponsor).\n\n- one\n- two\n\n1. first\n\n> said\n\n---\n\n![A key](picture:key)\n\n[button: See the rooms](/sponsor)\n\n{{house}}\n",
  );
  expect(mistakes).toEqual([]);
  expect(blocks.map(({ kind }) => kind)).toEqual(["heading", "paragraph", "list", "list", "quote", "rule", "picture", "button", "house"]);
  expect(blocks[1]).toMatchObject({
    parts: [{ text: "The " }, { kind: "em" }, { text: " " }, { kind: "strong" }, {}, { href: `${site}/sponsor` }, {}],
  });
  expect(blocks[6]).toEqual({ kind: "picture", src: `${site}/newsletter/pictures/key`, alt: "A key", wide: 800, tall: 600 });
  expect(blocks[7]).toEqual({ kind: "button", href: `${site}/sponsor`, words: "See the rooms" });
});

test.each([
  ["![](picture:key)", /needs words/],
  ["![A key](picture:other)", /not found/],
  ["![A key](https://elsewhere.example/pixel.gif)", /not found/],
  ["words ![A key](picture:key) words", /stands alone/],
  ["[x](ftp://example.org)", /can’t be followed/],
  ["[x](http://elsewhere.example/)", /can’t be followed/],
  ["[x](//elsewhere.example/)", /can’t be followed/],
  ["{{{contact.email}}}", /Three braces/],
  ["# Large", /one large heading/],
  ["```\ncode\n```", /code/],
  ["   ", /nothing to read/],
])("%s is a mistake", (markdown, words) => {
  expect(read(markdown).mistakes.join(" ")).toMatch(words);
});

test("no markup and no script of a writer gets through", () => {
  const { blocks } = read("<script>alert(1)</script> <img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))");
  expect(blocks.map(({ kind }) => kind)).toEqual(["paragraph", "paragraph"]);
  expect(JSON.stringify(blocks)).not.toContain('"href"');
});

test("whatever is written is read without an error, and every link is whole", () => {
  const piece = fc.constantFrom(
    "## ",
    "- ",
    "> ",
    "**",
    "*",
    "[a](/b)",
    "![c](picture:key)",
    "[button: d](/e)",
    "{{house}}",
    "\n",
    "\n\n",
    "word ",
    "{{",
    "---",
    "1. ",
    "   ",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 40 }), (pieces) => {
      const { blocks } = read(pieces.join(""));
      for (const [, href] of JSON.stringify(blocks).matchAll(/"href":"([^"]*)"/g)) expect(href).toMatch(/^(https:\/\/|mailto:)/);
      expect(beginningOf(blocks).length).toBeLessThanOrEqual(225);
    }),
  );
});

test("the words of parts are all of them", () => {
  const [block] = read("The *person* holds [the **key**](/x).").blocks;
  expect(block?.kind === "paragraph" && plainWords(block.parts)).toBe("The person holds the key.");
});

test("an issue moves as the table says, and a sent one never again", () => {
  expect(issueMoves.sent).toEqual([]);
  for (const from of issueStates) for (const to of issueStates) expect(issueWaysTo(to).includes(from)).toBe(issueMoves[from].includes(to));
  expect(issueWaysTo("sending")).toEqual(["draft", "scheduled", "overdue", "stopped"]);
});

test("whoever wants one a month gets one a month, whatever was sent in what order", () => {
  const day = fc.integer({ min: 0, max: 364 }).map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
  fc.assert(
    fc.property(fc.array(fc.record({ date: day, wish: fc.constantFrom(...rhythms) }), { maxLength: 40 }), (wishes) => {
      const sent: SentIssue[] = [];
      for (const { date, wish } of wishes.toSorted((a, b) => a.date.localeCompare(b.date))) {
        expect(mayReach(widestReach(sent, date), sent, date)).toBe(true);
        if (mayReach(wish, sent, date)) sent.push({ reach: wish, sentOn: date });
      }
      const each = (least: number, period: (date: string) => string) => {
        const periods = sent.filter(({ reach }) => rhythms.indexOf(reach) >= least).map(({ sentOn }) => period(sentOn));
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
  ["光", "2026-11-letter"],
])("%s has an address", (subject, slug) => {
  expect(slugOf("2026-11", subject)).toBe(slug);
});

test("the form of an issue says all that is wrong", () => {
  const wrong = readIssueForm({ topic: "x", reach: "", subject: " ", preview: "p".repeat(151), body: "" });
  expect("mistakes" in wrong && wrong.mistakes.map(({ field }) => field)).toEqual(["topic", "reach", "subject", "preview"]);
  const right = readIssueForm({ topic: "news", reach: "every", subject: " A\n b ", preview: "", body: "x\r\ny" });
  expect("form" in right && right.form).toEqual({ topic: "news", reach: "every", subject: "A b", preview: "", body: "x\ny" });
  const braces = readIssueForm({ topic: "news", reach: "every", subject: "{{{contact.email}}}", preview: "", body: "" });
  expect("mistakes" in braces).toBe(true);
});

test.each([
  ["2026-11-24T09:30", "2026-11-24T09:30:00.000Z", "24 November 2026 at 09:30"],
  ["2026-07-01T09:30", "2026-07-01T08:30:00.000Z", "1 July 2026 at 09:30"],
  ["2026-10-25T01:30", "2026-10-25T00:30:00.000Z", "25 October 2026 at 01:30"],
])("%s is London's time", (typed, iso, words) => {
  const at = londonInstant(typed);
  expect(at?.toISOString()).toBe(iso);
  expect(at && timeInWords(at)).toBe(words);
});

test.each(["", "tomorrow", "2026-02-30T10:00", "2026-11-24", "2026-11-24T25:00"])("%s is no time", (typed) => {
  expect(londonInstant(typed)).toBeNull();
});

const bytes = (...parts: (number[] | string)[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...Buffer.from(part)] : part)));

test("a picture keeps what draws it, and loses what was written into it", () => {
  const frame = [0xff, 0xc0, 0, 11, 8, 0, 60, 0, 80, 1, 1, 0x11, 0];
  const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1, 2, 0xff, 0, 3, 0xff, 0xd0, 4];
  const exif = (text: string) => [0xff, 0xe1, 0, text.length + 2, ...Buffer.from(text)];
  const jpeg = bytes([0xff, 0xd8], exif("Exif GPS 51.5,-0.1"), frame, scan, [0xff, 0xd9], "hidden behind the end");
  const read1 = withoutMetadata(jpeg);
  expect(read1).toMatchObject({ type: "image/jpeg", wide: 80, tall: 60 });
  expect(Buffer.from(read1?.bytes ?? []).toString("latin1")).not.toMatch(/GPS|hidden/);
  expect(read1?.bytes).toEqual(bytes([0xff, 0xd8], frame, scan, [0xff, 0xd9]));

  const chunk = (name: string, data: number[]) => [0, 0, 0, data.length, ...Buffer.from(name), ...data, 0, 0, 0, 0];
  const head = chunk("IHDR", [0, 0, 0, 80, 0, 0, 0, 60, 8, 2, 0, 0, 0]);
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const png = bytes(signature, head, chunk("tEXt", [...Buffer.from("a place")]), chunk("IDAT", [1]), chunk("IEND", []));
  expect(withoutMetadata(png)).toMatchObject({ type: "image/png", wide: 80, tall: 60 });
  expect(withoutMetadata(png)?.bytes).toEqual(bytes(signature, head, chunk("IDAT", [1]), chunk("IEND", [])));
});

test("what is no picture, or a broken one, is refused without an error", () => {
  expect(withoutMetadata(bytes("GIF89a"))).toBeNull();
  fc.assert(
    fc.property(
      fc.constantFrom([0xff, 0xd8], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      fc.uint8Array({ maxLength: 80 }),
      (start, rest) => {
        const found = withoutMetadata(bytes([...start], [...rest]));
        expect(found === null || found.bytes.length <= start.length + rest.length).toBe(true);
      },
    ),
  );
});

test("the share picture breaks its words into lines and escapes them", () => {
  expect(linesOf("one two three four five six seven eight", 10)).toEqual(["one two", "three four", "five six", "seven …"]);
  const svg = shareSvg({ subject: "<b> & co", name: "A & B", windows: [1, 0, 2, -1, 0.5], night: "#14204a", lamp: "#ffc847" });
  expect(svg).toContain("&lt;b&gt; &amp; co");
  expect(svg).not.toContain("<b>");
});
