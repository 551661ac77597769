import { contrastRatio } from "emails/colours";

export type Scheme = "light" | "dark";
type Tokens = Record<string, string>;
export type Contrast = { words: string; ground: string; colour: string; background: string; ratio: number; least: number };

/** Reading text is held to 7 to 1 (WCAG AAA); edges of fields, and the focus ring, to 3 to 1. */
const [text, edge] = [7, 3];
/** Which colour stands on which: by the names of the tokens, `--color-` left out. */
const pairs: readonly [words: string, grounds: readonly string[], least: number][] = [
  ["text", ["paper", "surface", "wash", "lamp-wash"], text],
  ["muted", ["paper", "surface", "wash", "lamp-wash"], text],
  ["link", ["paper", "surface", "wash"], text],
  ["danger", ["paper", "surface"], text],
  ["on-lamp", ["lamp"], text],
  ["on-solid", ["solid"], text],
  ["moon", ["night", "dusk", "hill"], text],
  ["edge", ["paper", "surface"], edge],
  ["ring", ["paper", "surface", "wash", "lamp-wash"], edge],
];

/** The colours that a sheet of tokens gives, by day and by night: what night does not change stays. */
export function readColours(css: string): Record<Scheme, Tokens> {
  const [day = "", night = ""] = css.split("@media (prefers-color-scheme: dark)");
  const coloursIn = (part: string): Tokens =>
    Object.fromEntries([...part.matchAll(/--color-([\w-]+):\s*(#[\da-f]{6});/g)].map(([, name = "", colour = ""]) => [name, colour]));
  const light = coloursIn(day);
  return { light, dark: { ...light, ...coloursIn(night) } };
}

/** How clearly each colour is seen on what it stands on, 1 to 21, and how clearly it has to be. */
export function measureContrasts(colours: Tokens): Contrast[] {
  const find = (name: string) => {
    const colour = colours[name];
    if (!colour) throw new Error(`there is no --color-${name}`);
    return colour;
  };
  return pairs.flatMap(([words, grounds, least]) =>
    grounds.map((ground) => {
      const [colour, background] = [find(words), find(ground)];
      return { words, ground, colour, background, ratio: contrastRatio(colour, background), least };
    }),
  );
}
