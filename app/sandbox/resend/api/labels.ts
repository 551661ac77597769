import { randomUUID } from "node:crypto";
import { listAnswer, ok, refusal, resendInstant, type Answer, type ApiRequest, type Route } from "./answer";
import type { Subscription } from "../contacts";
import type { Collection, Store } from "../store";

type Segment = { id: string; name: string; createdAt: string };
type Topic = { id: string; name: string; description: string | null; defaultSubscription: Subscription; createdAt: string };
type Property = { id: string; key: string; type: "string" | "number"; fallback: string | number | null; createdAt: string };

/** What contacts can be labelled with: segments, topics and properties. */
export type Labels = {
  segments: Collection<Segment>;
  topics: Collection<Topic>;
  readonly properties: Property[];
  showSegment: (segment: Segment) => unknown;
  routes: Route[];
};

const created = (body: unknown): Answer => ({ status: 201, body });
const missing = (field: string) => refusal(422, "missing_required_field", `Missing \`${field}\` field.`);
const field = (request: ApiRequest, name: string): unknown => (request.body as Record<string, unknown> | undefined)?.[name];
const text = (request: ApiRequest, name: string): string => {
  const given = field(request, name);
  return typeof given === "string" ? given : "";
};

const showTopic = ({ id, name, description, defaultSubscription, createdAt }: Topic) => ({
  id,
  name,
  description,
  default_subscription: defaultSubscription,
  created_at: resendInstant(createdAt),
});
const showProperty = ({ id, key, type, fallback, createdAt }: Property) => ({
  id,
  key,
  type,
  fallback_value: fallback,
  created_at: resendInstant(createdAt),
});
const showSegment = ({ id, name, createdAt }: Segment) => ({ id, name, created_at: resendInstant(createdAt) });

/** https://resend.com/docs/api-reference/segments, …/topics, …/contact-properties */
export function openLabels(store: Store, now: () => Date): Labels {
  const segments = store.collection<Segment>("segments");
  const topics = store.collection<Topic>("topics");
  const properties = store.collection<Property>("properties");
  const stamp = () => ({ id: randomUUID(), createdAt: now().toISOString() });
  const routes: Route[] = [
    {
      method: "POST",
      path: "/segments",
      answer(request) {
        const name = text(request, "name");
        if (name === "") return missing("name");
        const segment = { ...stamp(), name };
        segments.put(segment.id, segment);
        return created({ object: "segment", id: segment.id, name });
      },
    },
    { method: "GET", path: "/segments", answer: ({ query }) => listAnswer(segments.values().toReversed(), query, showSegment) },
    {
      method: "DELETE",
      path: "/segments/:id",
      answer(_request, { id = "" }) {
        segments.delete(id);
        return ok({ object: "segment", id, deleted: true });
      },
    },
    {
      method: "POST",
      path: "/topics",
      answer(request) {
        const name = text(request, "name");
        const standard = text(request, "default_subscription");
        if (name === "") return missing("name");
        if (standard !== "opt_in" && standard !== "opt_out") return missing("default_subscription");
        const topic: Topic = { ...stamp(), name, description: text(request, "description") || null, defaultSubscription: standard };
        topics.put(topic.id, topic);
        return created({ object: "topic", id: topic.id });
      },
    },
    { method: "GET", path: "/topics", answer: () => ok({ object: "list", has_more: false, data: topics.values().map(showTopic) }) },
    {
      method: "POST",
      path: "/contact-properties",
      answer(request) {
        const key = text(request, "key");
        const type = text(request, "type");
        if (!/^\w{1,50}$/.test(key)) return refusal(422, "validation_error", "Invalid `key` field.");
        if (type !== "string" && type !== "number") return missing("type");
        if (properties.values().some((property) => property.key === key))
          return refusal(409, "validation_error", `A property with the key \`${key}\` exists.`);
        const fallback = (field(request, "fallback_value") ?? null) as string | number | null;
        const property: Property = { ...stamp(), key, type, fallback };
        properties.put(property.id, property);
        return created({ object: "contact_property", id: property.id });
      },
    },
    {
      method: "GET",
      path: "/contact-properties",
      answer: ({ query }) => listAnswer(properties.values().toReversed(), query, showProperty),
    },
  ];
  return {
    segments,
    topics,
    get properties() {
      return properties.values();
    },
    showSegment,
    routes,
  };
}
