import { describe, expect, it } from "vitest";
import { deleteMessage, listMessage, pollMessage, submitMessage, withPassword, type GovTalkSender } from "~/claims/hmrc/govtalk";
import { readReply, type HmrcError } from "~/claims/hmrc/read-reply";
import { describeError, errorsByLine, refusalKind } from "~/claims/hmrc/refusals";

const sender: GovTalkSender = {
  senderId: "323412300001",
  hmrcReference: "AB12345",
  vendorId: "1234",
  product: { name: "Roomlight", version: "1" },
  isTest: true,
};
const id = "0123456789ABCDEF0123456789ABCDEF";

const reply = (details: string, rest = "<Body/>", between = "<GovTalkDetails><Keys/></GovTalkDetails>") =>
  `<?xml version="1.0" encoding="UTF-8"?><GovTalkMessage xmlns="http://www.govtalk.gov.uk/CM/envelope"><EnvelopeVersion>2.0</EnvelopeVersion>
  <Header><MessageDetails><Class>HMRC-CHAR-CLM</Class>${details}</MessageDetails><SenderDetails/></Header>${between}${rest}</GovTalkMessage>`;

const gad = (line: number, field: string) =>
  `/hd:GovTalkMessage[1]/hd:Body[1]/r68:IRenvelope[1]/r68:R68[1]/r68:Claim[1]/r68:Repayment[1]/r68:GAD[${line}]/r68:Donor[1]/r68:${field}[1]`;
const businessError = (number: string, text: string, location: string) =>
  `<err:Error><err:RaisedBy>ChRIS</err:RaisedBy><err:Number>${number}</err:Number><err:Type>schema</err:Type><err:Text>${text}</err:Text><err:Location>${location}</err:Location></err:Error>`;

describe("messages to HMRC", () => {
  it("have their parts in HMRC's order", () => {
    expect(submitMessage(sender, id, '<Body xmlns="http://www.govtalk.gov.uk/CM/envelope"></Body>')).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<GovTalkMessage xmlns="http://www.govtalk.gov.uk/CM/envelope"><EnvelopeVersion>2.0</EnvelopeVersion><Header><MessageDetails><Class>HMRC-CHAR-CLM</Class><Qualifier>request</Qualifier><Function>submit</Function><TransactionID>${id}</TransactionID><CorrelationID></CorrelationID><Transformation>XML</Transformation><GatewayTest>1</GatewayTest></MessageDetails><SenderDetails><IDAuthentication><SenderID>323412300001</SenderID><Authentication><Method>clear</Method><Role>principal</Role><Value></Value></Authentication></IDAuthentication></SenderDetails></Header><GovTalkDetails><Keys><Key Type="CHARID">AB12345</Key></Keys><TargetDetails><Organisation>HMRC</Organisation></TargetDetails><ChannelRouting><Channel><URI>1234</URI><Product>Roomlight</Product><Version>1</Version></Channel></ChannelRouting></GovTalkDetails><Body xmlns="http://www.govtalk.gov.uk/CM/envelope"></Body></GovTalkMessage>`,
    );
    expect(pollMessage(sender, id)).toContain(`<Qualifier>poll</Qualifier><Function>submit</Function><CorrelationID>${id}</CorrelationID>`);
    expect(deleteMessage(sender, id)).toContain(
      `<Qualifier>request</Qualifier><Function>delete</Function><CorrelationID>${id}</CorrelationID>`,
    );
    expect(listMessage(sender)).toContain("<Function>list</Function><CorrelationID></CorrelationID>");
  });

  it("hold the password only as they go out, whatever is in it", () => {
    const kept = listMessage(sender);
    expect(withPassword(kept, "a<b>&$1$&")).toContain("<Value>a&lt;b&gt;&amp;$1$&amp;</Value>");
    expect(withPassword(pollMessage(sender, id), "secret-password")).not.toContain("secret-password");
    expect(withPassword(kept, "")).toBe(kept);
  });
});

describe("HMRC's replies", () => {
  it("an acknowledgement names where to ask, and how soon", () => {
    const xml = reply(
      `<Qualifier>acknowledgement</Qualifier><Function>submit</Function><TransactionID/><CorrelationID>${id}</CorrelationID><ResponseEndPoint PollInterval="10">https://example.org/poll</ResponseEndPoint>`,
    );
    expect(readReply(xml)).toEqual({
      kind: "acknowledged",
      correlationId: id,
      transactionId: "",
      pollUrl: "https://example.org/poll",
      pollSeconds: 10,
    });
  });

  it("an acknowledgement without a number or an interval is read with care", () => {
    expect(readReply(reply("<Qualifier>acknowledgement</Qualifier><CorrelationID/>"))).toMatchObject({ kind: "unreadable" });
    const odd = `<Qualifier>acknowledgement</Qualifier><CorrelationID>${id}</CorrelationID><ResponseEndPoint PollInterval="soon">https://example.org/poll</ResponseEndPoint>`;
    expect(readReply(reply(odd))).toMatchObject({ kind: "acknowledged", pollSeconds: 10 });
  });

  it("a response brings the receipt's mark; an empty body brings none", () => {
    const receipt = `<Body><SuccessResponse xmlns="http://www.inlandrevenue.gov.uk/SuccessResponse"><IRmarkReceipt><dsig:Signature xmlns:dsig="http://www.w3.org/2000/09/xmldsig#"><dsig:SignedInfo><dsig:Reference><dsig:DigestValue>yPwKM0owwwzn3saHOT4rj02rqU0=</dsig:DigestValue></dsig:Reference></dsig:SignedInfo></dsig:Signature><Message code="0000">Received</Message></IRmarkReceipt><Message code="077001">Thank you</Message><AcceptedTime>2026-11-28T10:00:00</AcceptedTime></SuccessResponse></Body>`;
    const details = `<Qualifier>response</Qualifier><Function>submit</Function><CorrelationID>${id}</CorrelationID>`;
    expect(readReply(reply(details, receipt))).toEqual({
      kind: "accepted",
      correlationId: id,
      receiptMark: "yPwKM0owwwzn3saHOT4rj02rqU0=",
      acceptedAt: "2026-11-28T10:00:00",
      messages: ["Thank you"],
    });
    expect(readReply(reply(details))).toMatchObject({ kind: "accepted", receiptMark: null });
    expect(readReply(reply(details, "<Body></Body>"))).toMatchObject({ kind: "accepted", receiptMark: null });
  });

  it("errors of the gateway and of the back office are read together, each with its line", () => {
    const early = `<GovTalkDetails><GovTalkErrors><Error><RaisedBy>Department</RaisedBy><Number>3001</Number><Type>business</Type><Text>Your submission failed.</Text><Location/></Error></GovTalkErrors></GovTalkDetails>`;
    const late = `<Body><err:ErrorResponse xmlns:err="http://www.govtalk.gov.uk/CM/errorresponse" SchemaVersion="2.0">${businessError("4065", "Invalid content", gad(2, "Sur"))}${businessError("4082", "Failed to validate", gad(2, "Sur"))}${businessError("7040", "Date in the future", gad(17, "Date"))}</err:ErrorResponse></Body>`;
    const read = readReply(reply("<Qualifier>error</Qualifier><CorrelationID/>", late, early));
    expect(read.kind).toBe("errors");
    const { errors } = read as { errors: HmrcError[] };
    expect(errors.map(({ number, line, field }) => [number, line, field])).toEqual([
      ["3001", null, null],
      ["4065", 2, "Sur"],
      ["4082", 2, "Sur"],
      ["7040", 17, "Date"],
    ]);
    expect(refusalKind(errors)).toBe("rows");
    const words = errorsByLine(errors);
    expect([...words.keys()]).toEqual([2, 17]);
    expect(words.get(2)).toContain("The last name is not as HMRC takes it. HMRC says: Invalid content (4065)");
    const [, first] = errors;
    if (!first) throw new Error("there are errors");
    const twice = [first, { ...first, number: "4082" }, { ...first, number: "4066", field: "House", text: "Too long" }];
    expect([...errorsByLine(twice).values()]).toEqual([
      "The last name is not as HMRC takes it. HMRC says: Invalid content (4065, 4082). The house name or number has signs or a length that HMRC does not take. HMRC says: Too long (4066)",
    ]);
  });

  it("a list shows each submission", () => {
    const record = (number: number) =>
      `<StatusRecord><TimeStamp>28/11/2026 10:00:00</TimeStamp><CorrelationID>${id.slice(1)}${number}</CorrelationID><TransactionID>${number}</TransactionID><Status>SUBMISSION_RESPONSE</Status></StatusRecord>`;
    const list = (records: string) =>
      reply(
        "<Qualifier>response</Qualifier><Function>list</Function><CorrelationID/>",
        `<Body><StatusReport><SenderID>1</SenderID>${records}</StatusReport></Body>`,
      );
    expect(readReply(list(record(1)))).toMatchObject({ kind: "list", submissions: [{ transactionId: "1" }] });
    expect(readReply(list(record(1) + record(2)))).toMatchObject({ submissions: [{}, { correlationId: `${id.slice(1)}2` }] });
    expect(readReply(list(""))).toEqual({ kind: "list", submissions: [] });
  });

  it.each([
    "",
    "no XML at all",
    "<html><body>Service unavailable</body></html>",
    "<GovTalkMessage>",
    reply("<Qualifier>request</Qualifier>"),
    `<!DOCTYPE a [<!ENTITY b "c">]>${reply("<Qualifier>response</Qualifier>")}`,
    `<GovTalkMessage>${"x".repeat(5_000_001)}</GovTalkMessage>`,
    "{}",
  ])("what is no answer of HMRC's says nothing", (xml) => {
    expect(readReply(xml).kind).toBe("unreadable");
  });
});

describe("what HMRC's errors mean", () => {
  const error = (number: string, line: number | null = null): HmrcError => ({
    number,
    type: "fatal",
    raisedBy: "Gateway",
    text: "Words.",
    line,
    field: null,
  });
  it.each([
    [["1000"], "not-known"],
    [["2005"], "not-known"],
    [["3000"], "not-known"],
    [["2000"], "no-record"],
    [["5999"], "no-record"],
    [["1001"], "not-taken"],
    [["1002"], "not-taken"],
    [["1046"], "not-taken"],
    [["2021"], "not-taken"],
    [["7026"], "not-taken"],
    [["9999"], "not-taken"],
    [["3001"], "not-taken"],
    [["1000", "1046"], "not-known"],
  ])("%j is %s", (numbers, kind) => {
    expect(refusalKind(numbers.map((number) => error(number)))).toBe(kind);
  });

  it("a wrong line beside a wrong setting is not sent again before the setting is right", () => {
    expect(refusalKind([error("3001"), error("4065", 3)])).toBe("rows");
    expect(refusalKind([error("3001"), error("4065", 3), error("7026")])).toBe("not-taken");
    expect(refusalKind([])).toBe("not-known");
  });

  it("is said in words, with HMRC's own behind", () => {
    expect(describeError(error("1046"))).toMatch(/^HMRC does not know the user name or password .* HMRC says: Words\. \(1046\)$/);
  });
});
