import { envelopeNamespace } from "./r68-body";
import { element, leaf } from "../xml";

/** What HMRC's Transaction Engine asks of whoever speaks to it. The password is no part of a message that is kept. */
export type GovTalkSender = {
  senderId: string;
  hmrcReference: string;
  /** The four digits that HMRC gave to the software's makers. */
  vendorId: string;
  product: { name: string; version: string };
  /** To HMRC's test service. */
  isTest: boolean;
};

/** The class of claims by a charity for itself. */
export const messageClass = "HMRC-CHAR-CLM";

type Details = { qualifier: "request" | "poll"; verb: "submit" | "delete" | "list"; transactionId?: string; correlationId?: string };

/** Stands in kept messages where the password goes; no password is written like it, since it is no XML text. */
const passwordPlace = "<Value></Value>";

const authentication = (senderId: string) =>
  element(
    "IDAuthentication",
    leaf("SenderID", senderId) + element("Authentication", leaf("Method", "clear") + leaf("Role", "principal") + passwordPlace),
  );

function message(sender: GovTalkSender, details: Details, body: string, { signsIn }: { signsIn: boolean }): string {
  const messageDetails = element(
    "MessageDetails",
    leaf("Class", messageClass) +
      leaf("Qualifier", details.qualifier) +
      leaf("Function", details.verb) +
      leaf("TransactionID", details.transactionId ?? null) +
      leaf("CorrelationID", details.correlationId ?? "") +
      leaf("Transformation", "XML") +
      leaf("GatewayTest", sender.isTest ? "1" : "0"),
  );
  const keys = signsIn ? leaf("Key", sender.hmrcReference, { Type: "CHARID" }) : "";
  const channel = leaf("URI", sender.vendorId) + leaf("Product", sender.product.name) + leaf("Version", sender.product.version);
  const header = element("Header", messageDetails + element("SenderDetails", signsIn ? authentication(sender.senderId) : ""));
  const govTalkDetails = element(
    "GovTalkDetails",
    element("Keys", keys) + element("TargetDetails", leaf("Organisation", "HMRC")) + element("ChannelRouting", element("Channel", channel)),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    "GovTalkMessage",
    leaf("EnvelopeVersion", "2.0") + header + govTalkDetails + body,
    { xmlns: envelopeNamespace },
  )}`;
}

const emptyBody = element("Body", "");

/**
 * Hands a claim in. @param transactionId our own id of this message, up to 32 hexadecimal capitals: HMRC's list shows it again
 * @param body as writeR68Body gives it: it is not written anew, since its mark was made over these very characters
 */
export const submitMessage = (sender: GovTalkSender, transactionId: string, body: string): string =>
  message(sender, { qualifier: "request", verb: "submit", transactionId }, body, { signsIn: true });

/** Whether a message goes to HMRC's test service. */
export const isToTestService = (kept: string): boolean => kept.includes("<GatewayTest>1</GatewayTest>");

/** Asks what became of a claim. It needs no password. */
export const pollMessage = (sender: GovTalkSender, correlationId: string): string =>
  message(sender, { qualifier: "poll", verb: "submit", correlationId }, emptyBody, { signsIn: false });

/** Tells HMRC that its answer was read and may go. */
export const deleteMessage = (sender: GovTalkSender, correlationId: string): string =>
  message(sender, { qualifier: "request", verb: "delete", correlationId }, emptyBody, { signsIn: true });

/** Asks for all claims that HMRC has under the sender's name and were not deleted. */
export const listMessage = (sender: GovTalkSender): string =>
  message(sender, { qualifier: "request", verb: "list" }, emptyBody, { signsIn: true });

/** The bytes that go out: the message with the password in its place. Only what sends asks for them. */
export const withPassword = (kept: string, password: string): string => kept.replace(passwordPlace, () => leaf("Value", password));
