import { expect, test } from "vitest";
import { readMarkdown, readTexts } from "~/commands/words/read-texts";
import { unusualWords } from "~/commands/words/unusual-words";

const inScreen = (markup: string) => unusualWords("a.tsx", readTexts("a.tsx", `export const A = () => <p>${markup}</p>;`));

test.each([
  ["Write by e-mail", "email"],
  ["Look into your letters", "check your email"],
  ["Give once", "donate"],
  ["Your gift is on its way", "donation"],
  ["See or change your plan", "sponsorship"],
  ["One press, and they come", "confirm"],
  ["Thank you. The light is on", "signed up"],
  ["How often may we write?", "How often?"],
  ["Some quiet", "pause emails"],
  ["Three things to put right", "fix"],
  ["Write your first name", "enter"],
  ["How shall we collect it?", "How often should we"],
  ["What a room does not need lights the next one.", "Spare money"],
  ["Of it, for the card fee", "Includes"],
  ["Skip one", "skip next payment"],
  ["Then it goes on by itself", "restarts"],
  ["Your bank said no this time", "didn’t go through"],
  ["Your card runs out soon", "expires"],
  ["Goodnight", "Thank you"],
  ["What we know about you", "your data"],
  ["Erase me", "delete my data"],
  ["Was it you who asked to sign in?", "Confirm sign-in"],
  ["A nought too many", "extra zero"],
  ["They send in your case", "refer"],
  ["Whom does it reach?", "Send to"],
  ["How it stands", "Status"],
  ["What became of it", "Results"],
  ["By night", "dark mode"],
  ["Throw this list away", "Delete list"],
])("“%s” is refused, and a better word is said", (text, better) => {
  const found = inScreen(text);
  expect(found.length).toBeGreaterThan(0);
  expect(found.map(({ message }) => message).join()).toContain(better);
  expect(unusualWords("a.md", readMarkdown(`# A\n\n${text}\n`)).map(({ line }) => line)).toContain(3);
});

test("strings, parts of templates and labels count as what people read, wherever they stand", () => {
  const read = (source: string) => unusualWords("a.tsx", readTexts("a.tsx", source)).length;
  expect(read('export const title = "Your gift is on its way";')).toBe(1);
  expect(read("export const title = (sum: string) => `Your gift of ${sum}`;")).toBe(1);
  expect(read('export const A = () => <Field label="E-mail" name="email" />;')).toBe(1);
  expect(read("export const A = () => (\n  <p>\n    Thank you. The light\n    is on\n  </p>\n);")).toBe(1);
});

test("names of code, comments, addresses, SQL and what is logged are nobody’s reading", () => {
  const source = `
    // A gift, once given, is kept by itself.
    import { gift } from "./gift plan";
    const gifts = { gift: 1, "gift": 2 };
    export const kind = "gift";
    export const path = \`/desk/gifts/\${gifts.gift}\`;
    export const rows = prisma.$queryRaw\`SELECT gift FROM gift WHERE a gift\`;
    log.error("a gift needs a look");
    export const A = () => <a className="gift plan" href="/gift once" id="gift">Gift Aid</a>;`;
  expect(unusualWords("a.tsx", readTexts("a.tsx", source))).toEqual([]);
  expect(unusualWords("a.md", readMarkdown("`gift` and [it](/desk/gifts)\n\n```\na gift\n```\n"))).toEqual([]);
});
