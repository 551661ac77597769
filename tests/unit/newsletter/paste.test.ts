import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseIssue } from "~/newsletter/issues/parse/parse-issue";
import { pasteAsMarkdown } from "~/newsletter/issues/paste/html-to-markdown.server";

/** As Chrome's clipboard has what was copied in Google Docs. */
const docs = (body: string) =>
  `<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-5d1f2c0a-7fff">${body}</b><br class="Apple-interchange-newline">`;
const docsText = (text: string, style = "") =>
  `<span style="font-size:11pt;font-family:Arial,sans-serif;color:#000000;background-color:transparent;font-weight:400;font-style:normal;font-variant:normal;text-decoration:none;vertical-align:baseline;white-space:pre;white-space:pre-wrap;${style}">${text}</span>`;
const docsParagraph = (inner: string) => `<p dir="ltr" style="line-height:1.38;margin-top:0pt;margin-bottom:0pt;">${inner}</p>`;
const docsItem = (level: number, text: string) =>
  `<li dir="ltr" style="list-style-type:disc;font-size:11pt;font-weight:400;white-space:pre;" aria-level="${level}"><p dir="ltr" style="line-height:1.38;" role="presentation">${docsText(text)}</p></li>`;

/** As Windows' clipboard has what was copied in Word. */
const word = (
  body: string,
) => `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal, li.MsoNormal {margin:0cm;} @list l0 {mso-list-id:703675311;} --></style></head>
<body lang=EN-GB link="#0563C1" style='tab-interval:36.0pt;word-wrap:break-word'>
<!--StartFragment-->${body}<!--EndFragment-->
</body></html>`;
const wordItem = (level: number, bullet: string, text: string) =>
  `<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-add-space:auto;text-indent:-18.0pt;mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-fareast-font-family:Symbol;mso-bidi-font-family:Symbol'><span style='mso-list:Ignore'>${bullet}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>${text}<o:p></o:p></p>\n`;

describe("out of Google Docs", () => {
  test("headings, bold and italic spans, and links", () => {
    const heading = `<h2 dir="ltr" style="line-height:1.38;margin-top:18pt;"><span style="font-size:16pt;font-weight:400;">What the money does</span></h2>`;
    const link = `<a href="https://example.org/rooms" style="text-decoration:none;">${docsText("the rooms", "color:#1155cc;text-decoration:underline;")}</a>`;
    const paragraph = docsParagraph(
      docsText("Twelve rooms, and ") +
        docsText("one more", "font-weight:700;") +
        docsText(" soon", "font-weight:700;font-style:italic;") +
        docsText(". See ") +
        link +
        docsText("."),
    );
    expect(pasteAsMarkdown(docs(heading + paragraph + "<br />" + docsParagraph(docsText("Thank you."))))).toEqual({
      markdown:
        "## What the money does\n\nTwelve rooms, and **one more *soon***. See [the rooms](https://example.org/rooms).\n\nThank you.",
      notes: [],
    });
  });

  test("lists in lists, which it puts beside their item", () => {
    const list = `<ul style="margin-top:0;padding-inline-start:48px;">${docsItem(1, "Soap")}<ul>${docsItem(2, "plain")}<ul>${docsItem(3, "white")}</ul></ul>${docsItem(1, "Towels")}</ul><ol>${docsItem(1, "Ring")}${docsItem(1, "Wait")}</ol>`;
    expect(pasteAsMarkdown(docs(docsParagraph(docsText("We need:")) + list)).markdown).toBe(
      "We need:\n\n- Soap\n    - plain\n        - white\n- Towels\n\n1. Ring\n2. Wait",
    );
  });

  test("tables and pictures are named, and a table's words are kept", () => {
    const cell = (text: string) =>
      `<td style="border-left:solid #000000 1pt;vertical-align:top;padding:5pt;">${docsParagraph(docsText(text))}</td>`;
    const table = `<div dir="ltr" style="margin-left:0pt;" align="left"><table style="border:none;border-collapse:collapse;"><colgroup><col width="301" /><col width="301" /></colgroup><tbody><tr style="height:0pt">${cell("Room")}${cell("Lit")}</tr><tr>${cell("Oak")}${cell("100%")}</tr></tbody></table></div>`;
    const picture = docsParagraph(
      `<span style="border:none;display:inline-block;overflow:hidden;width:624px;"><img src="https://lh7-us.googleusercontent.com/docsz/AD_4n" width="624" height="416" style="margin-left:0px;" /></span>`,
    );
    expect(pasteAsMarkdown(docs(table + picture))).toEqual({
      markdown: "Room · Lit\n\nOak · 100%",
      notes: [
        "A picture was left out: add it under Pictures.",
        "A table can’t be used in a newsletter: its words are kept, a line for each row.",
      ],
    });
  });
});

describe("out of Word", () => {
  test("headings, bold, italic and links, whatever it writes into their styles", () => {
    const body = `<h1><span style='mso-fareast-language:EN-US'>Autumn\nnews<o:p></o:p></span></h1>
<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>Thank you</b> for\neverything: a <i style='mso-bidi-font-style:normal'>very</i> good year. <a href="https://example.org/a_(b)">Read&nbsp;more</a>.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<h3>In short</h3><p class=MsoNormal>One line<br>and another<o:p></o:p></p>`;
    expect(pasteAsMarkdown(word(body))).toEqual({
      markdown:
        "## Autumn news\n\n**Thank you** for everything: a *very* good year. [Read more](https://example.org/a_%28b%29).\n\n### In short\n\nOne line\\\nand another",
      notes: [],
    });
  });

  test("its lists, which are paragraphs with bullets as text", () => {
    const list =
      wordItem(1, "·", "One bed") +
      wordItem(2, "o", "with <b>clean</b> sheets") +
      wordItem(3, "§", "of cotton") +
      wordItem(1, "·", "One lamp") +
      wordItem(1, "1.", "Ring") +
      wordItem(2, "a)", "twice") +
      wordItem(1, "2.", "Wait");
    expect(pasteAsMarkdown(word(list)).markdown).toBe(
      "- One bed\n    - with **clean** sheets\n        - of cotton\n- One lamp\n\n1. Ring\n    1. twice\n2. Wait",
    );
  });

  test("pictures, tracked changes and crossed-out words are named", () => {
    const body = `<p class=MsoNormal>We <del cite="mailto:a" datetime="2026-11-01T10:00">had</del><ins>have</ins> <s>ten</s> twelve rooms<!--[if gte vml 1]><v:shape id="_x0000_i1025"><v:imagedata src="file:///C:/Users/x/clip_image001.png"/></v:shape><![endif]--><![if !vml]><img width=200 src="file:///C:/Users/x/clip_image001.png"><![endif]></p>`;
    expect(pasteAsMarkdown(word(body))).toEqual({
      markdown: "We have ten twelve rooms",
      notes: [
        "A picture was left out: add it under Pictures.",
        "Words that were crossed out are kept, without the line through them.",
        "Words that were deleted in tracked changes were left out.",
      ],
    });
  });
});

test.each([
  ["<p>2 * 3 * 4 and <b>Total:</b>5</p>", String.raw`2 \* 3 \* 4 and **Total**:5`],
  ["<p># not a heading</p><p>1. not a list</p><p>- nor this</p>", "\\# not a heading\n\n1\\. not a list\n\n\\- nor this"],
  ["<p>&lt;b&gt; and &amp;amp; and [words](here)</p>", String.raw`\<b> and \&amp; and \[words\](here)`],
  ["<b><p>One</p><p>two</p></b>", "**One**\n\n**two**"],
  ["<p><b>a</b><b>b</b> <i>c</i><i> d</i></p>", "**ab** *c d*"],
  ["<p><b> </b>x<b>.</b></p>", "x."],
  ['<p><a href="javascript:alert(1)">words</a> <a href="file:///C:/x">a file</a> <a name="_Toc1">a place</a></p>', "words a file a place"],
  ["<p>a</p><script>alert(1)</script><style>p{}</style><title>t</title>", "a"],
  ["<blockquote><p>She said</p><ul><li>one</li><li>two</li></ul></blockquote>", "> She said\n>\n> - one\n> - two"],
  ["<p>snake_case _and_ this</p><hr><p>end</p>", "snake_case \\_and\\_ this\n\n---\n\nend"],
  ["<p>a\u200bb\u00a0c\u00ad</p>", "ab c"],
  ["", ""],
])("%s", (html, markdown) => {
  expect(pasteAsMarkdown(html).markdown).toBe(markdown);
});

const words = fc.constantFrom(
  ..."Oak| and |*|**|_a_|1. x|- y|# z|&gt; q|`c`|[a](b)|![i](x)|<b|&lt;div&gt;|&amp;copy;|~~s~~|---|===|\\|a\\|b\\||\\|.| |&nbsp;|\n|+ p|a:|é|[r]: /u|    four|5) v|```|~~~|\ue001|\ue010".split(
    /(?<!\\)\|/,
  ),
);
const attribute = fc.constantFrom(
  "",
  ' style="font-weight:700"',
  ' style="font-weight:normal"',
  ' style="font-style:italic"',
  " style='mso-list:l0 level1 lfo1'",
  " style='mso-list:l0 level4 lfo1'",
  ' href="https://example.org/x"',
  ' href="javascript:x"',
);
const tag = fc.constantFrom(..."p b i span div ul ol li h1 h3 a table tr td blockquote br hr img pre code s del".split(" "));
const { node } = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5 },
    words,
    fc
      .tuple(tag, attribute, fc.array(tie("node"), { maxLength: 4 }))
      .map(([name, set, inner]) => `<${name}${set}>${inner.join("")}</${name}>`),
  ),
}));

test("whatever is pasted becomes something that an issue can show, with nothing of its signs left", () => {
  fc.assert(
    fc.property(fc.array(node, { maxLength: 6 }), (parts) => {
      const { markdown } = pasteAsMarkdown(parts.join(""));
      expect(markdown).not.toMatch(/[\ue000-\ue0ff]/);
      expect(
        parseIssue(markdown, [], "https://roomlight.example").errors.filter((error) => error !== "There is nothing to read yet."),
      ).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
