import { checkBusinessRules } from "./business-rules";
import { checkStructure, type MessageError } from "./check-structure";
import { envelopeRules, rules } from "./r68-schema";
import { computeMark, elementsOf, find, parseXml, textOf, type XmlElement } from "./xml-tree";

/** Who may speak to this pretend HMRC. */
export type HmrcAccount = { senderId: string; password: string };

/** A message that could be read, or the error for which it is refused at once. */
export type ReadMessage = {
  verb: "submit" | "poll" | "delete" | "list";
  correlationId: string;
  transactionId: string;
  message: XmlElement;
};

const early = (number: string, text: string): MessageError => ({ number, type: "fatal", text, location: "" });

/** Reads the envelope of a message as the Transaction Engine does. */
export function readMessage(xml: string, account: HmrcAccount): ReadMessage | { error: MessageError } {
  const message = parseXml(xml);
  if (!message) return { error: early("1001", "The message is not well-formed XML") };
  const body = find(message, "Body");
  const envelope = { ...message, children: message.children.filter((child) => child !== body) };
  const envelopeErrors = checkStructure(
    {
      ...envelopeRules,
      GovTalkMessage: { ...envelopeRules.GovTalkMessage, children: (envelopeRules.GovTalkMessage?.children ?? []).slice(0, 3) },
    },
    envelope,
    "/hd:GovTalkMessage[1]",
  );
  if (!body || message.name !== "GovTalkMessage" || envelopeErrors.length > 0)
    return { error: early("1001", `The envelope is not valid: ${envelopeErrors[0]?.text ?? "no Body"}`) };
  const details = find(message, "Header", "MessageDetails");
  const of = (name: string) => textOf(find(details, name));
  if (of("Class") !== "HMRC-CHAR-CLM") return { error: early("1001", `There is no class ${of("Class")}`) };
  if (of("GatewayTest") !== "1") return { error: early("1001", "This is a test service: GatewayTest must be 1") };
  const verb = of("Qualifier") === "poll" ? "poll" : (of("Function") as "submit" | "delete" | "list");
  const correlationId = of("CorrelationID");
  if ((verb === "submit" || verb === "list") && correlationId !== "") return { error: early("1020", "A correlation id must not be there") };
  if ((verb === "delete" || verb === "poll") && correlationId === "") return { error: early("1035", "The correlation id is missing") };
  if (verb !== "poll" && !isSignedIn(message, account))
    return { error: early("1046", "Authentication failure: the user is not known, or not enrolled for this service") };
  return { verb, correlationId, transactionId: of("TransactionID"), message };
}

function isSignedIn(message: XmlElement, { senderId, password }: HmrcAccount): boolean {
  const given = find(message, "Header", "SenderDetails", "IDAuthentication");
  return textOf(find(given, "SenderID")) === senderId && textOf(find(given, "Authentication", "Value")) === password;
}

/** What was read of a claim: its mark as computed here, its lines, and its sums in pence. */
export type ClaimFacts = { mark: string; gifts: number; donatedPence: number; adjustmentPence: number };

const toPence = (money: string) => Math.round(Number(money) * 100);

function readFacts(message: XmlElement): ClaimFacts {
  const repayment = find(message, "Body", "IRenvelope", "R68", "Claim", "Repayment");
  const gifts = repayment ? elementsOf(repayment).filter(({ name }) => name === "GAD") : [];
  return {
    mark: computeMark(message) ?? "",
    gifts: gifts.length,
    donatedPence: gifts.reduce((sum, gift) => sum + toPence(textOf(find(gift, "Total"))), 0),
    adjustmentPence: toPence(textOf(find(repayment, "Adjustment"))),
  };
}

/** Everything for which HMRC's back office would refuse a claim, and what was read of it. */
export function checkClaimMessage(message: XmlElement, today: string): ClaimFacts & { errors: MessageError[] } {
  const facts = readFacts(message);
  return { ...facts, errors: errorsIn(message, facts.mark, today) };
}

function errorsIn(message: XmlElement, mark: string, today: string): MessageError[] {
  const body = find(message, "Body");
  const irEnvelope = find(body, "IRenvelope");
  const path = "/hd:GovTalkMessage[1]/hd:Body[1]/r68:IRenvelope[1]";
  if (!body || !irEnvelope || elementsOf(body).length !== 1) return [early("1042", "The body has no claim")];
  const given = textOf(find(irEnvelope, "IRheader", "IRmark"));
  if (given === "") return [early("2022", "The IRmark is missing")];
  if (given !== mark) return [early("2021", "The IRmark differs from the one computed")];
  const structure = checkStructure(rules, irEnvelope, path);
  if (structure.length > 0) return structure;
  const key = textOf(find(message, "GovTalkDetails", "Keys", "Key"));
  const inHeader = textOf(find(irEnvelope, "IRheader", "Keys", "Key"));
  const keys: MessageError[] = key === inHeader ? [] : [{ number: "5005", type: "business", text: "The keys differ", location: path }];
  return [...keys, ...checkBusinessRules(irEnvelope, path, today)];
}
