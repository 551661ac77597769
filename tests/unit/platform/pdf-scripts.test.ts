import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { PdfDocument } from "~/platform/pdf/pdf-document";
import { renderPdf } from "~/platform/pdf/render-pdf.server";
import { toVisualRuns } from "~/platform/pdf/visual-runs.server";
import { actualTexts, copiedText, countGlyphs, countOpenedFonts, fontsOf, withoutSpaces } from "tests/support/giving/pdf-contents";

vi.setConfig({ testTimeout: 120_000 });

const receiptFor = (...names: string[]): PdfDocument => ({
  title: "Receipt RL-222222",
  sender: ["The Roomlight Trust", "1 Example Street, London"],
  sections: [{ definitions: names.map((name): [string, string] => ["Given by", name]) }, { text: "It was given freely." }],
});

describe.each([
  ["Arabic", "محمد علي حسن", "NotoNaskhArabic-Bold"],
  ["Persian", "علی‌رضا پورچی", "NotoNaskhArabic-Bold"],
  ["Urdu", "نصرت فتح خاں ے", "NotoNaskhArabic-Bold"],
  ["Hebrew", "דוד בן גוריון", "DejaVuSans-Bold"],
  ["Chinese", "张伟 陳國龍", "NotoSansHans-Bold"],
  ["Japanese", "山田 はなこ 𠮷", "NotoSansJP-Bold"],
  ["Korean", "김민준 이서연", "NotoSansKR-Bold"],
  ["Bengali", "শ্রীকান্ত চট্টোপাধ্যায়", "NotoSansBengali-Bold"],
  ["Hindi", "क्षत्रिय किरण शर्मा", "NotoSansDevanagari-Bold"],
  ["Thai", "สมชาย ใจดี น้ำ", "NotoSansThai-Bold"],
  ["Tamil", "கொடி ஸ்ரீ", "NotoSansTamil-Bold"],
  ["Telugu", "శ్రీనివాస్", "NotoSansTelugu-Bold"],
  ["Kannada", "ಕೃಷ್ಣ", "NotoSansKannada-Bold"],
  ["Malayalam", "കൊച്ചി ശ്രീ", "NotoSansMalayalam-Bold"],
  ["Gujarati", "શ્રી કિરણ", "NotoSansGujarati-Bold"],
  ["Punjabi", "ਸਿੰਘ ਕੌਰ", "NotoSansGurmukhi-Bold"],
  ["Sinhala", "ශ්‍රී ලංකා", "NotoSansSinhala-Bold"],
  ["Khmer", "សុខា ស្រី", "NotoSansKhmer-Bold"],
  ["Burmese", "မြင့် အောင်", "NotoSansMyanmar-Bold"],
  ["Amharic", "አበበ ቢቂላ", "NotoSansEthiopic-Bold"],
  ["Armenian", "Արմեն Սարգսյան", "DejaVuSans-Bold"],
  ["Georgian", "გიორგი", "DejaVuSans-Bold"],
  ["Lao", "ສົມຊາຍ", "DejaVuSans-Bold"],
  ["Ukrainian", "Олександр Ґедзь", "DejaVuSans-Bold"],
  ["Vietnamese", "Nguyễn Thị Ánh", "DejaVuSans-Bold"],
])("a name in %s", (_, name, font) => {
  test("is drawn with letters, and copied as it was written", async () => {
    const pdf = await renderPdf(receiptFor(name));
    expect(await copiedText(pdf)).toContain(`Givenby${withoutSpaces(name)}`);
    expect(countGlyphs(pdf).missing).toBe(0);
    const { names, embedded } = fontsOf(pdf);
    expect(names).toContain(font);
    expect(embedded).toBeGreaterThanOrEqual(names.length);
  });
});

test("words from left to right say as a whole what they stand for", async () => {
  expect(actualTexts(await renderPdf(receiptFor("শ্রীকান্ত", "किरण", "はなこ")))).toEqual(
    expect.arrayContaining(["শ্রীকান্ত", "किरण", "はなこ"]),
  );
});

test("names of many scripts in one document leave each other, and plain text, as they are", async () => {
  const names = ["דוד (לוי)", "Zoë � Smith", "Mary (محمد علي) 5", "علي", "Արմեն", "山田 はなこ", "किरण", "Ada Example"];
  const pdf = await renderPdf(receiptFor(...names));
  const text = await copiedText(pdf);
  for (const name of names) expect(text).toContain(`Givenby${withoutSpaces(name)}`);
  expect(text).toContain("Itwasgivenfreely.");
  expect(countGlyphs(pdf).missing).toBe(0);
});

test.each([["Ada Example"], ["محمد علي"], ["किरण"]])("the lines of an address below %s end in nothing that is drawn", async (name) => {
  const lines = [name, "1 Candle Street", "EX1 1AA"];
  const withText = (text: string): PdfDocument => ({ ...receiptFor(), sections: [{ text }] });
  const letter = await renderPdf(withText(lines.join("\n")));
  const paragraphs = await renderPdf({ ...receiptFor(), sections: lines.map((text) => ({ text })) });
  expect(countGlyphs(letter).drawn).toBe(countGlyphs(paragraphs).drawn);
  expect(await copiedText(letter)).not.toContain("�");
});

test("a long table opens each font once", async () => {
  const rows = Array.from({ length: 60 }, (_, place) => [place % 2 ? "علي" : "1 May 2026", "£30.00"]);
  const table = { headers: ["Date", "Given"], rows, numericColumns: [1], widths: [104, "*" as const], total: null };
  const pdf = await renderPdf({
    title: "Statement",
    sender: ["The Roomlight Trust"],
    sections: [{ table }, { table }, { definitions: [["Name", "علي"]] }],
  });
  // Helvetica, which pdfkit begins with, DejaVu Sans, Noto Naskh Arabic, and the bold of both.
  expect(countOpenedFonts(pdf)).toBe(5);
});

test("a plain document has one font and its bold, whatever was printed before it", async () => {
  const before = await renderPdf(receiptFor("Zoë O’Brien-Šimková (née Łukasz)"));
  await renderPdf(receiptFor("山田 はなこ"));
  const pdf = await renderPdf(receiptFor("Zoë O’Brien-Šimková (née Łukasz)"));
  expect(fontsOf(pdf)).toEqual({ names: ["DejaVuSans", "DejaVuSans-Bold"], embedded: 2 });
  expect(pdf.length).toBe(before.length);
});

test("only the letters that are used are within: two fonts of Chinese are 17 MB", async () => {
  expect((await renderPdf(receiptFor("张伟"))).length).toBeLessThan(120_000);
});

const order = (line: string) => toVisualRuns(line).map(({ text, isRightToLeft }) => (isRightToLeft ? `«${text.trim()}»` : text.trim()));

test.each([
  ["Mary (محمد علي) 5", ["Mary (", "«محمد علي»", ")", "5"]],
  ["محمد 5 علي", ["«علي»", "5", "«محمد»"]],
  ["דוד (לוי)", ["«דוד (לוי)»"]],
  ["محمد Smith", ["Smith", "«محمد»"]],
  ["Smith محمد", ["Smith", "«محمد»"]],
  ["山田 Mary", ["山田", "Mary"]],
])("the line %j stands in the order in which it is read", (line, runs) => {
  expect(order(line)).toEqual(runs);
});

test("what no font has a picture of is shown as �, not left out", async () => {
  const pdf = await renderPdf(receiptFor("Zoë 👩‍🚀 ꙮꡀ"));
  expect(await copiedText(pdf)).toContain("Zoë�");
  expect(countGlyphs(pdf).missing).toBe(0);
});

test("whatever a name is made of, a receipt is printed, without a box", async () => {
  const anyName = fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
    fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(anyName, { minLength: 1, maxLength: 12 }), async (names) => {
      const pdf = await renderPdf(receiptFor(...names));
      expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
      expect(countGlyphs(pdf)).toMatchObject({ missing: 0 });
    }),
    { numRuns: 25 },
  );
});
