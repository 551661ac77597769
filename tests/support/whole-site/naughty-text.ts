import fc from "fast-check";

/** Markup that a page may show, and never hold as markup of its own. */
export const markup = `"'><b id=zz>&lt;</b><!-- -->`;
const breakouts = [
  markup,
  `" onfocus=zz(1) x="`,
  "' onfocus=zz(1) x='",
  "</script><script>zz(1)</script>",
  "javascript:zz(1)",
  "{{{zz}}}",
  "${zz}",
];

/** Where something that was typed stands in a page without being escaped; null: nowhere. */
export function findUnescaped(page: string): string | null {
  return /<b id=zz|["']\s?onfocus=zz|<script>zz|(?:href|src|action)=["']?javascript:zz/i.exec(page)?.[0] ?? null;
}

/** Short texts that programs stumble over. None is an address that an email could reach. */
export const naughtyTexts: readonly string[] = [
  breakouts,
  [
    "",
    " ",
    "\u00a0",
    "\u3000",
    "\u200b",
    "\u202e",
    "\ufeff",
    "\u0000",
    "a\u0000b",
    "\b",
    "\u007f",
    "\u0085",
    "\ud800",
    "\udc00a",
    "\uffff",
  ],
  ["0", "-0", "-1", "1e3", "1e400", "NaN", "Infinity", "0x10", "9".repeat(400), "0.1.2", "٥", "½", "1,000,000", "£", "£-5", "2147483648"],
  ["null", "undefined", "true", "__proto__", "constructor", "toString", "hasOwnProperty", "[object Object]", "yes", "on"],
  ["2026-02-30", "31/12/2026", "0000-00-00", "9999-12-31T23:59", "-000001-01-01", "2026-11-28T25:61", "12/31/99999"],
  [
    "' OR 1=1 --",
    "%00",
    "%s%n",
    "$1",
    "\\",
    "\r\nSet-Cookie: zz=1",
    "../../etc/passwd",
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
  ],
  [
    "👩‍🚀",
    "e\u0301".repeat(40),
    "مرحبا",
    "你好",
    "İ",
    "ß",
    "ǅ",
    "a@b",
    "a@b.c",
    "@",
    "a@[127.0.0.1]",
    "a@xn--",
    "a@é.example",
    "=1+1",
    "BFPO 61",
  ],
].flat();

/** Texts of about 60 KB that are dear to read for what repeats inside of what repeats. */
export const longTexts: readonly string[] = ["a-", "a", " ", "5 ", "a.", "@", "[", "> ", "*a_", "<", "%2", "\n", "0", "1,", "£"]
  .map((piece) => piece.repeat(Math.floor(58_000 / piece.length)))
  .flatMap((text) => [text, `5${text}x`]);

/** Any text, mostly a naughty one. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...naughtyTexts) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom(...longTexts) },
);
