import type { BodyLimit } from "~/platform/http/body-limits.server";
import type { HeaderPolicy } from "~/platform/http/http-app.server";

/** What the HTTP side of the site, which knows no module, is told of the paths of the modules. */

const megabyte = 1024 * 1024;

/** Forms that files, or what was copied elsewhere, are sent with. Each other form has the limit of a form of words. */
export const bodyLimits: readonly BodyLimit[] = [
  { path: "/desk/newsletter/paste", maxFileBytes: 2 * megabyte, advice: "Paste it in parts." },
  {
    path: "/desk/newsletter/pictures",
    maxFileBytes: 15 * megabyte,
    advice: "Go back, make the picture smaller, and send it again.",
  },
  {
    // Its screen reads the file piece by piece.
    path: "/desk/newsletter/lists",
    maxFileBytes: 50 * megabyte,
    advice: "A list may have 50 MB. Go back, and send it in two files or more.",
    isStreamed: true,
  },
  { path: "/desk/bank", maxFileBytes: megabyte, advice: "A statement may have 1 MB. Go back, and send it in two files or more." },
];

/** Which security headers the answers of a path carry. */
export function headersFor(path: string): HeaderPolicy {
  if (path === "/help" || path.startsWith("/help/")) return "standalone";
  if (/^\/desk\/newsletter\/[\w-]+\/email$/.test(path)) return "emailPreview";
  if (path === "/desk/newsletter/articles/draft") return "pagePreview";
  if (path.startsWith("/newsletter/pictures/")) return "image";
  return "site";
}

/** Whether a path takes forms of senders that are no browsers: a mail program's own button for unsubscribing. */
export const acceptsPostsWithoutOrigin = (path: string): boolean => /^\/newsletter\/leave\/[\w-]{43}$/.test(path);
