import { parse } from "node-html-parser";
import { fetchRaw } from "./fetch-raw";
import { printTable } from "./statistics";

/** What goes over the slowest line in its first breath: ten packets of 1,460 bytes, less their heads. */
const initialWindowBytes = 14 * 1024;

/** Weighs every help page that can be reached from /help, with all that a browser fetches for it. */
export async function weighHelpPages({ port, url }: { port: number; url: string }): Promise<void> {
  const rows: (string | number)[][] = [];
  const seen = new Set(["/help"]);
  let heaviest = 0;
  for (const path of seen) {
    const plain = await fetchRaw(port, path, "identity");
    if (!plain.head["content-type"]?.startsWith("text/html")) continue;
    const page = parse(plain.body.toString());
    for (const link of page.querySelectorAll("a[href]")) {
      const next = new URL(link.getAttribute("href") ?? "", url + path);
      if (next.origin === url && (next.pathname === "/help" || next.pathname.startsWith("/help/"))) seen.add(next.pathname);
    }
    const alsoFetched = listSubresources(page)
      .map((part) => new URL(part, url + path))
      .filter(({ protocol }) => protocol !== "data:");
    const weigh = async (encoding: string) => {
      const all = await Promise.all(
        [path, ...alsoFetched.map(({ pathname }) => pathname)].map(async (part) => (await fetchRaw(port, part, encoding)).body.length),
      );
      return all.reduce((sum, bytes) => sum + bytes, 0);
    };
    const [brotli, gzip] = [await weigh("br"), await weigh("gzip")];
    heaviest = Math.max(heaviest, brotli);
    const fits = gzip <= initialWindowBytes ? "yes" : brotli <= initialWindowBytes ? "with Brotli" : "NO";
    rows.push([path, plain.status, 1 + alsoFetched.length, brotli, gzip, fits]);
  }
  printTable("Help pages with all that they fetch, in bytes", ["", "status", "requests", "brotli", "gzip", "within 14 KB"], rows);
  console.log(`  ${rows.length} pages; the heaviest has ${heaviest} bytes.`);
}

/** What a browser fetches by itself for a page. */
function listSubresources(page: ReturnType<typeof parse>): string[] {
  const links = page
    .querySelectorAll("link[href]")
    .filter((link) => /\b(stylesheet|icon|preload|modulepreload|manifest)\b/.test(link.getAttribute("rel") ?? ""));
  const addresses = [
    ...links.map((link) => link.getAttribute("href")),
    ...page.querySelectorAll("script[src], img[src]").map((part) => part.getAttribute("src")),
  ];
  return [...new Set(addresses.filter((address) => address !== undefined))];
}
