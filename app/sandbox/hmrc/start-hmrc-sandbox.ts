import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { close, isLoopback, listen, readBody } from "../http";
import { openJournal } from "../journal";
import { checkClaimMessage, readMessage, type HmrcAccount, type ReadMessage } from "./check-message";
import type { MessageError } from "./check-structure";
import { controlPage } from "./control-page";
import type { HmrcRecord } from "./record";
import { acceptance, acknowledgement, deletion, gatewayError, listing, refusal } from "./replies";
import { errorTexts, findScenario, type Scenario } from "./scenarios";

export type HmrcSandboxOptions = {
  /** 0: any free port. */
  port: number;
  account: HmrcAccount;
  /** How long it asks to be left alone between questions. */
  pollSeconds?: number;
  stateFile?: string;
  now?: () => Date;
};

export type HmrcControl = {
  /** What becomes of the next claims that are in order, one after the other; without any they are accepted. */
  next(...scenarios: Scenario[]): void;
  /** Everything that was ever taken in, oldest first. */
  records(): HmrcRecord[];
  /** Whether its list shows what it has. */
  setListing(shows: boolean): void;
  /** How many messages of a kind came. */
  received(verb: ReadMessage["verb"]): number;
  reset(): void;
};

export type HmrcSandbox = { url: string; control: HmrcControl; stop(): Promise<void> };

const mostBytes = 50_000_000;
const wrongMark = "AAAAAAAAAAAAAAAAAAAAAAAAAAA=";
const xmlType = { "content-type": "text/xml; charset=utf-8" };

const isRecord = (value: unknown): value is HmrcRecord => typeof value === "object" && value !== null && "correlationId" in value;

/** Starts a pretend Transaction Engine of HMRC's on this machine: /submission and /poll, and a control page. */
export async function startHmrcSandbox(options: HmrcSandboxOptions): Promise<HmrcSandbox> {
  const { account, pollSeconds = 1, now = () => new Date() } = options;
  const journal = options.stateFile ? openJournal(options.stateFile, "pretend HMRC 1") : null;
  const records = new Map<string, HmrcRecord>();
  for (const { id, record } of journal?.read() ?? []) if (isRecord(record)) records.set(id, record);
  const planned: Scenario[] = [];
  const counts = { submit: 0, poll: 0, delete: 0, list: 0 };
  let showsList = true;
  let url = "";

  const keep = (record: HmrcRecord) => {
    journal?.append([{ table: "record", id: record.correlationId, record }]);
    records.set(record.correlationId, record);
  };
  const errorOf = (number: string): MessageError => ({ number, type: "fatal", text: errorTexts[number] ?? "An error", location: "" });

  /** @returns the answer; null: the connection breaks instead; a number: only a status */
  function submit(read: ReadMessage): string | number | null {
    const { errors, ...claim } = checkClaimMessage(read.message, now().toISOString().slice(0, 10));
    const record: HmrcRecord = {
      correlationId: randomBytes(16).toString("hex").toUpperCase(),
      transactionId: read.transactionId,
      receivedAt: now().toISOString(),
      ...claim,
      acknowledgements: 0,
      outcome: { kind: "accepted", receipt: "right" },
      deleted: false,
    };
    const acknowledge = (outcome: HmrcRecord["outcome"], acknowledgements = 0) => {
      keep({ ...record, outcome, acknowledgements });
      return acknowledgement(record.correlationId, `${url}/poll`, pollSeconds);
    };
    if (errors.length > 0) return acknowledge({ kind: "refused", errors });
    const scenario = planned.shift() ?? { kind: "accept" };
    if ("kept" in scenario && scenario.kept) keep(record);
    switch (scenario.kind) {
      case "accept":
        return acknowledge({ kind: "accepted", receipt: scenario.receipt ?? "right" }, scenario.acknowledgements);
      case "error":
        return gatewayError(errorOf(scenario.number));
      case "late-error":
        return acknowledge({ kind: "failed", number: scenario.number });
      case "refuse":
        return acknowledge({ kind: "refused", errors: [...linesRefused(scenario), ...(scenario.also ?? [])] });
      case "status":
        return scenario.status;
      case "lost":
        return null;
      case "not-xml":
        return "<html><body>We are sorry, the service is unavailable.<br></body></html>";
    }
  }

  function poll({ correlationId }: ReadMessage): string {
    const record = records.get(correlationId);
    if (!record || record.deleted) return gatewayError(errorOf("2000"), correlationId);
    if (record.acknowledgements > 0) {
      keep({ ...record, acknowledgements: record.acknowledgements - 1 });
      return acknowledgement(correlationId, `${url}/poll`, pollSeconds);
    }
    const { outcome, mark } = record;
    if (outcome.kind === "failed") return gatewayError(errorOf(outcome.number), correlationId);
    if (outcome.kind === "refused") return refusal(outcome.errors, correlationId);
    return acceptance(correlationId, outcome.receipt === "none" ? null : outcome.receipt === "wrong" ? wrongMark : mark);
  }

  function remove({ correlationId }: ReadMessage): string {
    const record = records.get(correlationId);
    if (!record || record.deleted) return gatewayError(errorOf("2000"), correlationId);
    keep({ ...record, deleted: true });
    return deletion(correlationId);
  }

  const list = () =>
    listing(
      account.senderId,
      [...records.values()]
        .filter(({ deleted }) => showsList && !deleted)
        .map((record) => ({ ...record, status: record.acknowledgements > 0 ? "SUBMISSION_ACKNOWLEDGE" : "SUBMISSION_RESPONSE" })),
    );

  function answer(path: string, xml: string): string | number | null {
    const read = readMessage(xml, account);
    if ("error" in read) return gatewayError(read.error);
    counts[read.verb] += 1;
    // Polls go to their own address, and nothing else does.
    if ((read.verb === "poll") !== (path === "/poll")) return gatewayError(errorOf("1001"));
    return { submit, poll, delete: remove, list }[read.verb](read);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isLoopback(request.headers.host)) return void response.writeHead(403).end();
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (request.method === "GET" && pathname === "/")
      return void response
        .writeHead(200, { "content-type": "text/html; charset=utf-8" })
        .end(controlPage([...records.values()], planned.length));
    const body = await readBody(request, mostBytes);
    if (body === null) return void response.writeHead(413).end();
    if (request.method === "POST" && pathname === "/_sandbox/next") {
      const scenario = findScenario(new URLSearchParams(body).get("scenario") ?? "");
      if (scenario && isSameSite(request)) planned.push(scenario);
      return void response.writeHead(303, { location: "/" }).end();
    }
    if (request.method !== "POST" || (pathname !== "/submission" && pathname !== "/poll")) return void response.writeHead(404).end();
    if (!/^text\/xml\b/.test(request.headers["content-type"] ?? "")) return void response.writeHead(400).end();
    const answered = answer(pathname, body);
    if (answered === null) return void request.socket.destroy();
    if (typeof answered === "number") return void response.writeHead(answered).end();
    response.writeHead(200, xmlType).end(answered);
  }

  const server = createServer((request, response) => void handle(request, response).catch(() => response.destroy()));
  url = await listen(server, options.port);
  const control: HmrcControl = {
    next: (...scenarios) => void planned.push(...scenarios),
    records: () => [...records.values()],
    setListing: (shows) => void (showsList = shows),
    received: (verb) => counts[verb],
    reset() {
      records.clear();
      journal?.rewrite([]);
      planned.length = 0;
      showsList = true;
      for (const verb of Object.keys(counts) as ReadMessage["verb"][]) counts[verb] = 0;
    },
  };
  const stop = async () => {
    await close(server);
    journal?.close();
  };
  return { url, control, stop };
}

/** A page on the web can make a browser post here, but not under this origin. */
const isSameSite = ({ headers }: IncomingMessage) => headers.origin === undefined || headers.origin === `http://${headers.host}`;

const linesRefused = ({ lines, element = "Sur" }: Extract<Scenario, { kind: "refuse" }>): MessageError[] =>
  lines.flatMap((line) => {
    const path = `/hd:GovTalkMessage[1]/hd:Body[1]/r68:IRenvelope[1]/r68:R68[1]/r68:Claim[1]/r68:Repayment[1]/r68:GAD[${line}]`;
    const location = /^(Date|Total)$/.test(element) ? `${path}/r68:${element}[1]` : `${path}/r68:Donor[1]/r68:${element}[1]`;
    return ["4065", "4082"].map((number) => ({
      number,
      type: "schema" as const,
      text: `Invalid content found at element '${element}'`,
      location,
    }));
  });
