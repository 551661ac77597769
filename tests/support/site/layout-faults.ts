import type { Page } from "playwright-core";

/**
 * What a page shows that no designer would: it is wider than its window, text is cut off or lies on other text, something to press is
 * under 44 pixels, or in a line of text under 24. What scrolls by itself on purpose (tables at the desk) may be wider.
 */
export async function findLayoutFaults(page: Page): Promise<string[]> {
  return await page.evaluate(findFaults);
}

/** Runs in the page. */
function findFaults(): string[] {
  const faults: string[] = [];
  const label = (element: Element) => {
    const words = (element.textContent ?? "").replaceAll(/\s+/g, " ").trim().slice(0, 40);
    const name = element.getAttribute("name") ?? element.getAttribute("class")?.slice(0, 60) ?? "";
    return `<${element.tagName.toLowerCase()} ${name}> “${words}”`;
  };
  if (document.documentElement.scrollWidth > innerWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter((each) => each.getBoundingClientRect().right > innerWidth + 1);
    faults.push(`wider than its window: ${wide.slice(0, 2).map(label).join(", ")}`);
  }

  const isShown = (element: Element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  /** Hidden from eyes alone, for those who listen. */
  const isForListeners = (element: Element) => {
    for (let each: Element | null = element; each; each = each.parentElement) {
      const { clip, clipPath, position } = getComputedStyle(each);
      const { width, height } = each.getBoundingClientRect();
      if (position === "absolute" && (clip !== "auto" || clipPath !== "none" || width <= 1 || height <= 1)) return true;
    }
    return false;
  };
  const scrolls = (style: CSSStyleDeclaration) => /auto|scroll/.test(style.overflowX + style.overflowY);

  // Cut text: in a box that hides what does not fit.
  for (const element of document.body.querySelectorAll<HTMLElement>("*")) {
    const style = getComputedStyle(element);
    if (!/hidden|clip/.test(style.overflowX + style.overflowY) || !isShown(element) || isForListeners(element)) continue;
    if (!element.textContent?.trim() || element.closest("svg")) continue;
    if (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
      faults.push(`cuts off: ${label(element)}`);
  }
  for (const button of document.body.querySelectorAll<HTMLElement>("button, select, a")) {
    if (isShown(button) && button.scrollWidth > button.clientWidth + 2) faults.push(`text is wider than its button: ${label(button)}`);
  }

  // Tables may scroll on a phone; on a desk they fit.
  if (innerWidth >= 1280)
    for (const table of document.body.querySelectorAll<HTMLElement>(".scroll-table"))
      if (table.scrollWidth > table.clientWidth)
        faults.push(`a table is ${table.scrollWidth - table.clientWidth} pixels too wide: ${label(table)}`);

  // Text on text.
  type Line = { left: number; right: number; top: number; bottom: number; node: Node };
  const lines: Line[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent || !node.textContent?.trim() || parent.closest("svg, script, style, noscript, option, textarea")) continue;
    if (!isShown(parent) || isForListeners(parent)) continue;
    let clip: DOMRect | null = null;
    let isFixed = false;
    for (let each: Element | null = parent; each; each = each.parentElement) {
      const style = getComputedStyle(each);
      // What stays in view lies over what passes beneath it.
      if (style.position === "fixed" || style.position === "sticky") isFixed = true;
      if (!clip && scrolls(style)) clip = each.getBoundingClientRect();
    }
    if (isFixed) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { left, right, top, bottom, width } of range.getClientRects()) {
      // A way past the navigation waits above the page until it has the focus.
      if (width < 2 || bottom <= 0) continue;
      if (clip && (left >= clip.right || right <= clip.left || top >= clip.bottom || bottom <= clip.top)) continue;
      // Lines stand closer than the boxes of their letters: the letters themselves are what may not meet.
      const spare = (bottom - top) * 0.22;
      lines.push({ left, right, top: top + spare, bottom: bottom - spare, node });
    }
  }
  lines.sort((one, other) => one.top - other.top);
  const overlaps = new Set<string>();
  for (const [index, line] of lines.entries()) {
    for (let next = index + 1; next < lines.length; next += 1) {
      const other = lines[next] as Line;
      if (other.top >= line.bottom) break;
      if (other.node === line.node || Math.min(line.right, other.right) - Math.max(line.left, other.left) < 2) continue;
      overlaps.add(
        `text lies on text: “${line.node.textContent?.trim().slice(0, 30)}” and “${other.node.textContent?.trim().slice(0, 30)}”`,
      );
    }
  }
  faults.push(...overlaps);

  // What can be pressed.
  for (const element of document.body.querySelectorAll<HTMLElement>("a[href], button, summary, select, textarea, input")) {
    if (element instanceof HTMLInputElement && element.type === "hidden") continue;
    if (element.closest("svg") || element.hasAttribute("disabled")) continue;
    const ticks = element instanceof HTMLInputElement && /radio|checkbox/.test(element.type);
    const area = ticks ? (element.closest("label") ?? element.labels?.[0] ?? element) : element;
    // A way past the navigation shows while it has the focus.
    if (!isShown(area) || isForListeners(area)) continue;
    const { width, height } = area.getBoundingClientRect();
    if (width === 0 || height === 0) continue;
    const style = getComputedStyle(area);
    // A button that looks like a link stands in a line of text, though browsers never call it inline.
    const isInline =
      style.display === "inline" ||
      (area.matches("button") && style.display === "inline-block" && style.textDecorationLine === "underline");
    const reach = isInline ? Math.max(height, parseFloat(style.lineHeight) || 0) : Math.min(height, ticks ? height : width);
    const least = isInline ? 24 : 44;
    if (reach < least - 0.5) faults.push(`${Math.round(width)} × ${Math.round(reach)} to press, not ${least}: ${label(element)}`);
  }
  return faults;
}
