import { describe, expect, test } from "vitest";
import { findContactDetail } from "~/supporters/person-form";

describe("what a name or a card may not carry", () => {
  test.each([
    "visit www.example.test",
    "https://example.test",
    "example.com",
    "ｅｘａｍｐｌｅ．ｃｏｍ",
    "short.test/abc",
    "somebody@example.test",
    "Refund.uk",
    "exa\u200dmple\u200c.\u200bcom",
  ])("%s leads to an address", (text) => expect(findContactDetail(text)).toBe("web or email address"));

  test.each(["call 0800 111 222", "+44 20 7946 0000", "(020) 7946-0000", "07700900123", "٠٧٧٠٠٩٠٠١٢٣", "447700900123"])(
    "%s is a telephone number",
    (text) => expect(findContactDetail(text)).toBe("telephone number"),
  );

  test.each([
    "Adaline",
    "J.R.R. Tolkien",
    "Mary St.John",
    "O’Neill-Smith",
    "1950-2020",
    "1950 – 2020",
    "01.02.1950 - 03.04.2020",
    "12/05/1990 – 01/02/2020",
    "Troop 1234",
    "In loving memory. We miss you.",
    "See you at 10.30 on 5 June 2026",
  ])("%s is welcome", (text) => expect(findContactDetail(text)).toBeNull());
});
