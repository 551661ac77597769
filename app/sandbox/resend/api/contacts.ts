import { z } from "zod";
import { ok, refusal, type Answer, type ApiRequest, type Route } from "./answer";
import { isEmailAddress } from "../check-message";
import { shortContact, wholeContact, type Contact, type Contacts } from "../contacts";
import type { Labels } from "./labels";

const subscription = z.enum(["opt_in", "opt_out"]);
const value = z.union([z.string(), z.number()]);
const topics = z.array(z.object({ id: z.string(), subscription }));
const newContact = z.object({
  email: z.string(),
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  unsubscribed: z.boolean().optional(),
  properties: z.record(z.string(), value).optional(),
  segments: z.array(z.object({ id: z.string() })).optional(),
  topics: topics.optional(),
});
const change = z.object({
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  unsubscribed: z.boolean().optional(),
  properties: z.record(z.string(), value.nullable()).optional(),
});

const created = (body: unknown): Answer => ({ status: 201, body });
const invalid = (message: string): Answer => refusal(422, "validation_error", message);
const missing = (): Answer => refusal(404, "not_found", "Contact not found");

/** Contacts, and which segments and topics they are in: https://resend.com/docs/api-reference/contacts */
export function contactRoutes(contacts: Contacts, labels: Labels): Route[] {
  /** Answers about the contact that the path names by its id or its address. */
  const about =
    (answer: (contact: Contact, request: ApiRequest, parts: Record<string, string>) => Answer) =>
    (request: ApiRequest, parts: Record<string, string>) => {
      const contact = contacts.find(parts["contact"] ?? "");
      return contact ? answer(contact, request, parts) : missing();
    };
  const list = (request: ApiRequest, segment?: string): Answer => {
    const limit = Number(request.query.get("limit") ?? 20);
    if (!Number.isInteger(limit) || limit < 1 || limit > 100) return invalid("The `limit` parameter must be between 1 and 100.");
    if (request.query.has("before")) return invalid("The sandbox does not know `before` for contacts.");
    const page = contacts.page({ segment, after: request.query.get("after") ?? undefined, limit });
    if (!page) return invalid("The `after` parameter is not the id of a contact.");
    return ok({ object: "list", has_more: page.more, data: page.contacts.map(shortContact) });
  };
  const unknownIn = (given: { properties?: object; segments?: { id: string }[]; topics?: { id: string }[] }): Answer | null => {
    for (const key of Object.keys(given.properties ?? {}))
      if (!labels.properties.some((property) => property.key === key)) return invalid(`The property \`${key}\` does not exist.`);
    for (const { id } of given.segments ?? []) if (!labels.segments.get(id)) return refusal(404, "not_found", "Segment not found");
    for (const { id } of given.topics ?? []) if (!labels.topics.get(id)) return refusal(404, "not_found", "Topic not found");
    return null;
  };

  return [
    {
      method: "POST",
      path: "/contacts",
      answer({ body }) {
        if (!(body as { email?: unknown } | undefined)?.email) return refusal(422, "missing_required_field", "Missing `email` field.");
        const read = newContact.safeParse(body);
        if (!read.success) return invalid(`Invalid \`${String(read.error.issues[0]?.path[0])}\` field.`);
        const given = read.data;
        if (!isEmailAddress(given.email)) return invalid("Invalid `email` field.");
        const unknown = unknownIn(given);
        if (unknown) return unknown;
        const contact = contacts.upsert({
          email: given.email,
          firstName: given.first_name ?? null,
          lastName: given.last_name ?? null,
          unsubscribed: given.unsubscribed,
          properties: given.properties,
          segments: given.segments?.map(({ id }) => id),
          topics: Object.fromEntries((given.topics ?? []).map((topic) => [topic.id, topic.subscription])),
        });
        return created({ object: "contact", id: contact.id });
      },
    },
    { method: "GET", path: "/contacts", answer: (request) => list(request) },
    {
      method: "GET",
      path: "/segments/:segment/contacts",
      answer: (request, { segment = "" }) =>
        labels.segments.get(segment) ? list(request, segment) : refusal(404, "not_found", "Segment not found"),
    },
    { method: "GET", path: "/contacts/:contact", answer: about((contact) => ok(wholeContact(contact))) },
    {
      method: "PATCH",
      path: "/contacts/:contact",
      answer: about((contact, { body }) => {
        const read = change.safeParse(body);
        if (!read.success) return invalid(`Invalid \`${String(read.error.issues[0]?.path[0])}\` field.`);
        const { first_name, last_name, unsubscribed, properties } = read.data;
        const unknown = unknownIn({ properties });
        if (unknown) return unknown;
        contacts.change(contact, {
          ...(first_name !== undefined && { firstName: first_name }),
          ...(last_name !== undefined && { lastName: last_name }),
          ...(unsubscribed !== undefined && { unsubscribed }),
          properties,
        });
        return ok({ object: "contact", id: contact.id });
      }),
    },
    {
      method: "DELETE",
      path: "/contacts/:contact",
      answer(_request, parts) {
        const key = parts["contact"] ?? "";
        const contact = contacts.find(key);
        if (contact) contacts.remove(contact);
        return ok({ object: "contact", contact: contact?.id ?? key, deleted: true });
      },
    },
    {
      method: "GET",
      path: "/contacts/:contact/segments",
      answer: about((contact) =>
        ok({
          object: "list",
          has_more: false,
          data: contact.segments.flatMap((id) => labels.segments.get(id) ?? []).map(labels.showSegment),
        }),
      ),
    },
    {
      method: "POST",
      path: "/contacts/:contact/segments/:segment",
      answer: about((contact, _request, { segment = "" }) => {
        if (!labels.segments.get(segment)) return refusal(404, "not_found", "Segment not found");
        contacts.setSegment(contact, segment, true);
        return created({ object: "contact_segment", id: segment, contact_id: contact.id, segment_id: segment });
      }),
    },
    {
      method: "DELETE",
      path: "/contacts/:contact/segments/:segment",
      answer: about((contact, _request, { segment = "" }) => {
        contacts.setSegment(contact, segment, false);
        return ok({ id: segment, deleted: true });
      }),
    },
    {
      method: "GET",
      path: "/contacts/:contact/topics",
      answer: about((contact) =>
        ok({
          object: "list",
          has_more: false,
          data: labels.topics.values().map((topic) => ({
            id: topic.id,
            name: topic.name,
            description: topic.description,
            subscription: contact.topics[topic.id] ?? topic.defaultSubscription,
          })),
        }),
      ),
    },
    {
      method: "PATCH",
      path: "/contacts/:contact/topics",
      answer: about((contact, { body }) => {
        const read = topics.safeParse(body);
        if (!read.success) return invalid("Invalid `topics` field.");
        const unknown = unknownIn({ topics: read.data });
        if (unknown) return unknown;
        contacts.setTopics(contact, read.data);
        return ok({ id: contact.id });
      }),
    },
  ];
}
