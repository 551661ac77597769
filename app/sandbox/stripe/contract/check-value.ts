import type { Breach, Contract, Schema, Shape } from "./schema";

/**
 * Holds a JSON value against a schema.
 * @returns every way in which it is not what the contract says; never a value itself, since it may be personal
 */
export function checkValue(contract: Contract, schema: Schema, value: unknown, path = ""): Breach[] {
  switch (schema.kind) {
    case "anything":
      return [];
    case "string":
    case "boolean":
    case "number":
      return typeof value === schema.kind ? [] : [wrongKind(schema, value, path)];
    case "integer":
      return Number.isSafeInteger(value) ? [] : [wrongKind(schema, value, path)];
    case "null":
      return value === null ? [] : [wrongKind(schema, value, path)];
    case "empty":
      return value === "" ? [] : [wrongKind(schema, value, path)];
    case "exactly":
      return value === schema.value ? [] : [wrongKind(schema, value, path)];
    case "oneOf":
      return typeof value === "string" && schema.values.includes(value)
        ? []
        : [{ path, why: "choice", found: kindOf(value), allowed: schema.values }];
    case "list":
      if (!Array.isArray(value)) return [wrongKind(schema, value, path)];
      return value.flatMap((item, index) => checkValue(contract, schema.of, item, `${path}[${index}]`));
    case "anyOf":
      return checkChoices(contract, schema.choices, value, path);
    case "shape":
      return checkShape(contract, shapeNamed(contract, schema.name), value, path);
  }
}

/** @throws when the contract has no such shape, which is a fault of the code that made it */
export function shapeNamed(contract: Contract, name: string): Shape {
  const shape = contract.shapes[name];
  if (!shape) throw new Error(`The contract has no shape named ${name}`);
  return shape;
}

/** Where `name` of the thing at `path` is, in Stripe's writing. */
export const inside = (path: string, name: string): string => (path ? `${path}[${name}]` : name);

function checkShape(contract: Contract, shape: Shape, value: unknown, path: string): Breach[] {
  if (!isObject(value)) return [{ path, why: "kind", found: kindOf(value) }];
  const breaches: Breach[] = [];
  for (const name of shape.required) {
    if (value[name] === undefined) breaches.push({ path: inside(path, name), why: "missing" });
  }
  for (const [name, held] of Object.entries(value)) {
    if (held === undefined) continue;
    const schema = Object.hasOwn(shape.properties, name) ? shape.properties[name] : shape.others;
    if (schema) breaches.push(...checkValue(contract, schema, held, inside(path, name)));
    else breaches.push({ path: inside(path, name), why: "unknown" });
  }
  return breaches;
}

/** Of several choices, the breaches of the nearest are given: the one that says it is this kind of object, then the one with fewest. */
function checkChoices(contract: Contract, choices: Schema[], value: unknown, path: string): Breach[] {
  const likely = choices.filter((choice) => saysSo(contract, choice, value));
  let nearest: Breach[] | undefined;
  for (const choice of likely.length > 0 ? likely : choices) {
    const breaches = checkValue(contract, choice, value, path);
    if (breaches.length === 0) return [];
    if (!nearest || breaches.length < nearest.length) nearest = breaches;
  }
  return nearest ?? [];
}

/** Whether an object's own `object`, `type` and `deleted` are those of this choice. */
function saysSo(contract: Contract, choice: Schema, value: unknown): boolean {
  if (choice.kind !== "shape" || !isObject(value)) return false;
  const { properties } = shapeNamed(contract, choice.name);
  return ["object", "type", "deleted"].every((name) => {
    const schema = properties[name];
    if (value[name] === undefined || !schema) return true;
    return checkValue(contract, schema, value[name]).length === 0;
  });
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const kindOf = (value: unknown): string => (value === null ? "null" : Array.isArray(value) ? "list" : typeof value);
const wrongKind = (schema: Schema, value: unknown, path: string): Breach => ({
  path,
  why: "kind",
  found: kindOf(value),
  allowed: [schema.kind],
});
