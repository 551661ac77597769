import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { findUnescaped } from "./naughty-text";
import { listForms, listLinks, routeOf, type PageForm } from "./site-forms";
import { buildSiteWorld, saveRows, type SiteWorld } from "./site-world";
import { siteRoutes, type WholeSite } from "./start-whole-site";

export type Answer = { status: number; type: string; text: string; ms: number };
type Sent = { method?: string; body?: BodyInit; headers?: Record<string, string>; isSignedIn?: boolean };

/** As long as anything may take that somebody sends, on a machine that is busy with other things. */
const maxMs = 15_000;
const stack =
  /\bat [\w.<>[\] ]+ \((?:<anonymous>|[^\s)]*:\d+:\d+)\)|\bat (?:async )?(?:file|node):|node_modules[^"\s]*:\d+:\d+|PrismaClient|prisma\.|\w\.server\.tsx?/;

/** Sends to the site what nobody should, and writes down each answer that it should not give. */
export class SiteFuzz {
  readonly failures: string[] = [];
  /** The paths that were found to lead to a route, by route. */
  readonly paths = new Map<string, string[]>();
  readonly forms: PageForm[] = [];
  private readonly readFields = new Map<PageForm, string[]>();
  count = 0;

  private constructor(
    private readonly site: WholeSite,
    private readonly world: SiteWorld,
    /** Brings every row back as it was at the start. */
    readonly restore: () => Promise<void>,
  ) {}

  /** Fills the site with people and things, and walks through all of it. */
  static async start(site: WholeSite): Promise<SiteFuzz> {
    const world = await buildSiteWorld();
    const fuzz = new SiteFuzz(site, world, await saveRows());
    await fuzz.walk();
    return fuzz;
  }

  /** Opens pages from those that are known to where they lead, two of a route. */
  private async walk(): Promise<void> {
    const queue = [...this.world.paths, ...siteRoutes.map(({ path }) => `/${path}`).filter((path) => !/[:*]/.test(path)), "/no-such-page"];
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      const route = routeOf(path);
      const known = this.paths.get(route) ?? [];
      if (known.length >= 2 || known.includes(path)) continue;
      this.paths.set(route, [...known, path]);
      const { type, text } = await this.send(path);
      if (!type.includes("html")) continue;
      queue.push(...listLinks(text));
      for (const form of listForms(text, path)) {
        queue.push(form.path);
        if (!this.forms.some((known) => kindOf(known) === kindOf(form))) this.forms.push(form);
      }
    }
  }

  /** One request, as a browser of this site would send it; its answer is looked at. */
  async send(path: string, { method = "GET", body, headers = {}, isSignedIn = true }: Sent = {}): Promise<Answer> {
    this.count += 1;
    const startedAt = performance.now();
    const what = `${method} ${path.slice(0, 120)}`;
    // A network address of its own, so that no limit is met by all of them together.
    const network = `2001:db8:${(this.count >> 16).toString(16)}:${(this.count & 0xffff).toString(16)}::1`;
    const encoded = new Response(body);
    const { status, responseHeaders, text, brokeOff } = await exchange(`${this.site.url}${path}`, {
      method,
      body: Buffer.from(await encoded.arrayBuffer()),
      headers: {
        origin: this.site.url,
        "x-forwarded-for": network,
        ...(isSignedIn && { cookie: this.world.cookie }),
        ...(body !== undefined && { "content-type": encoded.headers.get("content-type") ?? "" }),
        ...headers,
      },
    });
    const type = String(responseHeaders["content-type"] ?? "");
    const answer = { status, type, text, ms: performance.now() - startedAt };
    const fail = (why: string) => void this.failures.push(`${what} ${describeBody(body)}: ${why}`);
    if (brokeOff) fail("broke off in the middle of its answer");
    if (answer.status >= 500) fail(`answered ${answer.status}`);
    if (answer.ms > maxMs) fail(`took ${Math.round(answer.ms)} ms`);
    const isText = /html|xml|svg/.test(type);
    if (isText && stack.test(text)) fail(`shows ${stack.exec(text)?.[0]}`);
    const unescaped = isText ? findUnescaped(text) : null;
    if (unescaped) fail(`holds ${unescaped} as it was typed`);
    if (type.includes("html")) for (const why of findSummaryFaults(text)) fail(why);
    const to = responseHeaders.location ?? "/";
    if (!/^\/(?![/\\])/.test(to) && !/^http:\/\/127\.0\.0\.1:\d+\/(c\/pay|setup|c)\//.test(to)) fail(`leads to ${to}`);
    return answer;
  }

  /** The names of the fields that a screen reads of a form, whether or not its page shows them. */
  async listReadFields(form: PageForm): Promise<string[]> {
    const known = this.readFields.get(form);
    if (known) return known;
    const names = await namesRead(FormData.prototype, ["get", "getAll"], () =>
      this.send(form.path, { method: "POST", body: new URLSearchParams({ nothing: "" }) }),
    );
    this.readFields.set(form, names);
    return names;
  }

  /** The names of the parts of a query that a screen reads. */
  async listReadParams(path: string): Promise<string[]> {
    return await namesRead(URLSearchParams.prototype, ["get", "getAll", "has"], () => this.send(`${path}?nothing=`));
  }

  /** Sends a form with some fields changed. `null` leaves a field out, a list sends it more than once. */
  async post(form: PageForm, changes: Record<string, FieldValue> = {}, button = form.buttons[0]): Promise<Answer> {
    const entries = Object.entries({
      ...Object.fromEntries(form.fields),
      ...(button?.name && { [button.name]: button.value }),
      ...changes,
    });
    const body = new FormData();
    for (const [name, value] of entries) for (const each of value === null ? [] : [value].flat()) body.append(name, each);
    return await this.send(form.path, { method: "POST", body });
  }
}

/** Two rows of a list have the same form, but for the id of their row. */
const kindOf = ({ route, fields, buttons }: PageForm): string =>
  JSON.stringify([route, [...fields.keys()], buttons]).replaceAll(/[\da-f]{8}-[\da-f]{4}-[\da-f-]{22}/g, "id");

type Exchange = { method: string; body: Buffer; headers: Record<string, string> };

/** A request on a connection of its own. The answer counts also where the site sends it and hangs up before it has read all. */
async function exchange(url: string, { method, body, headers }: Exchange) {
  const outgoing = request(url, { method, agent: false, timeout: 4 * maxMs, headers: { ...headers, "content-length": body.length } });
  outgoing.on("timeout", () => outgoing.destroy(new Error(`${method} ${url} was not answered in ${4 * maxMs} ms`)));
  const answered = once(outgoing, "response") as Promise<[IncomingMessage]>;
  outgoing.on("error", () => {});
  outgoing.end(body);
  const [response] = await answered;
  const chunks: Buffer[] = [];
  let brokeOff = false;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch {
    brokeOff = true;
  }
  return { status: response.statusCode ?? 0, responseHeaders: response.headers, text: Buffer.concat(chunks).toString(), brokeOff };
}

type Read = (this: object, name: string) => unknown;

/** What is asked for by name meanwhile. */
async function namesRead(prototype: object, methods: readonly string[], meanwhile: () => Promise<unknown>): Promise<string[]> {
  const names = new Set<string>();
  const readers = methods.map((method) => [method, Reflect.get(prototype, method) as Read] as const);
  for (const [method, read] of readers)
    Reflect.set(prototype, method, function (this: object, name: string) {
      names.add(name);
      return read.call(this, name);
    });
  try {
    await meanwhile();
  } finally {
    for (const [method, read] of readers) Reflect.set(prototype, method, read);
  }
  return [...names];
}

/** A page with mistakes says so first in its title, and announces them once; a page without says neither. */
export function findSummaryFaults(page: string): string[] {
  const hasErrors = /<div role="alert"><h2[^>]*>There is a problem: /.test(page);
  const title = /<title>(.*?)<\/title>/.exec(page)?.[1] ?? "";
  // An empty one is for what a script has to say later.
  const liveRegions = page.match(/<(\w+)[^>]*(?:role="(?:alert|status)"|aria-live=)[^>]*>(?!<\/\1>)/g) ?? [];
  return [
    ...(title.startsWith("Error: ") === hasErrors
      ? []
      : [`has the title ${title} where ${hasErrors ? "there are" : "there are no"} mistakes`]),
    ...(hasErrors && liveRegions.length !== 1 ? [`announces its mistakes in ${liveRegions.length} places`] : []),
    ...(hasErrors && /<[^>]*(?:role="alert"[^>]*(?:tabindex|autofocus)|(?:tabindex|autofocus)[^>]*role="alert")/i.test(page)
      ? ["gives its alert the focus"]
      : []),
  ];
}

type FieldValue = string | Blob | null | (string | Blob)[];

function describeBody(body: BodyInit | undefined): string {
  if (body instanceof FormData)
    return JSON.stringify([...body].map(([name, value]) => [name, typeof value === "string" ? value.slice(0, 60) : "a file"]));
  return typeof body === "string" ? JSON.stringify(body.slice(0, 100)) : "";
}
