/**
 * The chunks of a page that React rendered, as one. React 18 sends the unfilled end of its buffer too, as zero bytes, where
 * a character of several bytes does not fit (facebook/react#26228): in HTML these would show as U+FFFD. A page of ours has no U+0000.
 */
export function joinHtmlChunks(chunks: readonly Buffer[]): Buffer<ArrayBuffer> {
  const page = Buffer.concat(chunks);
  return page.includes(0) ? Buffer.from(page.filter((byte) => byte !== 0)) : page;
}
