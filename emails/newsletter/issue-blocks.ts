/** What an issue is made of: one tree, which the email and the archive draw with one renderer. URLs are absolute. */
export type Inline =
  | { kind: "text" | "code"; text: string }
  | { kind: "strong" | "em"; parts: Inline[] }
  | { kind: "link"; href: string; parts: Inline[] }
  | { kind: "break" };

export type ListBlock = {
  kind: "list";
  /** The first number of an ordered list; null: bullets. */
  start: number | null;
  /** Items without space between them: their paragraphs are drawn as bare lines. */
  tight: boolean;
  items: Block[][];
};

/** `alt` says what it shows, for those who do not see it; never empty. Sizes in pixels. */
export type PictureBlock = { kind: "picture"; src: string; alt: string; width: number; height: number };

export type Block =
  | { kind: "paragraph"; parts: Inline[] }
  | { kind: "heading"; level: 2 | 3; parts: Inline[] }
  | ListBlock
  | { kind: "quote"; blocks: Block[] }
  | { kind: "rule" }
  | PictureBlock
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
