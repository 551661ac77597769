import { basename } from "node:path";
import type TypeScript from "typescript";
import type { Schema, Shape } from "./schema";

/** Requests travel as forms, where null is written as an empty value; answers travel as JSON. */
export type Direction = "takes" | "gives";

/** The package's types know only `number`. Every number of this API is whole but these. */
const fractional = /percent|rate$|exchange_rate|latitude|longitude|height|length|weight|width|score/;

/** Turns the package's types into schemas, collecting named shapes on the way. */
export function converter(ts: typeof TypeScript, checker: TypeScript.TypeChecker) {
  const { TypeFlags } = ts;
  const shapes: Record<string, Shape> = {};
  const nameOf = new Map<string, string>();
  const has = (type: TypeScript.Type, flags: number) => (type.flags & flags) !== 0;

  /** `string & Record<never, never>`: how the package leaves its lists of values open. Stripe itself refuses other values. */
  const isOpenEnd = (type: TypeScript.Type) => type.isIntersection() && type.types.some((part) => has(part, TypeFlags.String));

  function convert(type: TypeScript.Type, direction: Direction): Schema {
    if (isOpenEnd(type)) return { kind: "string" };
    if (has(type, TypeFlags.Any | TypeFlags.Unknown)) return { kind: "anything" };
    if (has(type, TypeFlags.Null)) return { kind: direction === "takes" ? "empty" : "null" };
    if (type.isStringLiteral()) return type.value === "" ? { kind: "empty" } : { kind: "oneOf", values: [type.value] };
    if (type.isNumberLiteral()) return { kind: "exactly", value: type.value };
    if (has(type, TypeFlags.BooleanLiteral)) return { kind: "exactly", value: checker.typeToString(type) === "true" };
    if (has(type, TypeFlags.String)) return { kind: "string" };
    if (has(type, TypeFlags.Number)) return { kind: "number" };
    if (type.isUnion()) return convertUnion(type, direction);
    if (checker.isArrayType(type)) return { kind: "list", of: convert(firstArgument(type), direction) };
    const name = symbolOf(type)?.name;
    if (name === "Decimal") return { kind: "string" };
    if (name === "Uint8Array" || name === "Buffer") return { kind: "anything" };
    return { kind: "shape", name: shapeOf(type, direction) };
  }

  function convertUnion(type: TypeScript.UnionType, direction: Direction): Schema {
    const values: string[] = [];
    const choices: Schema[] = [];
    const add = (choice: Schema) => {
      if (!choices.some((other) => JSON.stringify(other) === JSON.stringify(choice))) choices.push(choice);
    };
    const closed = type.types.some((part) => part.isStringLiteral() && part.value !== "");
    const both = type.types.filter((part) => has(part, TypeFlags.BooleanLiteral)).length === 2;
    for (const part of type.types) {
      if (isAbsent(part) || (closed && isOpenEnd(part))) continue;
      if (part.isStringLiteral() && part.value !== "") values.push(part.value);
      else if (both && has(part, TypeFlags.BooleanLiteral)) add({ kind: "boolean" });
      else add(convert(part, direction));
    }
    if (values.length > 0) choices.unshift({ kind: "oneOf", values });
    const only = choices[0];
    return choices.length === 1 && only ? only : { kind: "anyOf", choices };
  }

  function shapeOf(type: TypeScript.Type, direction: Direction): string {
    const key = `${direction}:${(type as TypeScript.Type & { id: number }).id}`;
    const known = nameOf.get(key);
    if (known) return known;
    const name = freeName(`${direction}.${readableName(type)}`);
    nameOf.set(key, name);
    const shape: Shape = { properties: {}, required: [] };
    shapes[name] = shape;
    for (const property of checker.getPropertiesOfType(type)) {
      const propertyType = checker.getTypeOfSymbol(property);
      if (propertyType.getCallSignatures().length > 0 || isAbsent(propertyType)) continue;
      const schema = convert(propertyType, direction);
      shape.properties[property.name] = fractional.test(property.name) ? schema : whole(schema);
      if ((property.flags & ts.SymbolFlags.Optional) === 0) shape.required.push(property.name);
    }
    const others = checker.getIndexTypeOfType(type, ts.IndexKind.String);
    if (others) shape.others = convert(others, direction);
    return name;
  }

  const isAbsent = (type: TypeScript.Type) => has(type, TypeFlags.Undefined | TypeFlags.Void | TypeFlags.Never);
  const symbolOf = (type: TypeScript.Type): TypeScript.Symbol | undefined => type.aliasSymbol ?? type.getSymbol();
  const argumentsOf = (type: TypeScript.Type) => type.aliasTypeArguments ?? checker.getTypeArguments(type as TypeScript.TypeReference);

  /** The T of Array<T>, Promise<T>, ApiList<T>. */
  function firstArgument(type: TypeScript.Type): TypeScript.Type {
    const first = argumentsOf(type)[0];
    if (!first) throw new Error(`${checker.typeToString(type)} has no type argument`);
    return first;
  }

  function readableName(type: TypeScript.Type): string {
    const symbol = symbolOf(type);
    if (!symbol) return "anonymous";
    const file = symbol.declarations?.[0]?.getSourceFile().fileName;
    const name = checker.getFullyQualifiedName(symbol).replace(/^".*?"\./, "");
    return file ? `${basename(file, ".d.ts")}#${name}` : name;
  }

  function freeName(name: string): string {
    let free = name;
    for (let number = 2; free in shapes; number++) free = `${name}_${number}`;
    return free;
  }

  return { convert, firstArgument, symbolOf, shapes };
}

function whole(schema: Schema): Schema {
  if (schema.kind === "number") return { kind: "integer" };
  if (schema.kind === "anyOf") return { kind: "anyOf", choices: schema.choices.map(whole) };
  return schema;
}
