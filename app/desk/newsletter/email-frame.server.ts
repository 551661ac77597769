import { escapeXml } from "~/platform/text";
import type { RenderedEmail } from "~/platform/mail/render-email.server";

/** How an issue is looked at. A phone is a narrow frame, so its email is that of the day. */
export const previewModes = ["light", "dark", "phone", "text"] as const;
export type PreviewMode = (typeof previewModes)[number];
export const parsePreviewMode = (text: string | null | undefined): PreviewMode => previewModes.find((mode) => mode === text) ?? "light";

const darkModeQuery = /@media\s*\(prefers-color-scheme:\s*dark\)/g;

/**
 * An email as a page of its own for a frame, held to one mode. The front door gives its address headers that let it do nothing.
 * @param note what has to be put right before it can be sent, in a line each; it stays in sight
 */
export function frameEmail({ html, text }: RenderedEmail, mode: PreviewMode, note: readonly string[] = []): Response {
  const scheme = `<style>:root{color-scheme:${mode === "dark" ? "dark" : "light"} only !important}</style></head>`;
  const page =
    mode === "text"
      ? `<!doctype html><html lang="en-GB"><head><title>As text</title></head><body style="margin:16px;background:#fff;color:#111"><pre style="font:15px/1.5 monospace;white-space:pre-wrap;overflow-wrap:anywhere">${escapeXml(text)}</pre></body></html>`
      : html.replace(darkModeQuery, mode === "dark" ? "@media all" : "@media not all");
  return new Response(withNote(page.replace("</head>", scheme), note), {
    headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" },
  });
}

const noteStyle = "position:sticky;top:0;z-index:1;margin:0;padding:8px 12px;background:#8a1c12;color:#fff;font:14px/1.4 sans-serif";

function withNote(page: string, note: readonly string[]): string {
  if (note.length === 0) return page;
  const lines = note.map((line) => `<p style="margin:0">${escapeXml(line)}</p>`).join("");
  return page.replace(/<body[^>]*>/, (body) => `${body}<div role="note" style="${noteStyle}">${lines}</div>`);
}
