/** A file for one person: kept by nothing on the way, and saved rather than opened as a page. */
export function fileDownload(content: Buffer | string, { name, type }: { name: string; type: string }): Response {
  const body = typeof content === "string" ? content : new Uint8Array(content);
  return new Response(body, {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-store",
      "X-Robots-Tag": "noindex",
    },
  });
}
