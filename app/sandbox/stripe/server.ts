import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { movableClock, type MovableClock } from "../clock";
import { close, headersOf, isLoopback, listen, readBody } from "../http";
import { answerApi } from "./api/answer";
import { answerControl } from "./control-routes";
import { controlOf, type Control, type RunDueJobs } from "./control";
import { loadContract } from "./contract";
import { partsTable } from "./parts-table";
import { answerPage } from "./pages/answer";
import { find, save } from "./records";
import { makeEndpoint } from "./resources/events";
import { nextDue, runNextDue } from "./schedule";
import { usualSettings, type Settings } from "./settings";
import { openJournal } from "../journal";
import { openStore } from "./store";
import { startDispatcher } from "./webhooks/dispatcher";
import { keepSecret } from "./webhooks/secrets";
import type { World } from "./world";

export type { Control } from "./control";

export type SandboxOptions = {
  /** 0: any free port. */
  port: number;
  /** Where events are sent, the secret that signs them, and which are registered: all, unless said. */
  webhook: { url: string; secret: string; events?: readonly string[] } | null;
  /** Keeps everything in this file, so that it survives a restart. */
  stateFile?: string;
  clock?: MovableClock;
  /** What lives through time that is moved. */
  runDueJobs?: RunDueJobs;
} & Partial<Settings>;

export type StripeSandbox = {
  url: string;
  control: Control;
  stop: () => Promise<void>;
};

const largestBody = 1_000_000;
const ownEndpoint = "we_sandbox";

/** Starts a pretend Stripe on this machine: Stripe's interface, its hosted page, its webhooks, and a page to control it. */
export async function startStripeSandbox(options: SandboxOptions): Promise<StripeSandbox> {
  const { port, webhook, stateFile, clock = movableClock(), runDueJobs, ...settings } = options;
  const contract = await loadContract();
  const heading = JSON.stringify({ holds: "stripe sandbox", apiVersion: contract.apiVersion });
  const store = openStore(stateFile ? openJournal(stateFile, heading) : null);
  const world: World = {
    url: "",
    contract,
    clock,
    store,
    settings: { ...usualSettings, ...settings },
    parts: partsTable,
    violations: [],
    cause: null,
    done,
  };
  const times = store.table<{ id: "clock"; ahead: number }>("_setting");
  const ahead = times.get("clock")?.ahead ?? 0;
  if (ahead > clock.secondsAhead()) clock.advance(ahead - clock.secondsAhead());

  const dispatcher = startDispatcher(world);
  let alarm: NodeJS.Timeout | undefined;
  let stopped = false;

  function done(): void {
    if (stopped) return;
    while (runNextDue(world));
    if (times.get("clock")?.ahead !== clock.secondsAhead()) times.put({ id: "clock", ahead: clock.secondsAhead() });
    store.commit();
    dispatcher.wake();
    clearTimeout(alarm);
    const due = nextDue(world);
    if (due === null) return;
    const wait = due * 1000 - clock.now().getTime();
    alarm = setTimeout(done, Math.min(Math.max(wait, 1), 60_000));
  }

  function connect(): void {
    if (!webhook) return;
    const given = { url: webhook.url, enabled_events: [...(webhook.events ?? ["*"])] };
    const known = find(world, "webhook_endpoint", ownEndpoint);
    if (known) save(world, Object.assign(known, given));
    else makeEndpoint(world, { id: ownEndpoint, description: "The site", ...given }, webhook.secret);
    keepSecret(world, ownEndpoint, webhook.secret);
  }

  const clear = () => {
    store.clear();
    world.violations.length = 0;
    connect();
  };
  const control = controlOf(world, dispatcher, clear, runDueJobs);

  const server = createServer((request, response) => {
    receive(world, control, request, response).catch((error: unknown) => {
      console.error("stripe sandbox: a request failed", error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  world.url = await listen(server, port);
  connect();
  done();

  return {
    url: world.url,
    control,
    async stop() {
      if (stopped) return;
      store.commit();
      stopped = true;
      clearTimeout(alarm);
      await dispatcher.stop();
      store.commit();
      store.close();
      await close(server);
    },
  };
}

async function receive(world: World, control: Control, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const address = new URL(message.url ?? "/", "http://sandbox");
  const send = (status: number, headers: Record<string, string>, body: string) => response.writeHead(status, headers).end(body);
  if (!isLoopback(message.headers.host)) {
    send(421, { "content-type": "text/plain" }, "The pretend Stripe answers on this machine only: call it 127.0.0.1 or localhost.\n");
    return;
  }
  const body = await readBody(message, largestBody);
  if (body === null) {
    send(
      413,
      { "content-type": "application/json", connection: "close" },
      JSON.stringify({ error: { type: "invalid_request_error", message: "The request is too large." } }),
    );
    return;
  }
  const request = {
    method: message.method ?? "GET",
    path: address.pathname,
    query: address.search.slice(1),
    headers: headersOf(message),
    body,
  };
  const answer = address.pathname.startsWith("/v1/")
    ? await answerApi(world, request)
    : address.pathname.startsWith("/_sandbox/")
      ? await answerControl(control, request)
      : await answerPage(world, control, request);
  if ("lost" in answer && answer.lost) message.socket.destroy();
  else send(answer.status, answer.headers, answer.body);
}
