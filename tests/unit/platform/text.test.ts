import fc from "fast-check";
import { expect, test } from "vitest";
import { renderAtomFeed } from "~/newsletter/news/news-feed";
import { renderPdf } from "~/platform/pdf/render-pdf.server";
import { parseEmail } from "~/platform/email-address";
import { parseAmount, pence } from "~/platform/money";
import { cleanValue, escapeXml, stripControlCharacters, toGraphemes, toSingleLine, truncateText } from "~/platform/text";

/** Whatever reaches us: each code unit alone, half pairs and control characters too. */
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

/** https://www.w3.org/TR/xml/#charsets */
const xmlText = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

test("what is escaped for XML 1.0 is legal there, and says the same", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const escaped = escapeXml(text);
      expect(escaped).toMatch(xmlText);
      expect(escaped).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|apos);)/);
      const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
      expect(escaped.replace(/&(\w+);/g, (_, name: string) => entities[name] ?? "")).toBe(stripControlCharacters(text));
    }),
    { examples: [["\b"], ["\u0000\uffff\ud800x\udc00"], ["👩‍🚀 <a & 'b' \"c\">"]] },
  );
});

test("one line is one line, and nothing that shows is lost", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(toSingleLine(text)).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029]|^\s|\s$| {2}/u);
      const visible = (each: string) => each.replace(/[\s\p{Cc}\p{Cs}\ufffe\uffff]/gu, "");
      expect(visible(toSingleLine(text))).toBe(visible(text));
    }),
    { examples: [["A\r\nBcc: x@example.org"], ["\b \b"], ["a\u0085b\u2028c"]] },
  );
});

test("the beginning of a text is never cut through a character", () => {
  const characters = fc.array(fc.constantFrom("a", " ", "é", "e\u0301", "👩‍👩‍👧‍👦", "🇬🇧", "👍🏽", "नि"), { maxLength: 40 });
  fc.assert(
    fc.property(characters, fc.integer({ min: 1, max: 40 }), (parts, maxLength) => {
      const text = parts.join("");
      const start = truncateText(text, maxLength, "");
      expect(start.length).toBeLessThanOrEqual(maxLength);
      expect(text.startsWith(start)).toBe(true);
      expect(toGraphemes(text).slice(0, toGraphemes(start).length).join("")).toBe(start);
    }),
  );
});

test("a feed of news is well-formed, whatever is in its titles", () => {
  const at = "2026-11-24T09:00:00.000Z";
  const feed = renderAtomFeed(
    [
      {
        kind: "article",
        slug: "a",
        title: "A\b <&>\uffff",
        preview: "",
        summary: "\u0000x",
        publishedOn: "2026-11-24",
        publishedAt: at,
        correctedOn: null,
        updatedAt: at,
      },
    ],
    "https://roomlight.example",
    "N\u001f & co",
  );
  expect(feed).toMatch(xmlText);
  expect(feed).toContain("<title>A &lt;&amp;&gt;</title>");
});

test("a PDF has no control characters in its metadata", async () => {
  const pdf = await renderPdf({ title: "Receipt A\bB", sender: ["Roomlight\u001f"], sections: [{ text: "A\bB" }] });
  const [metadata = ""] = /<\?xpacket begin[\s\S]*<\?xpacket end/.exec(pdf.toString("utf8")) ?? [];
  expect(metadata).toContain("Receipt AB");
  expect(metadata).toMatch(xmlText);
});

/** What spreadsheets, mail programs, PDFs and keyboards leave around and within what is typed, and nobody sees. */
const invisibleCharacters = Array.from(
  "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2066\u2069\ufeff",
);

test.each(invisibleCharacters)("%j in a value that is compared letter by letter makes no other value of it", (sign) => {
  const hide = (text: string) => sign + [...text].join(sign) + sign;
  expect(cleanValue(hide("SW1A 1AA"))).toBe("SW1A 1AA");
  expect(parseEmail(hide("ada@example.org"), "none")).toEqual({ email: "ada@example.org" });
  expect(parseEmail(sign, "none")).toEqual({ wrong: "none" });
  expect(parseAmount(hide("£1,234.50"), { min: pence(1), max: pence(1_000_000) })).toEqual({ ok: true, pence: 123_450 });
});

test("every kind of space around a value goes, and within it is one ordinary space", () => {
  for (const space of " \t\n\r\u00a0\u2002\u2007\u2009\u202f\u3000\u2028") {
    expect(cleanValue(`${space}EX1${space}${space}1AA${space}`)).toBe("EX1 1AA");
    expect(parseEmail(`${space}ada@example.org${space}`, "none")).toEqual({ email: "ada@example.org" });
    expect(parseAmount(`${space}£${space}5${space}`, { min: pence(1), max: pence(1000) })).toEqual({ ok: true, pence: 500 });
  }
});

test("a value keeps every letter that shows, and cleaning it again changes nothing", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const visible = (each: string) => each.replace(/\u034f|[\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu, "");
      expect(visible(cleanValue(text))).toBe(visible(text));
      expect(cleanValue(cleanValue(text))).toBe(cleanValue(text));
    }),
  );
});
