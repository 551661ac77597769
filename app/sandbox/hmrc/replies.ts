import type { MessageError } from "./check-structure";

const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

type Heading = { qualifier: string; verb: string; correlationId: string; transactionId?: string; endPoint?: string };

function envelope({ qualifier, verb, correlationId, transactionId = "", endPoint = "" }: Heading, errors: string, body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<GovTalkMessage xmlns="http://www.govtalk.gov.uk/CM/envelope">
  <EnvelopeVersion>2.0</EnvelopeVersion>
  <Header>
    <MessageDetails>
      <Class>HMRC-CHAR-CLM</Class>
      <Qualifier>${qualifier}</Qualifier>
      <Function>${verb}</Function>
      <TransactionID>${transactionId}</TransactionID>
      <CorrelationID>${correlationId}</CorrelationID>
      ${endPoint}
      <GatewayTimestamp>2026-01-01T00:00:00.000</GatewayTimestamp>
    </MessageDetails>
    <SenderDetails/>
  </Header>
  <GovTalkDetails>
    <Keys/>
    ${errors}
  </GovTalkDetails>
  ${body}
</GovTalkMessage>
`;
}

const emptyBody = "<Body/>";

/** "We have it: ask there, and not sooner." */
export const acknowledgement = (correlationId: string, pollUrl: string, pollSeconds: number): string =>
  envelope(
    {
      qualifier: "acknowledgement",
      verb: "submit",
      correlationId,
      endPoint: `<ResponseEndPoint PollInterval="${pollSeconds}">${escape(pollUrl)}</ResponseEndPoint>`,
    },
    "",
    emptyBody,
  );

/** "We took it", with the receipt's mark; null: with an empty Body, as the test service may. */
export const acceptance = (correlationId: string, mark: string | null): string =>
  envelope(
    { qualifier: "response", verb: "submit", correlationId },
    "",
    mark === null
      ? emptyBody
      : `<Body><SuccessResponse xmlns="http://www.inlandrevenue.gov.uk/SuccessResponse"><IRmarkReceipt><dsig:Signature xmlns:dsig="http://www.w3.org/2000/09/xmldsig#"><dsig:SignedInfo><dsig:Reference><dsig:DigestValue>${mark}</dsig:DigestValue></dsig:Reference></dsig:SignedInfo></dsig:Signature><Message code="0000">HMRC has received the HMRC-CHAR-CLM document.</Message></IRmarkReceipt><Message code="077001">Thank you for your submission</Message><AcceptedTime>2026-01-01T00:00:00.000</AcceptedTime></SuccessResponse></Body>`,
  );

export const deletion = (correlationId: string): string =>
  envelope({ qualifier: "response", verb: "delete", correlationId }, "", emptyBody);

export type ListedRecord = { correlationId: string; transactionId: string; receivedAt: string; status: string };

/** All that is kept of a sender's. */
export const listing = (senderId: string, records: readonly ListedRecord[]): string =>
  envelope(
    { qualifier: "response", verb: "list", correlationId: "" },
    "",
    `<Body><StatusReport><SenderID>${escape(senderId)}</SenderID><StartTimeStamp>01/01/2026 00:00:00</StartTimeStamp><EndTimeStamp>31/12/2026 00:00:00</EndTimeStamp>${records
      .map(
        ({ correlationId, transactionId, receivedAt, status }) =>
          `<StatusRecord><TimeStamp>${receivedAt}</TimeStamp><CorrelationID>${correlationId}</CorrelationID><TransactionID>${transactionId}</TransactionID><Status>${status}</Status></StatusRecord>`,
      )
      .join("")}</StatusReport></Body>`,
  );

const errorIn = (prefix: string, { number, type, text, location }: MessageError, raisedBy: string) =>
  `<${prefix}Error><${prefix}RaisedBy>${raisedBy}</${prefix}RaisedBy><${prefix}Number>${number}</${prefix}Number><${prefix}Type>${type}</${prefix}Type><${prefix}Text>${escape(text)}</${prefix}Text><${prefix}Location>${escape(location)}</${prefix}Location></${prefix}Error>`;

/** An error of the gateway: an empty Body. */
export const gatewayError = (error: MessageError, correlationId = ""): string =>
  envelope(
    { qualifier: "error", verb: "submit", correlationId },
    `<GovTalkErrors>${errorIn("", error, "Gateway")}</GovTalkErrors>`,
    emptyBody,
  );

/** The back office refuses a claim: 3001, and in the Body each error. */
export const refusal = (errors: readonly MessageError[], correlationId: string): string =>
  envelope(
    { qualifier: "error", verb: "submit", correlationId },
    `<GovTalkErrors>${errorIn("", { number: "3001", type: "business", text: "Your submission failed due to business validation errors. Please see below for details.", location: "" }, "Department")}</GovTalkErrors>`,
    `<Body><err:ErrorResponse xmlns:err="http://www.govtalk.gov.uk/CM/errorresponse" SchemaVersion="2.0"><err:Application><err:MessageCount>${errors.length}</err:MessageCount></err:Application>${errors
      .map((error) => errorIn("err:", error, "ChRIS"))
      .join("")}</err:ErrorResponse></Body>`,
  );
