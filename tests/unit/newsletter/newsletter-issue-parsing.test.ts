import fc from "fast-check";
import { expect, test } from "vitest";
import { excerptOf, plainText } from "~/newsletter/issues/parse/issue-text";
import { parseIssue } from "~/newsletter/issues/parse/parse-issue";

const site = "https://roomlight.example";
const known = [{ id: "key", width: 800, height: 600 }];
const read = (markdown: string) => parseIssue(markdown, known, site);

test("Markdown becomes the blocks of an email", () => {
  const { blocks, errors } = read(
    "## Rooms\n\nThe *person* **inside** holds [the key](/sponsor).\n\n- one\n- two\n\n1. first\n\n> said\n\n---\n\n![A key](picture:key)\n\n[button: See the rooms](/sponsor)\n\n{{house}}\n",
  );
  expect(errors).toEqual([]);
  expect(blocks.map(({ kind }) => kind)).toEqual(["heading", "paragraph", "list", "list", "quote", "rule", "picture", "button", "house"]);
  expect(blocks[1]).toMatchObject({
    parts: [{ text: "The " }, { kind: "em" }, { text: " " }, { kind: "strong" }, {}, { href: `${site}/sponsor` }, {}],
  });
  expect(blocks[6]).toEqual({ kind: "picture", src: `${site}/newsletter/pictures/key`, alt: "A key", width: 800, height: 600 });
  expect(blocks[7]).toEqual({ kind: "button", href: `${site}/sponsor`, label: "See the rooms" });
});

test.each([
  ["![](picture:key)", "Line 1: a picture needs words that say what it shows: ![what it shows](picture:…)."],
  ["One\n\n![A key](picture:other)", "Line 3: this picture was not found. Add it under Pictures, and use the line that is shown there."],
  [
    "![A key](https://elsewhere.example/pixel.gif)",
    "Line 1: this picture was not found. Add it under Pictures, and use the line that is shown there.",
  ],
  ["one\nwords ![A key](picture:key) words", "Line 2: a picture needs a line of its own, with empty lines around it."],
  ["words\n![A key](picture:key)", "Line 2: a picture needs a line of its own, with empty lines around it."],
  ["One {{house}} two", "Line 1: {{house}} needs a line of its own, with empty lines around it."],
  ...["ftp://example.org", "http://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "rooms", ""].map((href) => [
    `One\ntwo [x](${href})`,
    `Line 2: a link to “${href}” can’t be followed from an email. Begin it with https:// or, on this site, with /.`,
  ]),
  ["[](/sponsor)", "Line 1: a link has no words. Write them between the square brackets."],
  ['[x](/sponsor "Rooms")', "Line 1: words in quotes after an address are not shown to readers. Take them away."],
  ["[x][rooms]\n\n[rooms]: /sponsor", "Line 3: an address can’t stand apart from its link. Write [words](address) where the link belongs."],
  ["- [note]: remember\n- two", "Line 1: an address can’t stand apart from its link. Write [words](address) where the link belongs."],
  ["One\n\n{{{contact.email}}}", "Line 3: three braces in a row ({{{) can’t be sent. Write fewer."],
  ["One\n\n{\\{{contact.email}}}", "Line 3: three braces in a row ({{{) can’t be sent. Write fewer."],
  ["{**{{contact.email}}**}", "Line 1: three braces in a row ({{{) can’t be sent. Write fewer."],
  ["[button: {\\{{contact.email}}}](/x)", "Line 1: three braces in a row ({{{) can’t be sent. Write fewer."],
  ["![{\\{{x}}}](picture:key)", "Line 1: three braces in a row ({{{) can’t be sent. Write fewer."],
  ["# Large", "Line 1: the subject is the one large heading. Begin this one with ## or ###, without === below it."],
  ["#### Small", "Line 1: headings have two sizes, ## and ###. Write ### here."],
  ["One\n\n##", "Line 3: this heading has no words. Write them or take it away."],
  ["- one\n-\n- three", "Line 2: this item of the list has no words. Write them or take it away."],
  ["One\n\n>", "Line 3: no words stand after this >. Write them or take it away."],
  ["One\n\n```\ncode\n```", "Line 3: code blocks (```) can’t be used in a newsletter. Take the ``` away."],
  ["- one\n\n  ~~~\n  code\n  ~~~", "Line 3: code blocks (~~~) can’t be used in a newsletter. Take the ~~~ away."],
  ["> ```\n> code\n> ```", "Line 1: code blocks (```) can’t be used in a newsletter. Take the ``` away."],
  ["One\n\n    four", "Line 3: four spaces or a tab before words make a code block, which can’t be used. Take the spaces away."],
  ["One\n\n| a | b |\n| - | - |\n| 1 | 2 |", "Line 3: tables can’t be used in a newsletter. Write it as a list."],
  ["One\n**two ~~three~~**", "Line 2: crossed-out words (~~) can’t be used in a newsletter. Take the ~~ away."],
  ["[~~one~~ two](/sponsor)", "Line 1: crossed-out words (~~) can’t be used in a newsletter. Take the ~~ away."],
  ["One<br>two", "Line 1: HTML tags can’t be used in a newsletter. Take the tag away."],
  ["One\n\n<div>two</div>", "Line 3: HTML tags can’t be used in a newsletter. Take the tags away."],
  [`${">".repeat(30)} deep`, "Line 1: this line would not be shown. Put fewer lists and quotes inside each other."],
  ["[button: A](/a) [button: B](/b)", "Line 1: a button needs words after “button:”, and a line of its own with empty lines around it."],
  ["[button: A](/a) and more", "Line 1: a button needs words after “button:”, and a line of its own with empty lines around it."],
  ["[button: A](/a)\nand more", "Line 1: a button needs words after “button:”, and a line of its own with empty lines around it."],
  ["[button: ](/a)", "Line 1: a button needs words after “button:”, and a line of its own with empty lines around it."],
  ["[button: *A*](/a)", "Line 1: a button has plain words only: no bold, italic, code, pictures or second line."],
  ["   ", "There is nothing to read yet."],
] as [string, string][])("%j is an error with its line", (markdown, message) => {
  expect(new Set(read(markdown).errors)).toContain(message);
});

test("buttons, pictures and the house on neighbouring lines are all drawn", () => {
  const { blocks, errors } = read("[button: A](/a)\n[button: B](/b)  \n![A key](picture:key)\n{{house}}\n\n- [button: C](/c)");
  expect(errors).toEqual([]);
  expect(blocks).toMatchObject([
    { kind: "button", label: "A", href: `${site}/a` },
    { kind: "button", label: "B", href: `${site}/b` },
    { kind: "picture", alt: "A key" },
    { kind: "house" },
    { kind: "list", items: [[{ kind: "button", label: "C" }]] },
  ]);
});

test("what can't be drawn keeps its words, so that a look at the issue shows them", () => {
  const { blocks } = read("**a ~~b~~ c** d\n\n```\n1\n2\n```\n\n> | a | b |\n> | - | - |\n\nx<br>y");
  expect(
    JSON.stringify(blocks)
      .match(/"text":"[^"]*"/g)
      ?.join(" "),
  ).toBe(["a b c", " d", "```", "1", "2", "```", "> | a | b |", "> | - | - |", "x<br>y"].map((words) => `"text":"${words}"`).join(" "));
});

test("no markup and no script of a writer gets through", () => {
  const { blocks } = read("<script>alert(1)</script> <img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))");
  expect(blocks.map(({ kind }) => kind)).toEqual(["paragraph", "paragraph"]);
  expect(JSON.stringify(blocks)).not.toContain('"href"');
});

test("whatever is written is read without an error, and every link is whole", () => {
  const piece = fc.constantFrom(
    "## ",
    "- ",
    "> ",
    "**",
    "*",
    "[a](/b)",
    "![c](picture:key)",
    "[button: d](/e)",
    "{{house}}",
    "\n",
    "\n\n",
    "word ",
    "{{",
    "---",
    "1. ",
    "   ",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 40 }), (pieces) => {
      const { blocks } = read(pieces.join(""));
      for (const [, href] of JSON.stringify(blocks).matchAll(/"href":"([^"]*)"/g)) expect(href).toMatch(/^(https:\/\/|mailto:)/);
      expect(excerptOf(blocks).length).toBeLessThanOrEqual(222);
    }),
  );
});

test("the words of parts are all of them", () => {
  const [block] = read("The *person* holds [the **key**](/x).").blocks;
  expect(block?.kind === "paragraph" && plainText(block.parts)).toBe("The person holds the key.");
});

test("the first words of an issue are never cut through a character, with spaces or without", () => {
  const family = "👩‍👩‍👧‍👦";
  const excerpt = (words: string) => excerptOf([{ kind: "paragraph", parts: [{ kind: "text", text: words }] }]);
  expect(excerpt(family.repeat(30))).toBe(`${family.repeat(20)} …`);
  expect(excerpt(`${"x".repeat(215)}${family}`)).toBe(`${"x".repeat(215)} …`);
  expect(excerpt(`${"x".repeat(217)}👩\u200d🚀`)).toBe(`${"x".repeat(217)} …`);
  expect(excerpt(`${"word ".repeat(60)}`)).toBe(`${"word ".repeat(44).trim()} …`);
  expect(excerpt("x".repeat(220))).toBe("x".repeat(220));
});
