/** A number that such a page offers. */
export type FallbackNumber = { name: string; shown: string; href: string };

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);

/**
 * A page that needs nothing but itself: for answers given before the site's pages are reached, or when they failed.
 * @param again the form that could not be taken, to be sent again as it was
 */
export function fallbackPage(
  title: string,
  message: string,
  urgentNumbers: readonly FallbackNumber[],
  again: { action: string; fields: readonly (readonly [string, string])[] } | null = null,
): string {
  const numbers = urgentNumbers
    .map(({ name, shown, href }) => `<li>${escapeHtml(name)}: <a href="${href}">${escapeHtml(shown)}</a></li>`)
    .join("");
  const inputs = again?.fields
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join("");
  const form = again ? `<form method="post" action="${escapeHtml(again.action)}">${inputs}<button>Send it again</button></form>` : "";
  return `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escapeHtml(title)}</title></head><body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(message)}</p>${form}<p><a href="/">Home page</a></p><h2>If you need help now</h2><ul>${numbers}</ul></main></body></html>`;
}
