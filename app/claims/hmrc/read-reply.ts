import { XMLParser, XMLValidator } from "fast-xml-parser";

/** One error of HMRC's. `line`: which line of the claim it is about, from 1; null: none. `field`: the innermost element that it names. */
export type HmrcError = { number: string; type: string; raisedBy: string; text: string; line: number | null; field: string | null };

export type ListedSubmission = { correlationId: string; transactionId: string; status: string };

/** What HMRC answered. */
export type HmrcReply =
  | { kind: "acknowledged"; correlationId: string; transactionId: string; pollUrl: string | null; pollSeconds: number }
  | {
      kind: "accepted";
      correlationId: string;
      /** The mark over which HMRC's receipt was made, in base64; null: there is no receipt. */
      receiptMark: string | null;
      acceptedAt: string | null;
      messages: string[];
    }
  | { kind: "deleted"; correlationId: string }
  | { kind: "list"; submissions: ListedSubmission[] }
  | { kind: "errors"; correlationId: string; errors: HmrcError[] }
  | { kind: "unreadable"; why: string };

type Node = { [name: string]: unknown };

/** Elements that may come several times are lists, whether they do or not. */
const lists = new Set(["Error", "Text", "Location", "StatusRecord", "Message", "Reference", "DeveloperMessage"]);
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  textNodeName: "#",
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => lists.has(name),
});
const longest = 5_000_000;

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && !Array.isArray(value);
const child = (node: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((each, name) => (isNode(each) ? each[name] : undefined), node);
const listOf = (node: unknown, ...path: string[]): unknown[] => {
  const found = child(node, ...path);
  return Array.isArray(found) ? found : [];
};
function textOf(node: unknown, ...path: string[]): string {
  const found = child(node, ...path);
  if (typeof found === "string") return found.trim();
  const words = child(found, "#");
  return typeof words === "string" ? words.trim() : "";
}

/** Reads an answer. Whatever is no answer of HMRC's is "unreadable": then nothing is known. */
export function readReply(xml: string): HmrcReply {
  if (xml.length > longest) return { kind: "unreadable", why: "the answer is too long" };
  // A document type could define entities that grow without end; HMRC sends none.
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) return { kind: "unreadable", why: "the answer has a document type" };
  if (XMLValidator.validate(xml) !== true) return { kind: "unreadable", why: "the answer is not XML" };
  let document: unknown;
  try {
    document = parser.parse(xml);
  } catch {
    return { kind: "unreadable", why: "the answer is not XML" };
  }
  const envelope = child(document, "GovTalkMessage");
  if (!isNode(envelope)) return { kind: "unreadable", why: "the answer is no GovTalk message" };
  return readEnvelope(envelope);
}

function readEnvelope(envelope: Node): HmrcReply {
  const details = child(envelope, "Header", "MessageDetails");
  const qualifier = textOf(details, "Qualifier");
  const verb = textOf(details, "Function");
  const correlationId = textOf(details, "CorrelationID").toUpperCase();
  const body = child(envelope, "Body");
  const errors = readErrors(envelope);
  if (qualifier === "error" || errors.length > 0) return { kind: "errors", correlationId, errors };
  if (qualifier === "acknowledgement") {
    if (!/^[0-9A-F]{1,32}$/.test(correlationId)) return { kind: "unreadable", why: "the acknowledgement has no correlation id" };
    const pollSeconds = Number(textOf(details, "ResponseEndPoint") === "" ? "" : child(details, "ResponseEndPoint", "@PollInterval"));
    return {
      kind: "acknowledged",
      correlationId,
      transactionId: textOf(details, "TransactionID"),
      pollUrl: textOf(details, "ResponseEndPoint") || null,
      pollSeconds: Number.isFinite(pollSeconds) && pollSeconds > 0 ? Math.min(pollSeconds, 3600) : 10,
    };
  }
  if (qualifier !== "response") return { kind: "unreadable", why: "the answer is neither acknowledgement nor response nor error" };
  if (verb === "delete") return { kind: "deleted", correlationId };
  if (verb === "list") return { kind: "list", submissions: readList(body) };
  const receipt = child(body, "SuccessResponse");
  return {
    kind: "accepted",
    correlationId,
    receiptMark: readReceiptMark(receipt),
    acceptedAt: textOf(receipt, "AcceptedTime") || null,
    messages: listOf(receipt, "Message").map((each) => textOf(each)),
  };
}

function readReceiptMark(receipt: unknown): string | null {
  const signed = listOf(receipt, "IRmarkReceipt", "Signature", "SignedInfo", "Reference");
  return signed.map((reference) => textOf(reference, "DigestValue")).find((mark) => mark !== "") ?? null;
}

const readList = (body: unknown): ListedSubmission[] =>
  listOf(body, "StatusReport", "StatusRecord").map((each) => ({
    correlationId: textOf(each, "CorrelationID").toUpperCase(),
    transactionId: textOf(each, "TransactionID").toUpperCase(),
    status: textOf(each, "Status"),
  }));

function readErrors(envelope: Node): HmrcError[] {
  const early = listOf(envelope, "GovTalkDetails", "GovTalkErrors", "Error");
  const late = listOf(envelope, "Body", "ErrorResponse", "Error");
  return [...early, ...late].map(readError);
}

function readError(error: unknown): HmrcError {
  const location = listOf(error, "Location")
    .map((each) => textOf(each))
    .join(" ");
  const line = /GAD\[(\d+)\]/.exec(location)?.[1];
  const innermost = /(?:^|[/:])([A-Za-z]+)(?:\[\d+\])?\s*$/.exec(location)?.[1];
  return {
    number: textOf(error, "Number"),
    type: textOf(error, "Type"),
    raisedBy: textOf(error, "RaisedBy"),
    text: listOf(error, "Text")
      .map((each) => textOf(each))
      .filter(Boolean)
      .join(" "),
    line: line === undefined ? null : Number(line),
    field: innermost ?? null,
  };
}
