/** What a value may be. Objects are named shapes, so that a shape can hold itself. */
export type Schema =
  | { kind: "anything" | "string" | "integer" | "number" | "boolean" | "null" | "empty" }
  | { kind: "exactly"; value: string | number | boolean }
  | { kind: "oneOf"; values: string[] }
  | { kind: "anyOf"; choices: Schema[] }
  | { kind: "list"; of: Schema }
  | { kind: "shape"; name: string };

export type Shape = {
  properties: Record<string, Schema>;
  required: string[];
  /** What properties of any other name hold. Without it, other names are a breach. */
  others?: Schema;
};

export type Endpoint = {
  method: "GET" | "POST" | "DELETE";
  /** Such as /v1/customers/{id}. */
  path: string;
  /** How the client calls it, such as Customer.retrieve. */
  call: string;
  takes: Schema | null;
  gives: Schema;
};

/** Stripe's interface on the wire, as the installed package describes it. */
export type Contract = {
  stripe: string;
  apiVersion: string;
  endpoints: Endpoint[];
  /** Event type, such as charge.succeeded, to what its data.object is. */
  events: Record<string, Schema>;
  /** Value of `object`, such as charge, to the shape's name. */
  objects: Record<string, string>;
  shapes: Record<string, Shape>;
};

/** One way in which a value is not what the contract says. `path` is in Stripe's writing: line_items[0][price]. */
export type Breach = {
  path: string;
  why: "unknown" | "missing" | "integer" | "number" | "boolean" | "empty" | "choice" | "kind";
  /** What was found, cut short; of responses only its kind, since it may be personal. */
  found?: string;
  allowed?: string[];
};
