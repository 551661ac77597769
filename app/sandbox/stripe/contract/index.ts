import { checkValue, isObject, shapeNamed } from "./check-value";
import { readForm, takeApart } from "./read-form";
import type { Breach, Contract, Endpoint, Schema } from "./schema";

export { loadContract } from "./load";
export type { Breach, Contract, Endpoint } from "./schema";

const errorTypes = ["api_error", "card_error", "idempotency_error", "invalid_request_error", "rate_limit_error"];

/** Which endpoint of Stripe's a request is for, or null. */
export function findEndpoint(contract: Contract, method: string, path: string): Endpoint | null {
  return contract.endpoints.find((endpoint) => endpoint.method === method && matches(endpoint.path, path)) ?? null;
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split("/");
  const given = path.split("/");
  return (
    wanted.length === given.length && wanted.every((part, index) => (part.startsWith("{") ? given[index] !== "" : part === given[index]))
  );
}

/** Reads what a request asks for. `form` is the body of a POST, and the query otherwise. */
export function readRequest(contract: Contract, endpoint: Endpoint, form: string): { params: Record<string, unknown>; breaches: Breach[] } {
  const given = takeApart(form);
  if (!isObject(given)) return { params: {}, breaches: [{ path: "", why: "kind" }] };
  if (!endpoint.takes) return { params: {}, breaches: Object.keys(given).map((path) => ({ path, why: "unknown" })) };
  const reading = readForm(contract, endpoint.takes, given);
  return { params: isObject(reading.value) ? reading.value : {}, breaches: reading.breaches };
}

/** Holds an answer against what the endpoint says it gives, or, of a refusal, against the shape of Stripe's errors. */
export function checkAnswer(contract: Contract, endpoint: Endpoint, status: number, body: unknown): Breach[] {
  if (status < 400) return checkValue(contract, endpoint.gives, body);
  const error = isObject(body) ? body.error : undefined;
  if (!isObject(error)) return [{ path: "error", why: "missing" }];
  const breaches: Breach[] = [];
  if (typeof error.type !== "string" || !errorTypes.includes(error.type))
    breaches.push({ path: "error[type]", why: "choice", allowed: errorTypes });
  if (typeof error.message !== "string") breaches.push({ path: "error[message]", why: "missing" });
  return breaches;
}

const envelope = ["id", "object", "api_version", "created", "data", "livemode", "pending_webhooks", "request", "type"];

/** Holds an event against what the installed package says events of its type carry. */
export function checkEvent(contract: Contract, event: { type: string; api_version: string | null; data: object }): Breach[] {
  const schema = contract.events[event.type];
  if (!schema) return [{ path: "type", why: "choice", found: event.type }];
  const breaches: Breach[] = envelope.filter((name) => !(name in event)).map((path) => ({ path, why: "missing" }));
  if (event.api_version !== contract.apiVersion) breaches.push({ path: "api_version", why: "choice", allowed: [contract.apiVersion] });
  const object = "object" in event.data ? event.data.object : undefined;
  return [...breaches, ...checkValue(contract, schema, object, "data[object]")];
}

/** An object of this name with every property that Stripe always gives, each at its emptiest. */
export function emptyObject(contract: Contract, object: string): Record<string, unknown> {
  const name = contract.objects[object];
  if (!name) throw new Error(`Stripe has no object named ${object}`);
  return { ...emptyShape(contract, name), object };
}

function emptyShape(contract: Contract, name: string): Record<string, unknown> {
  const { required, properties } = shapeNamed(contract, name);
  return Object.fromEntries(required.map((property) => [property, emptyValue(contract, properties[property])]));
}

function emptyValue(contract: Contract, schema: Schema | undefined): unknown {
  if (!schema) return null;
  switch (schema.kind) {
    case "anything":
    case "null":
      return null;
    case "string":
    case "empty":
      return "";
    case "integer":
    case "number":
      return 0;
    case "boolean":
      return false;
    case "exactly":
      return schema.value;
    case "oneOf":
      return schema.values[0] ?? "";
    case "list":
      return [];
    case "anyOf":
      return schema.choices.some((choice) => choice.kind === "null") ? null : emptyValue(contract, schema.choices[0]);
    case "shape":
      return emptyShape(contract, schema.name);
  }
}
