import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Resend } from "resend";
import Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startSandbox } from "~/sandbox/start";
import { patienceMs } from "tests/support/wait-until";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "sandbox-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const stripeAt = (url: string) => {
  const { hostname, port } = new URL(url);
  return new Stripe("sk_test_alone", { host: hostname, port, protocol: "http", telemetry: false, maxNetworkRetries: 0 });
};
const email = { from: "a@example.org", to: "b@example.org", subject: "Hello", text: "Hello" };

describe("the sandbox's files", () => {
  const modes = () =>
    Object.fromEntries(readdirSync(folder).map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]));

  it("are for this user only, whatever the process allows, those of an earlier version too", async () => {
    const before = process.umask(0);
    try {
      mkdirSync(folder, { recursive: true });
      for (const name of ["stripe.json", "resend.json"]) {
        writeFileSync(join(folder, name), "of another version\n");
        chmodSync(join(folder, name), 0o644);
      }
      const sandbox = await startSandbox({ stripe: { port: 0, webhook: null }, resend: { port: 0, webhook: null }, folder });
      await stripeAt(sandbox.stripe).customers.create({ email: "b@example.org" });
      await new Resend("re_test", { baseUrl: sandbox.resend }).emails.send(email);
      await sandbox.stop();
    } finally {
      process.umask(before);
    }
    expect(readFileSync(join(folder, "stripe.json"), "utf8")).toContain("b@example.org");
    expect(readFileSync(join(folder, "resend.json"), "utf8")).toContain("b@example.org");
    expect(modes()).toEqual({ "resend.json": "600", "resend.json.old": "600", "stripe.json": "600", "stripe.json.old": "600" });
  });
});

describe("npm run sandbox", () => {
  const children: ChildProcess[] = [];
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, "exit");
        child.kill("SIGKILL");
        await ended;
      }
    }
  });
  const run = (...options: string[]) => {
    const { PATH } = process.env;
    const child = spawn(process.execPath, ["--import", "tsx", "app/commands/sandbox.ts", ...options], { env: { PATH, NODE_ENV: "test" } });
    children.push(child);
    const printed = { out: "", error: "" };
    child.stdout.on("data", (chunk: Buffer) => void (printed.out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => void (printed.error += chunk.toString()));
    return { child, printed };
  };

  it("serves any client of Stripe and Resend, sends both signed webhooks, and ends when asked", async () => {
    const heard: { path: string; body: string; headers: NodeJS.Dict<string | string[]> }[] = [];
    const receiver = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => void (body += chunk.toString()));
      request.on("end", () => {
        heard.push({ path: request.url ?? "", body, headers: request.headers });
        response.end();
      });
    }).listen(0, "127.0.0.1");
    await once(receiver, "listening");
    const target = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    const webhooks = ["--stripe-webhook", `${target}/stripe`, "--resend-webhook", `${target}/resend`];
    const { child, printed } = run(
      "--stripe-port",
      "0",
      "--resend-port",
      "0",
      "--hmrc-port",
      "0",
      ...webhooks,
      "--stripe-webhook-secret",
      "whsec_mine",
    );
    await expect.poll(() => printed.out, { timeout: patienceMs }).toContain("Ctrl-C");
    const [stripeUrl = "", resendUrl = ""] = [...printed.out.matchAll(/base URL\s+(\S+)/g)].map(([, url = ""]) => url);
    const [, resendSecret = ""] = /\/resend, signed with (\S+)/.exec(printed.out) ?? [];
    expect(printed.out).toContain(`${target}/stripe, signed with whsec_mine`);

    const stripe = stripeAt(stripeUrl);
    const resend = new Resend("re_test", { baseUrl: resendUrl });
    const customer = await stripe.customers.create({ name: "Robin" });
    const { data } = await resend.emails.send(email);
    await expect.poll(() => heard.map(({ path }) => path), { timeout: patienceMs }).toEqual(expect.arrayContaining(["/stripe", "/resend"]));
    const [ofStripe] = heard.filter(({ path }) => path === "/stripe");
    const event = stripe.webhooks.constructEvent(ofStripe!.body, String(ofStripe!.headers["stripe-signature"]), "whsec_mine");
    expect(event.data.object).toMatchObject({ id: customer.id });
    const [ofResend] = heard.filter(({ path }) => path === "/resend");
    const [id, timestamp, signature] = ["id", "timestamp", "signature"].map((name) => String(ofResend!.headers[`svix-${name}`])) as [
      string,
      string,
      string,
    ];
    const verified = resend.webhooks.verify({
      payload: ofResend!.body,
      headers: { id, timestamp, signature },
      webhookSecret: resendSecret,
    });
    expect(verified).toMatchObject({ type: "email.sent", data: { email_id: data?.id } });
    expect(await (await fetch(`${stripeUrl}/`)).text()).toContain("it signs its supporters out");
    expect(await (await fetch(`${resendUrl}/`)).text()).toContain("Hello");

    child.kill("SIGTERM");
    await once(child, "exit");
    expect([child.exitCode, printed.error]).toEqual([0, ""]);
    receiver.closeAllConnections();
    await new Promise((closed) => receiver.close(closed));
  });

  it.each([
    [["--stripe-port", "99999"], "--stripe-port: 99999 is not a port"],
    [["--resend-webhook", "example.org"], "--resend-webhook: example.org is not an address"],
    [["--colour", "red"], "--colour"],
  ])("refuses %j and names its options", async (options, words) => {
    const { child, printed } = run(...options);
    await once(child, "exit");
    expect([child.exitCode, printed.error]).toEqual([1, expect.stringContaining(words)]);
    expect(printed.error).toContain("--stripe-webhook URL");
  });
});

describe("the built site", () => {
  const chunks = "build/server/assets";
  const textOf = (file: string) => readFileSync(file, "utf8");

  /** A file of the bundle and all that it loads at its start; what is loaded later by `import()` is not among them. */
  function loadedAtStart(file: string, found = new Set<string>()): Set<string> {
    if (found.has(file)) return found;
    found.add(file);
    for (const [, name = ""] of textOf(file).matchAll(/^(?:import|export)\b[^;]*?["'](\.{1,2}\/[^"']+)["'];/gm))
      loadedAtStart(join(file, "..", name), found);
    return found;
  }

  it("holds all of the sandbox in one file, which a site loads only where it has a sandbox", () => {
    const files = [...readdirSync(chunks).map((name) => join(chunks, name)), "build/server/index.js"];
    // Each of these stands in another part of the sandbox.
    for (const mark of [
      "stripe sandbox: a request failed",
      "We were unable to parse your search query",
      "pretend Resend</title>",
      "<title>Pretend HMRC</title>",
      "Svix-Webhooks/sandbox",
    ])
      expect(files.filter((file) => textOf(file).includes(mark))).toEqual([expect.stringMatching(/\/sandbox-[\w-]+\.js$/)]);
    const atStart = [...loadedAtStart("build/server/index.js")];
    expect(atStart.some((file) => textOf(file).includes("/webhooks/stripe"))).toBe(true);
    expect(atStart.filter((file) => /\/sandbox-/.test(file))).toEqual([]);
  });
});
