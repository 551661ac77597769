/** A file for one person: kept by nothing on the way, and saved rather than opened as a page, unless it `opensInBrowser`. */
export function fileDownload(
  content: Buffer | string,
  { name, type, opensInBrowser = false }: { name: string; type: string; opensInBrowser?: boolean },
): Response {
  const body = typeof content === "string" ? content : new Uint8Array(content);
  return new Response(body, {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `${opensInBrowser ? "inline" : "attachment"}; filename="${name}"`,
      "Cache-Control": "no-store",
      "X-Robots-Tag": "noindex",
    },
  });
}
