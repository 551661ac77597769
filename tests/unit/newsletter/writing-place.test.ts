import { expect, test } from "vitest";
import { markPlace, showPlace, splitAtPlace } from "~/desk/newsletter/writing-place";
import { parseIssue } from "~/newsletter/issues/parse/parse-issue";

const body = "## Heading\n\nWords **bold**\n- item\n\n[button: Go](/x)\n\n{{house}}\n\n---\n\nLast  \nline";
const lineOfPlace = (line: number) =>
  markPlace(body, line)
    .split("\n")
    .findIndex((each) => each.includes("\ue100")) + 1;

test("the place of writing is the last line of words up to the cursor, and changes nothing of what is read", () => {
  expect(Array.from({ length: 13 }, (_, index) => lineOfPlace(index + 1))).toEqual([1, 1, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 13]);
  expect(lineOfPlace(99)).toBe(13);
  expect(lineOfPlace(0)).toBe(0);
  const read = (text: string) =>
    JSON.stringify(parseIssue(text, [], "https://roomlight.example")).replaceAll(/,{"kind":"text","text":" \ue100"}| ?\ue100/g, "");
  for (let line = 0; line < 14; line += 1) expect(read(markPlace(body, line))).toBe(read(body));
});

test("the page has it once, and nothing of the sign is left", () => {
  expect(showPlace("<p>a \ue100</p><p>b \ue100</p>")).toBe('<p>a <span id="here"></span></p><p>b </p>');
  expect(markPlace("\ue100 typed by somebody", 1)).toBe(" typed by somebody \ue100");
});

test("a page is parted before the block that is being written, and reads as it did", () => {
  const blocksOf = (text: string) => parseIssue(text, [], "https://roomlight.example").blocks;
  const read = (blocks: unknown) => JSON.stringify(blocks).replaceAll(',{"kind":"text","text":""}', "");
  const places = Array.from({ length: 14 }, (_, line) => {
    const { before, after } = splitAtPlace(blocksOf(markPlace(body, line)));
    expect(read([...before, ...after])).toBe(read(blocksOf(body)));
    return before.length;
  });
  expect(places).toEqual([0, 0, 0, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 6]);
});
