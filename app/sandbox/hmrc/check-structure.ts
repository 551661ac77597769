import type { ElementRule } from "./r68-schema";
import { elementsOf, textOf, type XmlElement } from "./xml-tree";

/** An error as HMRC numbers it. `location`: the path of the element. */
export type MessageError = { number: string; type: "schema" | "business" | "fatal"; text: string; location: string };

const schemaError = (number: string, text: string, location: string): MessageError => ({ number, type: "schema", text, location });
const step = (path: string, name: string, index: number) => `${path}/r68:${name}[${index}]`;

/** Everything in which an element, and all in it, is not as the rules say. */
export function checkStructure(rules: Record<string, ElementRule>, element: XmlElement, path: string, parent = ""): MessageError[] {
  const rule = rules[`${parent}/${element.name}`] ?? rules[element.name];
  if (!rule) return [schemaError("4051", `Element '${element.name}' is not known here`, path)];
  const errors: MessageError[] = [];
  if (rule.attribute && element.attributes[rule.attribute[0]] !== rule.attribute[1])
    errors.push(schemaError("4066", `Attribute ${rule.attribute[0]} must be ${rule.attribute[1]}`, path));
  if (rule.children) errors.push(...checkChildren(rules, rule, element, path));
  if (rule.text) errors.push(...checkText(rule.text, element, path));
  return errors;
}

function checkText({ pattern, longest = 1000 }: NonNullable<ElementRule["text"]>, element: XmlElement, path: string): MessageError[] {
  const value = textOf(element);
  if (elementsOf(element).length > 0) return [schemaError("4051", "No element may stand here", path)];
  if (pattern.test(value) && [...value].length <= longest) return [];
  // HMRC tells one fault twice: of the value, and of its type.
  return [
    schemaError("4065", `Invalid content found at element '${element.name}'`, path),
    schemaError("4082", `Value of element '${element.name}' failed to validate`, path),
  ];
}

function checkChildren(rules: Record<string, ElementRule>, rule: ElementRule, element: XmlElement, path: string): MessageError[] {
  const errors: MessageError[] = [];
  if (element.children.some((child) => typeof child === "string" && child.trim() !== ""))
    errors.push(schemaError("4065", "No text may stand here", path));
  const order = (rule.children ?? []).map(([name]) => name);
  const counts = new Map<string, number>();
  let reached = 0;
  for (const child of elementsOf(element)) {
    const place = order.indexOf(child.name);
    const index = (counts.get(child.name) ?? 0) + 1;
    counts.set(child.name, index);
    const childPath = step(path, child.name, index);
    if (place < 0 || place < reached) errors.push(schemaError("4051", `Element '${child.name}' is not expected here`, childPath));
    else errors.push(...checkStructure(rules, child, childPath, element.name));
    reached = Math.max(reached, place);
  }
  for (const [name, least, most] of rule.children ?? []) {
    const count = counts.get(name) ?? 0;
    if (count < least) errors.push(schemaError("4053", `Element '${name}' is missing`, path));
    if (count > most) errors.push(schemaError("4051", `Element '${name}' stands there ${count} times`, path));
  }
  for (const group of rule.oneOf ?? []) {
    const present = group.filter((name) => counts.has(name));
    if (present.length !== 1) errors.push(schemaError("4053", `One of ${group.join(", ")} must stand here`, path));
  }
  return errors;
}
