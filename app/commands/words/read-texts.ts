import ts from "typescript";

export type ReadText = { line: number; text: string };

/** Attributes whose value no reader sees. */
const hiddenAttributes = new Set(["className", "href", "id", "name", "htmlFor", "rel", "type", "viewBox", "d", "key", "src", "style"]);
const tokenKinds = [ts.SyntaxKind.TemplateHead, ts.SyntaxKind.TemplateMiddle, ts.SyntaxKind.TemplateTail];
const isSql = (text: string) => /\b(SELECT|UPDATE|INSERT|DELETE FROM|WHERE|ORDER BY|COALESCE)\b/.test(text);
const hasWords = (text: string) => /[a-z]/i.test(text);

/**
 * What a TypeScript file says to people: the text of its markup, and its strings of more than one word. Names of code, imports, SQL,
 * comments and what is logged are none of it.
 */
export function readTexts(file: string, source: string): ReadText[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const texts: ReadText[] = [];
  const add = (node: ts.Node, text: string) => {
    const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    if (hasWords(text) && !isSql(text)) texts.push({ line, text: text.replace(/\s+/g, " ") });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || isUnread(node)) return;
    if (ts.isJsxText(node)) add(node, node.text);
    else if (ts.isStringLiteralLike(node) && (/\s/.test(node.text.trim()) || (ts.isJsxAttribute(node.parent) && /^[A-Z]/.test(node.text))))
      add(node, node.text);
    else if (ts.isTemplateExpression(node) && !isSql(node.getText()))
      for (const part of [node.head, ...node.templateSpans.map(({ literal }) => literal)]) add(part, part.text);
    if (!tokenKinds.includes(node.kind)) ts.forEachChild(node, visit);
  };
  visit(tree);
  return texts;
}

/** Tagged SQL, what is logged or thrown as a bug, and attributes that are addresses. */
function isUnread(node: ts.Node): boolean {
  if (ts.isTaggedTemplateExpression(node)) return /sql|raw/i.test(node.tag.getText());
  if (ts.isCallExpression(node)) return /^log\.|\.(\$?(query|execute)Raw\w*)$/.test(node.expression.getText());
  if (ts.isThrowStatement(node)) return true;
  return ts.isJsxAttribute(node) && hiddenAttributes.has(node.name.getText());
}

/** The words of a Markdown file, without its code, its addresses and the keys of its head. */
export function readMarkdown(source: string): ReadText[] {
  let inCode = false;
  return source.split("\n").flatMap((raw, index) => {
    if (/^\s*```/.test(raw)) inCode = !inCode;
    if (inCode || /^ {4}/.test(raw)) return [];
    const text = raw.replace(/`[^`]*`/g, "").replace(/\]\([^)]*\)/g, "]");
    return hasWords(text) ? [{ line: index + 1, text }] : [];
  });
}
