import type { Page } from "playwright-core";

/** Classes of a page that none of its sheets knows: what wears them looks like nothing in particular. Those of an editor's own are its own. */
export async function findUnknownClasses(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const known = new Set<string>();
    const read = (rules: CSSRuleList) => {
      for (const rule of rules) {
        if (rule instanceof CSSStyleRule)
          for (const [, name = ""] of rule.selectorText.matchAll(/\.((?:\\.|[\w-])+)/g)) known.add(name.replaceAll(/\\(.)/g, "$1"));
        if ("cssRules" in rule) read(rule.cssRules as CSSRuleList);
      }
    };
    for (const sheet of document.styleSheets) read(sheet.cssRules);
    const unknown = new Set<string>();
    for (const element of document.querySelectorAll("[class]"))
      for (const name of element.classList) if (!known.has(name) && !element.closest(".cm-editor")) unknown.add(name);
    return [...unknown];
  });
}
