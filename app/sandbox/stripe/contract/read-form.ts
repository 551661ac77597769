import { parse } from "qs";
import { inside, isObject, shapeNamed } from "./check-value";
import type { Breach, Contract, Schema, Shape } from "./schema";

type Reading = { value: unknown; breaches: Breach[] };

/** Takes the client's form writing apart: line_items[0][price]=… */
export function takeApart(form: string): unknown {
  return parse(form, { depth: 20, arrayLimit: 1000, parameterLimit: 5000 });
}

/**
 * Reads a request that was taken apart, where everything is a string, into the values that the contract says it
 * holds: whole numbers, true and false, lists.
 */
export function readForm(contract: Contract, schema: Schema, value: unknown, path = ""): Reading {
  const read = (found: unknown) => ({ value: found, breaches: [] });
  const refused = (why: Breach["why"], allowed?: string[]) => ({ value, breaches: [breach(path, why, value, allowed)] });
  const text = typeof value === "string" ? value : null;
  switch (schema.kind) {
    case "anything":
      return read(value);
    case "empty":
    case "null":
      return text === "" ? read("") : refused("kind");
    case "string":
      if (text === "") return refused("empty");
      return text === null ? refused("kind", ["string"]) : read(text);
    case "integer":
      return text !== null && /^-?\d{1,15}$/.test(text) ? read(Number(text)) : refused("integer");
    case "number":
      return text !== null && /^-?\d{1,15}(\.\d+)?$/.test(text) ? read(Number(text)) : refused("number");
    case "boolean":
      return text === "true" || text === "false" ? read(text === "true") : refused("boolean");
    case "exactly":
      return text === String(schema.value) ? read(schema.value) : refused("choice", [String(schema.value)]);
    case "oneOf":
      return text !== null && schema.values.includes(text) ? read(text) : refused("choice", schema.values);
    case "list":
      return Array.isArray(value) ? readList(contract, schema.of, value, path) : refused("kind", ["list"]);
    case "anyOf":
      return readChoices(contract, schema.choices, value, path);
    case "shape":
      return isObject(value) ? readShape(contract, shapeNamed(contract, schema.name), value, path) : refused("kind", ["object"]);
  }
}

function readList(contract: Contract, schema: Schema, values: unknown[], path: string): Reading {
  const readings = values.map((value, index) => readForm(contract, schema, value, `${path}[${index}]`));
  return { value: readings.map((reading) => reading.value), breaches: readings.flatMap((reading) => reading.breaches) };
}

function readShape(contract: Contract, shape: Shape, value: Record<string, unknown>, path: string): Reading {
  const found: Record<string, unknown> = {};
  const breaches: Breach[] = [];
  for (const [name, held] of Object.entries(value)) {
    const schema = Object.hasOwn(shape.properties, name) ? shape.properties[name] : shape.others;
    if (!schema) {
      breaches.push({ path: inside(path, name), why: "unknown" });
      continue;
    }
    const reading = readForm(contract, schema, held, inside(path, name));
    found[name] = reading.value;
    breaches.push(...reading.breaches);
  }
  for (const name of shape.required) {
    if (!Object.hasOwn(value, name)) breaches.push({ path: inside(path, name), why: "missing" });
  }
  return { value: found, breaches };
}

function readChoices(contract: Contract, choices: Schema[], value: unknown, path: string): Reading {
  let nearest: Reading | undefined;
  for (const choice of textFirst(choices)) {
    const reading = readForm(contract, choice, value, path);
    if (reading.breaches.length === 0) return reading;
    if (!nearest || isNearer(choice, value)) nearest = reading;
  }
  return nearest ?? { value, breaches: [breach(path, "kind", value)] };
}

/** Metadata may be given as text or numbers, and is text: "007" stays what it is. */
const textFirst = (choices: Schema[]) => choices.toSorted((one, other) => Number(other.kind === "string") - Number(one.kind === "string"));

function isNearer(choice: Schema, value: unknown): boolean {
  if (isObject(value)) return choice.kind === "shape";
  if (Array.isArray(value)) return choice.kind === "list";
  return choice.kind !== "shape" && choice.kind !== "list" && choice.kind !== "empty";
}

function breach(path: string, why: Breach["why"], value: unknown, allowed?: string[]): Breach {
  const found = typeof value === "string" ? value.slice(0, 80) : undefined;
  return { path, why, ...(found !== undefined && { found }), ...(allowed && { allowed }) };
}
