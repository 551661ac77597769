import fc from "fast-check";
import { expect, test } from "vitest";
import { renderAtomFeed } from "~/newsletter/issues/archive.server";
import { renderPdf } from "~/platform/pdf/render-pdf.server";
import { escapeXml, stripControlCharacters, toGraphemes, toSingleLine, truncateText } from "~/platform/text";

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

test("a feed of issues is well-formed, whatever is in their subjects", () => {
  const at = "2026-11-24T09:00:00.000Z";
  const feed = renderAtomFeed(
    [{ slug: "a", subject: "A\b <&>\uffff", preview: "", sentOn: "2026-11-24", updatedAt: at, excerpt: "\u0000x" }],
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
