import { randomUUID } from "node:crypto";
import { listAnswer, ok, refusal, type ApiRequest, type Route } from "./answer";
import { checkMessage, type GivenEmail } from "../check-message";
import { shortMessage, wholeMessage, type Message } from "../message";
import type { Outbox } from "../outbox";

/** Sending, one by one and in batches, and asking what became of it: https://resend.com/docs/api-reference/emails */
export const emailRoutes = (outbox: Outbox, now: () => Date): Route[] => [
  {
    method: "POST",
    path: "/emails",
    answer(request) {
      const checked = checkMessage(request.body);
      if (!checked.ok) return checked.refusal;
      return ok({ id: outbox.accept(messageOf(checked.email, request, now())) });
    },
  },
  { method: "POST", path: "/emails/batch", answer: (request) => sendBatch(outbox, request, now()) },
  {
    method: "GET",
    path: "/emails",
    answer: (request) => listAnswer(outbox.newestFirst(), request.query, shortMessage),
  },
  {
    method: "GET",
    path: "/emails/:id",
    answer(_request, { id = "" }) {
      const message = outbox.get(id);
      return message ? ok(wholeMessage(message)) : refusal(404, "not_found", "Email not found");
    },
  },
];

/** All or nothing, unless the header `x-batch-validation: permissive` asks to send what can be sent. */
function sendBatch(outbox: Outbox, request: ApiRequest, now: Date) {
  if (!Array.isArray(request.body)) return refusal(422, "validation_error", "The request body must be a list of emails.");
  const given = request.body as unknown[];
  if (given.length === 0 || given.length > 100) return refusal(422, "validation_error", "A batch holds 1 to 100 emails.");
  const emails: GivenEmail[] = [];
  const errors: { index: number; message: string }[] = [];
  for (const [index, one] of given.entries()) {
    const checked = checkMessage(one);
    if (!checked.ok) errors.push({ index, message: (checked.refusal.body as { message: string }).message });
    else if (checked.email.attachments?.length) errors.push({ index, message: "The `attachments` field is not supported in batches." });
    else emails.push(checked.email);
  }
  const permissive = request.headers["x-batch-validation"] === "permissive";
  const [first] = errors;
  if (first && !permissive) return refusal(422, "validation_error", `emails[${first.index}]: ${first.message}`);
  const data = emails.map((email) => ({ id: outbox.accept(messageOf(email, request, now)) }));
  return ok(permissive ? { data, errors } : { data });
}

function messageOf(email: GivenEmail, request: ApiRequest, now: Date): Message {
  return {
    id: randomUUID(),
    from: email.from,
    to: email.to,
    cc: email.cc ?? [],
    bcc: email.bcc ?? [],
    replyTo: email.reply_to ?? [],
    subject: email.subject,
    html: email.html ?? null,
    text: email.text ?? null,
    headers: email.headers ?? {},
    tags: email.tags ?? [],
    topicId: email.topic_id ?? null,
    attachments: (email.attachments ?? []).map(({ filename }) => filename ?? "unnamed"),
    idempotencyKey: request.headers["idempotency-key"] ?? null,
    createdAt: now.toISOString(),
    history: [],
  };
}
