import { createHash } from "node:crypto";
import { XMLParser, XMLValidator } from "fast-xml-parser";

/** An element with what is in it, in the order of the document. */
export type XmlElement = { name: string; attributes: Record<string, string>; children: (XmlElement | string)[] };

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
});

type Ordered = { [name: string]: unknown; ":@"?: Record<string, string> };

function toElement(node: Ordered): XmlElement | string {
  if ("#text" in node) return String(node["#text"]);
  const name = Object.keys(node).find((key) => key !== ":@") ?? "";
  return { name, attributes: node[":@"] ?? {}, children: (node[name] as Ordered[]).map(toElement) };
}

/** The document's element; null: not XML, or with more than one declaration, or with a document type. */
export function parseXml(xml: string): XmlElement | null {
  if (XMLValidator.validate(xml) !== true || (xml.match(/<\?xml/g) ?? []).length > 1 || /<!DOCTYPE/i.test(xml)) return null;
  const elements = (parser.parse(xml) as Ordered[]).map(toElement).filter((each) => typeof each !== "string");
  return elements.length === 1 ? (elements[0] ?? null) : null;
}

export const elementsOf = (element: XmlElement): XmlElement[] => element.children.filter((child) => typeof child !== "string");
export const textOf = (element: XmlElement | null): string =>
  element === null ? "" : element.children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");

/** The first element that a path of names leads to. */
export function find(element: XmlElement | null, ...path: string[]): XmlElement | null {
  let found: XmlElement | null = element;
  for (const name of path) found = (found && elementsOf(found).find((child) => child.name === name)) ?? null;
  return found;
}

const inText: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;" };
const inAttribute: Record<string, string> = { "&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#x9;", "\n": "&#xA;", "\r": "&#xD;" };

/**
 * Canonical XML 1.0 of an element without prefixes: https://www.w3.org/TR/2001/REC-xml-c14n-20010315. The namespace stands where it changes, and
 * on the first element in any case.
 */
function canonical(element: XmlElement, inherited: string, written: string | null): string {
  const namespace = element.attributes.xmlns ?? inherited;
  const attributes = Object.entries(element.attributes)
    .filter(([name]) => name !== "xmlns")
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const all = namespace === written ? attributes : [["xmlns", namespace] as const, ...attributes];
  const open = all.map(([name, value]) => ` ${name}="${value.replace(/[&<"\t\n\r]/g, (sign) => inAttribute[sign] ?? sign)}"`).join("");
  const inside = element.children.map((child) =>
    typeof child === "string" ? child.replace(/[&<>\r]/g, (sign) => inText[sign] ?? sign) : canonical(child, namespace, namespace),
  );
  return `<${element.name}${open}>${inside.join("")}</${element.name}>`;
}

function withoutMark(element: XmlElement): XmlElement {
  const kept = element.children.filter((child) => typeof child === "string" || child.name !== "IRmark");
  return { ...element, children: kept.map((child) => (typeof child === "string" ? child : withoutMark(child))) };
}

/** HMRC's mark of a message, in base64: SHA-1 of its Body, canonical, without the mark in it. */
export function computeMark(message: XmlElement): string | null {
  const body = find(message, "Body");
  if (!body) return null;
  const namespace = message.attributes.xmlns ?? "";
  return createHash("sha1")
    .update(canonical(withoutMark(body), namespace, null), "utf8")
    .digest("base64");
}
