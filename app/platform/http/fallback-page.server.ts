import type { UrgentNumber } from "../ui/site";

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);

/** A page that needs nothing but itself: for answers given before the site's pages are reached, or when they failed. */
export function plainPage(title: string, words: string, urgent: readonly UrgentNumber[]): string {
  const numbers = urgent.map(({ name, shown, href }) => `<li>${escaped(name)}: <a href="${href}">${escaped(shown)}</a></li>`).join("");
  return `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escaped(title)}</title></head><body><main><h1>${escaped(title)}</h1><p>${escaped(words)}</p><p><a href="/">Home page</a></p><h2>If you need help now</h2><ul>${numbers}</ul></main></body></html>`;
}
