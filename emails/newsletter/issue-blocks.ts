/** What an issue is made of, as letters and the archive show it. Addresses are whole. */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "strong" | "em"; parts: Inline[] }
  | { kind: "link"; href: string; parts: Inline[] }
  | { kind: "break" };

export type Block =
  | { kind: "paragraph"; parts: Inline[] }
  | { kind: "heading"; level: 2 | 3; parts: Inline[] }
  | { kind: "list"; ordered: boolean; items: Inline[][] }
  | { kind: "quote"; paragraphs: Inline[][] }
  | { kind: "rule" }
  /** `alt` says what it shows, for those who do not see it; never empty. Sizes in pixels. */
  | { kind: "picture"; src: string; alt: string; wide: number; tall: number }
  | { kind: "button"; href: string; label: string }
  /** The house of windows. */
  | { kind: "house" };

/** The house of windows on one day. `funded`: from 0 to 1, a window each. */
export type House = {
  windows: { name: string; funded: number }[];
  /** The same as a sentence. */
  sentence: string;
  /** Such as "24 November 2026". */
  date: string;
};
