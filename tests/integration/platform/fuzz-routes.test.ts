import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { log } from "~/platform/log.server";
import { enableDemonstration } from "tests/support/desk/desk-requests";
import { anyText, longTexts, markup } from "tests/support/whole-site/naughty-text";
import { usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { doInTurn } from "tests/support/whole-site/in-turn";
import { SiteFuzz } from "tests/support/whole-site/site-fuzz";
import { siteRoutes, startWholeSite, type WholeSite } from "tests/support/whole-site/start-whole-site";

/**
 * Every route of `app/routes.ts`, each method, each field of each form that its pages show, with what nobody should send.
 * New routes take part by themselves. `ROUNDS=30 SEED=7` plays a long one; a failure names its seed.
 */
const rounds = Number(process.env["ROUNDS"] ?? 1);
const seed = Number(process.env["SEED"] ?? 1);

usePlanHarness();

let site: WholeSite;
let endDemonstration: () => void;
beforeAll(async () => {
  endDemonstration = enableDemonstration();
  site = await startWholeSite();
});
afterAll(async () => {
  endDemonstration();
  await site.stop();
});

/** The routes that no page and no email leads to in the world of this test: none, so that each new one is given something to show. */
const unreached: string[] = [];
const methods = ["OPTIONS", "PUT", "DELETE", "PATCH", "HEAD"];
/** What changes so much, at Stripe too, that all else is done before it. */
const rank = ({ route }: { route: string }) =>
  /erase/.test(route) ? 2 : /stop|plan\/:token|cancel|sign-out|leave|your-data/.test(route) ? 1 : 0;

/** Chances that come again with the same seed. */
function createChances() {
  const texts = fc.sample(anyText, { seed, numRuns: 2000 });
  let state = seed;
  const below = (count: number) => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % count;
  };
  const pick = <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value;
  return { below, pick, text: () => pick(texts) };
}
type Chances = ReturnType<typeof createChances>;

/** Every route with each method, signed in and not, at its own paths and at others of its shape, and with queries. */
async function playAddresses(fuzz: SiteFuzz, { below, pick, text }: Chances): Promise<void> {
  const requests: (() => Promise<unknown>)[] = [];
  const add = (...request: Parameters<SiteFuzz["send"]>) => void requests.push(() => fuzz.send(...request));
  for (const { path: route } of siteRoutes) {
    const [known = "/"] = fuzz.paths.get(route) ?? [];
    const [page = "/"] = known.split("?");
    const encode = (value: string) => encodeURIComponent(Buffer.from(value.slice(0, 3000)).toString());
    const params = await fuzz.listReadParams(page);
    const kinds = [() => pick(["constructor", "__proto__", "toString"]), () => pick(["1e400", "-1", "1.5", "99999999999", "0x10"]), text];
    // Each part of a query has a value of each kind, beside another kind in its neighbours.
    for (const turn of params.length > 0 ? kinds.keys() : []) {
      const valueOf = (at: number) => (kinds[(at + turn) % kinds.length] ?? text)();
      const part = (name: string, at: number) => `${name}=${encode(valueOf(at)).slice(0, 12_000 / params.length)}`;
      add(`${page}?${params.map(part).join("&")}`);
    }
    add(
      `${page}?${["a", ...params]
        .map((name) => `${name}=${encode(text())}&${name}[]=${encode(text())}`)
        .join("&")
        .slice(0, 12_000)}`,
    );
    add(known, { isSignedIn: false });
    add(known, { method: pick(methods), isSignedIn: below(2) === 0 });
    add(known, { method: "POST", isSignedIn: false });
    add(`${page}.data?_routes=${encode(text())}&_data=${encode(text())}`);
    if (!/[:*]/.test(route)) continue;
    const bad = () =>
      pick([
        encodeURIComponent(Buffer.from(text().slice(0, 3000)).toString()),
        "%ED%A0%80",
        "%",
        "%2e%2e%2f",
        "a".repeat(5000),
        "__proto__",
      ]);
    const changed = `/${route.replaceAll(/:\w+|[*]/g, (part) => (below(4) === 0 ? part : bad()))}`;
    add(changed, { method: pick(["GET", "POST", "HEAD"]) });
    // One character of a token or id that is right.
    const at = 1 + below(known.length - 1);
    add(`${known.slice(0, at)}${pick(["A", "0", "-", "."])}${known.slice(at + 1)}`, { method: pick(["GET", "POST"]) });
  }
  await doInTurn(requests);
}

/** Each form with each of its fields changed, left out, doubled, and as a file; and as no form at all. */
async function playForms(fuzz: SiteFuzz, { below, pick, text }: Chances): Promise<void> {
  const aFile = () => new File([text()], pick(["a.csv", "a.png", "../../a", markup]), { type: pick(["image/png", "text/csv", ""]) });
  for (const form of fuzz.forms.toSorted((one, other) => rank(one) - rank(other))) {
    const names = [
      ...new Set([
        ...form.fields.keys(),
        ...form.buttons.flatMap(({ name }) => (name === "" ? [] : [name])),
        ...(await fuzz.listReadFields(form)),
      ]),
    ];
    const button = () => (form.buttons.length > 0 ? pick(form.buttons) : undefined);
    for (const name of names) {
      await fuzz.post(form, { [name]: text() }, button());
      if (rank(form) > 0) await fuzz.restore();
    }
    // Left out, twice, or as a file: every other field at a time, so that what is read later is reached too.
    const odd = (name: string) => pick([null, aFile(), ["", ""], [text(), aFile()], [form.fields.get(name) ?? "yes", text()]]);
    for (const turn of names.length > 1 ? [0, 1] : [0]) {
      const changed = names.filter((_, at) => at % 2 === turn);
      await fuzz.post(form, Object.fromEntries(changed.map((name) => [name, odd(name)])), button());
      if (rank(form) > 0) await fuzz.restore();
    }
    // Everything at once, beside names that no form has; and where what was taken is shown again.
    const listed = pick(names.length > 0 ? names : ["a"]);
    const changed = names.map((name) => [name, below(3) === 0 ? (form.fields.get(name) ?? "yes") : text().slice(0, 2000)]);
    await fuzz.post(
      form,
      { ...Object.fromEntries(changed), [`${listed}[]`]: text(), [`${listed}[a]`]: text(), [text()]: text() },
      button(),
    );
    await fuzz.restore();
    // What was typed is shown again: in all fields that people see, then in all.
    const shown = [...form.fields.keys()].filter((name) => !form.hidden.has(name));
    for (const group of [...(form.hidden.size > 0 ? [shown] : []), [...form.fields.keys()]])
      if (group.length > 0) await fuzz.post(form, Object.fromEntries(group.map((name) => [name, markup])));
    await fuzz.send(pick([form.path, "/supporter", "/supporter/plans", "/desk/newsletter", "/news.atom"]));
    // Whatever takes forms reads them by one reader: each form meets one of these, all of them meet many.
    const [type, body] = pick(notForms);
    await fuzz.send(form.path, { method: "POST", body, headers: type === null ? {} : { "content-type": type } });
    await fuzz.restore();
  }
}
const notForms: readonly [string | null, string][] = [
  ["application/json", '{"amount":{"$gt":0},"email":["a"],"__proto__":{"zz":1}}'],
  ["text/plain", "amount=5"],
  ["multipart/form-data", "--x\r\n"],
  ["multipart/form-data; boundary=x", '--x\r\nContent-Disposition: form-data; name="email"\r\n\r\nzz'],
  ["application/x-www-form-urlencoded; charset=utf-16", "email=%FF%FE%00&%ED%A0%80=%&=&&&"],
  ["application/x-www-form-urlencoded", `${"a=&".repeat(15_000)}email=x`],
  [null, ""],
  ["application/xml", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"],
];

/** Each field of each form with 60 KB that is dear to read, against the form with one letter there: how much longer it takes, at worst. */
async function playLongTexts(fuzz: SiteFuzz, { pick }: Chances): Promise<void> {
  const played = new Set<string>();
  for (const form of fuzz.forms.toSorted((one, other) => rank(one) - rank(other))) {
    const quickest = async (name: string, value: string, runs: number) => {
      const times: number[] = [];
      for (let run = 0; run < runs; run += 1) times.push((await fuzz.post(form, { [name]: value })).ms);
      return Math.min(...times);
    };
    // How long a letter takes matters only where 60 KB take long.
    const lettersTake = lazily(() => quickest(names[0] ?? "", "x", 2));
    const names = [...form.fields.keys(), ...(await fuzz.listReadFields(form))].filter((name) => !played.has(`${form.route} ${name}`));
    if (names.length === 0) continue;
    for (const name of names) {
      played.add(`${form.route} ${name}`);
      const text = pick([spaces, pick(longTexts)]);
      const long = await quickest(name, text, 1);
      if (long <= 20 * maxRatio) continue;
      const short = Math.max(await lettersTake(), 20);
      // A machine that is busy with something else is asked again.
      if (long > short * maxRatio && Math.min(long, await quickest(name, text, 3)) > short * maxRatio)
        fuzz.failures.push(
          `POST ${form.route}: ${name} with ${JSON.stringify(text.slice(0, 8))}… took ${Math.round(long)} ms, and ${Math.round(short)} ms with a letter`,
        );
    }
    await fuzz.restore();
  }
}
const maxRatio = 25;

/** Asks once, when the answer is first wanted. */
function lazily<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let asked: Promise<Value> | null = null;
  return () => (asked ??= ask());
}
const spaces = longTexts.find((text) => text.startsWith("5  ")) ?? "";

test(
  "whatever is sent to any route is answered in time, without a failure, a stack, or what was typed as markup",
  async () => {
    const chances = createChances();
    // React's own remarks, which the built site does not make.
    vi.spyOn(console, "error").mockImplementation(() => {});
    const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
    const failures: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const fuzz = await SiteFuzz.start(site);
      expect(siteRoutes.flatMap(({ path }) => (fuzz.paths.has(path) ? [] : [path]))).toEqual(unreached);
      await playAddresses(fuzz, chances);
      await fuzz.restore();
      await playLongTexts(fuzz, chances);
      await playForms(fuzz, chances);
      failures.push(...fuzz.failures);
    }
    expect(
      { failures, logged: vi.mocked(log.error).mock.calls.map((call) => JSON.stringify(call)) },
      `SEED=${seed} ROUNDS=${rounds}`,
    ).toEqual({
      failures: [],
      logged: [],
    });
    // Whoever writes past the log writes paths with what only their visitors may know.
    expect(warned.mock.calls).toEqual([]);
  },
  rounds * 1_200_000,
);
