import MarkdownIt from "markdown-it";

/** Makes a token's HTML. `line` counts from 0 within the text that is being rendered. */
export type TokenRenderer = (token: string, line: number) => string;

export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** The id of a heading: its words in small letters, joined by hyphens. */
export const headingId = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, "-")
    .replace(/^-|-$/g, "");

const md = new MarkdownIt({ html: false, typographer: true, quotes: "“”‘’" });

// {{…}} in the middle of a sentence.
md.inline.ruler.before("text", "number", (state, silent) => {
  const found = /^\{\{([^{}\n]+)\}\}/.exec(state.src.slice(state.pos));
  if (!found?.[1]) return false;
  if (!silent) state.push("number", "", 0).content = found[1].trim();
  state.pos += found[0].length;
  return true;
});

const tableRoles: Record<string, string> = {
  table_open: "table",
  thead_open: "rowgroup",
  tbody_open: "rowgroup",
  tr_open: "row",
  th_open: "columnheader",
  td_open: "cell",
};

md.core.ruler.push("finish-tokens", (state) => {
  let firstCell = false;
  let closing = "td";
  let heads: string[] = [];
  let column = 0;
  for (const [index, token] of state.tokens.entries()) {
    const next = state.tokens[index + 1];
    if (token.type === "heading_open") token.attrSet("id", headingId(next?.content ?? ""));
    if (token.type === "table_open") heads = [];
    // On a narrow screen a table is shown as a list, which takes its roles from it.
    const role = tableRoles[token.type];
    if (role) token.attrSet("role", role);
    if (token.type === "th_open") {
      token.attrSet("scope", "col");
      heads.push(next?.content ?? "");
    }
    // The first cell of each row in the body is the row's header.
    if (token.type === "tr_open") {
      firstCell = next?.type === "td_open";
      column = 0;
    }
    if (token.type === "td_open") {
      closing = firstCell ? "th" : "td";
      if (firstCell) {
        token.attrSet("scope", "row");
        token.attrSet("role", "rowheader");
      } else token.attrSet("data-head", heads[column] ?? "");
      token.tag = closing;
      firstCell = false;
      column += 1;
    }
    if (token.type === "td_close") token.tag = closing;
    for (const child of token.children ?? []) {
      if (child.type === "number") child.meta = { line: token.map?.[0] ?? 0 };
      if (child.type === "link_open" && /^https?:/.test(String(child.attrGet("href")))) child.attrSet("rel", "noreferrer");
    }
  }
});

md.renderer.rules["number"] = (tokens, index, _options, environment) => {
  const token = tokens[index];
  if (!token) return "";
  const render = environment?.["token"] as TokenRenderer;
  return render(token.content, Number(token.meta?.["line"]));
};

/** Markdown as HTML. Raw HTML in it is shown as text; `{{…}}` goes to `token`. */
export const renderMarkdown = (text: string, token: TokenRenderer): string => md.render(text, { token });
