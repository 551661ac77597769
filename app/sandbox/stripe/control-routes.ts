import { z } from "zod";
import type { ApiReply, ApiRequest } from "./api/answer";
import { Refusal } from "./api/refusal";
import type { Control } from "./control";

const fault = z.union([z.number().min(0).max(1), z.object({ next: z.number().int().min(0) })]);
const milliseconds = z.number().int().min(0).max(60_000);
const completion = z.strictObject({
  card: z.string().optional(),
  bacs: z.string().optional(),
  name: z.string().optional(),
  email: z.string().optional(),
  challenge: z.enum(["pass", "fail"]).optional(),
});
const chaos = z
  .strictObject({
    seed: z.number().int(),
    duplicate: fault,
    shuffle: fault,
    delayUpTo: milliseconds,
    drop: fault,
    errorAfterCommit: fault,
    lostReply: fault,
    tooManyRequests: fault,
    slowReply: milliseconds,
  })
  .partial();

const move = z.object({ seconds: z.number().min(0), most: z.number().int().min(1).optional() });
const expiry = z
  .strictObject({ month: z.number().int().min(1).max(12), year: z.number().int() })
  .partial()
  .transform(({ month, year }) => (month !== undefined && year !== undefined ? { month, year } : undefined));

type Action = (control: Control, id: string, body: unknown) => unknown;

/** The control's actions by their address: POST for what changes something, GET for what only looks. */
const actions: [method: "GET" | "POST", path: RegExp, action: Action][] = [
  ["POST", /^\/_sandbox\/sessions\/([^/]+)\/complete$/, (control, id, body) => control.completeSession(id, completion.parse(body))],
  ["POST", /^\/_sandbox\/payments\/([^/]+)\/succeed$/, (control, id) => control.succeedPayment(id)],
  [
    "POST",
    /^\/_sandbox\/payments\/([^/]+)\/fail$/,
    (control, id, body) => control.failPayment(id, z.object({ code: z.string().optional() }).parse(body).code),
  ],
  ["POST", /^\/_sandbox\/payments\/([^/]+)\/dispute$/, (control, id) => control.openDispute(id)],
  [
    "POST",
    /^\/_sandbox\/payments\/([^/]+)\/refund$/,
    (control, id, body) => control.refund(id, z.object({ amount: z.number().int().optional() }).parse(body).amount),
  ],
  ["POST", /^\/_sandbox\/refunds\/([^/]+)\/fail$/, (control, id) => control.failRefund(id)],
  [
    "POST",
    /^\/_sandbox\/disputes\/([^/]+)\/close$/,
    (control, id, body) => control.closeDispute(id, z.object({ status: z.enum(["won", "lost"]) }).parse(body).status),
  ],
  [
    "POST",
    /^\/_sandbox\/payouts$/,
    (control, _id, body) => control.payOut(z.strictObject({ amount: z.number().int().optional() }).parse(body).amount),
  ],
  ["POST", /^\/_sandbox\/payouts\/([^/]+)\/fail$/, (control, id) => control.failPayout(id)],
  [
    "POST",
    /^\/_sandbox\/balance$/,
    (control, _id, body) => control.adjustBalance(z.strictObject({ pence: z.number().int(), description: z.string() }).parse(body)),
  ],
  ["POST", /^\/_sandbox\/clock\/advance$/, (control, _id, body) => control.advance(move.parse(body))],
  ["GET", /^\/_sandbox\/events$/, (control) => control.happened()],
  ["GET", /^\/_sandbox\/late-retries$/, (control) => control.lateRetries()],
  [
    "POST",
    /^\/_sandbox\/subscriptions\/([^/]+)\/fail-next$/,
    (control, id, body) => control.failNextRenewal(id, z.strictObject({ times: z.number().int().min(0).optional() }).parse(body).times),
  ],
  ["POST", /^\/_sandbox\/mandates\/([^/]+)\/revoke$/, (control, id) => control.revokeMandate(id)],
  ["POST", /^\/_sandbox\/cards\/([^/]+)\/expire$/, (control, id, body) => control.expireCard(id, expiry.parse(body))],
  ["POST", /^\/_sandbox\/chaos$/, (control, _id, body) => control.chaos(chaos.parse(body))],
  ["GET", /^\/_sandbox\/chaos$/, (control) => control.chaos()],
  ["GET", /^\/_sandbox\/deliveries$/, (control) => control.deliveries()],
  ["GET", /^\/_sandbox\/violations$/, (control) => control.violations()],
  ["POST", /^\/_sandbox\/events\/([^/]+)\/resend$/, (control, id) => control.resend(id)],
  ["POST", /^\/_sandbox\/flush$/, (control) => control.flush()],
  ["POST", /^\/_sandbox\/idle$/, (control) => control.idle()],
  ["POST", /^\/_sandbox\/reset$/, (control) => control.reset()],
  ["GET", /^\/_sandbox\/clock$/, (control) => ({ now: control.now().toISOString() })],
];

/** Answers a request to the control interface, JSON in and out. */
export async function answerControl(control: Control, request: ApiRequest): Promise<ApiReply> {
  const reply = (status: number, value: unknown) => ({
    status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(value ?? { done: true }),
  });
  if (request.headers["sec-fetch-site"] === "cross-site")
    return reply(403, { refused: "A page from elsewhere can't control the sandbox." });
  for (const [method, path, action] of actions) {
    const match = path.exec(request.path);
    if (!match || method !== request.method) continue;
    try {
      return reply(200, await action(control, match[1] ?? "", request.body ? JSON.parse(request.body) : {}));
    } catch (error) {
      if (error instanceof Refusal) return reply(error.status, { refused: error.message });
      return reply(400, {
        refused: error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error),
      });
    }
  }
  return reply(404, { refused: "The sandbox's control knows no such path. README.md lists those it knows." });
}
