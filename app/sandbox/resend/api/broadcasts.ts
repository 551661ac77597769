import { randomUUID } from "node:crypto";
import { z } from "zod";
import { listAnswer, ok, refusal, type Answer, type Route } from "./answer";
import { shortBroadcast, wholeBroadcast, type Broadcast } from "../broadcasts";
import { isEmailAddress } from "../check-message";
import type { Labels } from "./labels";
import type { BroadcastRunner } from "../run-broadcast";
import type { Collection } from "../store";

const oneLine = z.string().regex(/^[^\r\n]+$/);
const many = z.union([z.string(), z.array(z.string())]).transform((given) => (typeof given === "string" ? [given] : given));
const parts = z.object({
  name: z.string().max(512).optional(),
  segment_id: z.string().optional(),
  audience_id: z.string().optional(),
  topic_id: z.string().nullish(),
  from: z.string().optional(),
  reply_to: many.nullish(),
  subject: oneLine.optional(),
  preview_text: z.string().nullish(),
  html: z.string().nullish(),
  text: z.string().nullish(),
  send: z.boolean().optional(),
  /** Not modelled, so refused. */
  scheduled_at: z.null().optional(),
});
type Parts = z.infer<typeof parts>;

const invalid = (message: string): Answer => refusal(422, "validation_error", message);
const missing = (field: string): Answer => refusal(422, "missing_required_field", `Missing \`${field}\` field.`);
const unknown = (): Answer => refusal(404, "not_found", "Broadcast not found");

/** Emails to whole segments: https://resend.com/docs/api-reference/broadcasts. They take no idempotency key. */
export function broadcastRoutes(kept: Collection<Broadcast>, runner: BroadcastRunner, labels: Labels, now: () => Date): Route[] {
  const about = (answer: (broadcast: Broadcast, body: unknown) => Answer): Route["answer"] => {
    return ({ body }, { id = "" }) => {
      const broadcast = kept.get(id);
      return broadcast ? answer(broadcast, body) : unknown();
    };
  };
  const flaw = (given: Parts): Answer | null => {
    const segment = given.segment_id ?? given.audience_id;
    if (segment !== undefined && !labels.segments.get(segment)) return refusal(404, "not_found", "Segment not found");
    if (given.topic_id && !labels.topics.get(given.topic_id)) return refusal(404, "not_found", "Topic not found");
    if (given.from !== undefined && !isEmailAddress(given.from)) return refusal(422, "invalid_from_address", "Invalid `from` field.");
    return null;
  };
  const read = (body: unknown): { given: Parts } | { answer: Answer } => {
    const result = parts.safeParse(body ?? {});
    if (!result.success) return { answer: invalid(`Invalid \`${String(result.error.issues[0]?.path[0])}\` field.`) };
    const wrong = flaw(result.data);
    return wrong ? { answer: wrong } : { given: result.data };
  };
  const queue = (broadcast: Broadcast) => {
    kept.put(broadcast.id, { ...broadcast, status: "queued" });
    runner.start(broadcast.id);
  };

  return [
    {
      method: "POST",
      path: "/broadcasts",
      answer({ body }) {
        const result = read(body);
        if ("answer" in result) return result.answer;
        const { given } = result;
        const segmentId = given.segment_id ?? given.audience_id;
        if (!segmentId) return missing("segment_id");
        if (!given.from) return missing("from");
        if (!given.subject) return missing("subject");
        if (!given.html && !given.text) return missing("html");
        const broadcast: Broadcast = {
          id: randomUUID(),
          name: given.name ?? "Untitled",
          segmentId,
          topicId: given.topic_id ?? null,
          from: given.from,
          replyTo: given.reply_to ?? null,
          subject: given.subject,
          previewText: given.preview_text ?? null,
          html: given.html ?? null,
          text: given.text ?? null,
          status: "draft",
          createdAt: now().toISOString(),
          sentAt: null,
        };
        kept.put(broadcast.id, broadcast);
        if (given.send) queue(broadcast);
        return { status: 201, body: { object: "broadcast", id: broadcast.id } };
      },
    },
    { method: "GET", path: "/broadcasts", answer: ({ query }) => listAnswer(kept.values().toReversed(), query, shortBroadcast) },
    { method: "GET", path: "/broadcasts/:id", answer: about((broadcast) => ok(wholeBroadcast(broadcast))) },
    {
      method: "PATCH",
      path: "/broadcasts/:id",
      answer: about((broadcast, body) => {
        const result = read(body);
        if ("answer" in result) return result.answer;
        if (broadcast.status !== "draft") return invalid("Only draft broadcasts can be updated.");
        const { given } = result;
        kept.put(broadcast.id, {
          ...broadcast,
          name: given.name ?? broadcast.name,
          segmentId: given.segment_id ?? given.audience_id ?? broadcast.segmentId,
          topicId: given.topic_id === undefined ? broadcast.topicId : given.topic_id,
          from: given.from ?? broadcast.from,
          replyTo: given.reply_to ?? broadcast.replyTo,
          subject: given.subject ?? broadcast.subject,
          previewText: given.preview_text ?? broadcast.previewText,
          html: given.html ?? broadcast.html,
          text: given.text ?? broadcast.text,
        });
        return ok({ object: "broadcast", id: broadcast.id });
      }),
    },
    {
      method: "DELETE",
      path: "/broadcasts/:id",
      answer: about((broadcast) => {
        if (broadcast.status !== "draft") return invalid("Only draft broadcasts can be removed.");
        kept.delete(broadcast.id);
        return ok({ object: "broadcast", id: broadcast.id, deleted: true });
      }),
    },
    {
      method: "POST",
      path: "/broadcasts/:id/send",
      answer: about((broadcast, body) => {
        if (broadcast.status !== "draft") return invalid("Only draft broadcasts can be sent.");
        const result = read(body);
        if ("answer" in result) return result.answer;
        queue(broadcast);
        return ok({ id: broadcast.id });
      }),
    },
  ];
}
