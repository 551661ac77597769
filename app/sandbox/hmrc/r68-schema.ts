/** HMRC's schemas for the envelope (2.0) and for R68 (2.0), written down from its published descriptions: what may stand where. */
export type ElementRule = {
  /** In this order: name, how often at least and at most. */
  children?: readonly (readonly [string, number, number])[];
  /** Exactly one of each group stands there. */
  oneOf?: readonly (readonly string[])[];
  text?: { pattern: RegExp; longest?: number };
  attribute?: readonly [string, string];
};

const many = Number.POSITIVE_INFINITY;
const any = (longest: number): ElementRule => ({ text: { pattern: /^[\s\S]+$/, longest } });
const yes: ElementRule = { text: { pattern: /^yes$/ } };
const date: ElementRule = { text: { pattern: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/ } };
const money: ElementRule = { text: { pattern: /^(([1-9][0-9]*)|0)\.[0-9]{2}$/, longest: 18 } };
const postcode: ElementRule = {
  text: {
    pattern:
      /^((GIR 0AA)|((([A-Z][0-9][0-9]?)|(([A-Z][A-HJ-Y][0-9][0-9]?)|(([A-Z][0-9][A-Z])|([A-Z][A-HJ-Y][0-9]?[A-Z])))) [0-9][A-Z]{2}))$/,
    longest: 8,
  },
};

/** By the element's name, or by parent and name where one name means two things. */
export const rules: Record<string, ElementRule> = {
  IRenvelope: {
    children: [
      ["IRheader", 1, 1],
      ["R68", 1, 1],
    ],
    attribute: ["xmlns", "http://www.govtalk.gov.uk/taxation/charities/r68/2"],
  },
  IRheader: {
    children: [
      ["Keys", 0, 1],
      ["PeriodEnd", 1, 1],
      ["DefaultCurrency", 0, 1],
      ["IRmark", 0, 1],
      ["Sender", 1, 1],
    ],
  },
  Keys: { children: [["Key", 1, 1]] },
  Key: { text: { pattern: /^[A-Z0-9]+$/ }, attribute: ["Type", "CHARID"] },
  PeriodEnd: date,
  DefaultCurrency: { text: { pattern: /^GBP$/ } },
  IRmark: { text: { pattern: /^[A-Za-z0-9+/]{27}=$/ }, attribute: ["Type", "generic"] },
  Sender: { text: { pattern: /^(Individual|Company|Agent|Bureau|Partnership|Trust|Employer|Government|Acting in Capacity|Other)$/ } },
  R68: {
    children: [
      ["WelshSubmission", 0, 1],
      ["AuthOfficial", 1, 1],
      ["Declaration", 1, 1],
      ["Claim", 1, many],
    ],
  },
  WelshSubmission: yes,
  Declaration: yes,
  AuthOfficial: {
    children: [
      ["OffName", 0, 1],
      ["Trustee", 0, 1],
      ["ClaimNo", 0, 1],
      ["OffID", 1, 1],
      ["Phone", 1, 1],
    ],
  },
  OffName: {
    children: [
      ["Ttl", 0, 1],
      ["Fore", 1, 2],
      ["Sur", 1, 1],
    ],
  },
  "OffName/Fore": { text: { pattern: /^[A-Za-z][A-Za-z'-]*$/, longest: 35 } },
  "OffName/Sur": { text: { pattern: /^[A-Za-z0-9 ,.()/&\-']+$/, longest: 35 } },
  Trustee: { text: { pattern: /^[a-zA-Z0-9].*$/, longest: 160 } },
  ClaimNo: any(20),
  OffID: {
    children: [
      ["Postcode", 0, 1],
      ["Overseas", 0, 1],
    ],
    oneOf: [["Postcode", "Overseas"]],
  },
  Phone: { text: { pattern: /^[0-9()\-\s]+$/, longest: 30 } },
  Claim: {
    children: [
      ["OrgName", 1, 1],
      ["HMRCref", 1, 1],
      ["Regulator", 0, 1],
      ["Repayment", 0, 1],
      ["OtherInfo", 0, 1],
    ],
  },
  OrgName: { text: { pattern: /^[a-zA-Z0-9].*$/, longest: 160 } },
  HMRCref: { text: { pattern: /^[A-Z]{1,2}[0-9]{1,5}$/ } },
  Regulator: {
    children: [
      ["RegName", 0, 1],
      ["NoReg", 0, 1],
      ["OtherReg", 0, 1],
      ["RegNo", 0, 1],
    ],
    oneOf: [["RegName", "NoReg", "OtherReg"]],
  },
  RegName: { text: { pattern: /^(CCEW|CCNI|OSCR)$/ } },
  NoReg: yes,
  OtherReg: any(160),
  RegNo: any(20),
  Repayment: {
    children: [
      ["GAD", 0, many],
      ["EarliestGAdate", 0, 1],
      ["OtherInc", 0, many],
      ["Adjustment", 0, 1],
    ],
  },
  EarliestGAdate: date,
  OtherInc: {
    children: [
      ["Payer", 1, 1],
      ["OIDate", 1, 1],
      ["Gross", 1, 1],
      ["Tax", 1, 1],
    ],
  },
  Payer: any(40),
  OIDate: date,
  Gross: money,
  Tax: money,
  Adjustment: money,
  OtherInfo: any(350),
  GAD: {
    children: [
      ["Donor", 0, 1],
      ["AggDonation", 0, 1],
      ["Sponsored", 0, 1],
      ["Date", 1, 1],
      ["Total", 1, 1],
    ],
    oneOf: [["Donor", "AggDonation"]],
  },
  AggDonation: any(35),
  Sponsored: yes,
  Date: date,
  Total: money,
  Donor: {
    children: [
      ["Ttl", 0, 1],
      ["Fore", 1, 1],
      ["Sur", 1, 1],
      ["House", 1, 1],
      ["Postcode", 0, 1],
      ["Overseas", 0, 1],
    ],
    oneOf: [["Postcode", "Overseas"]],
  },
  Ttl: { text: { pattern: /^[A-Za-z][A-Za-z'-]*$/, longest: 4 } },
  Fore: any(35),
  Sur: any(35),
  House: any(40),
  Postcode: postcode,
  Overseas: yes,
};

/** What stands in the envelope around the Body. */
export const envelopeRules: Record<string, ElementRule> = {
  GovTalkMessage: {
    children: [
      ["EnvelopeVersion", 1, 1],
      ["Header", 1, 1],
      ["GovTalkDetails", 1, 1],
      ["Body", 1, 1],
    ],
    attribute: ["xmlns", "http://www.govtalk.gov.uk/CM/envelope"],
  },
  EnvelopeVersion: { text: { pattern: /^2\.0$/ } },
  Header: {
    children: [
      ["MessageDetails", 1, 1],
      ["SenderDetails", 1, 1],
    ],
  },
  MessageDetails: {
    children: [
      ["Class", 1, 1],
      ["Qualifier", 1, 1],
      ["Function", 1, 1],
      ["TransactionID", 0, 1],
      ["CorrelationID", 0, 1],
      ["Transformation", 0, 1],
      ["GatewayTest", 0, 1],
    ],
  },
  Class: { text: { pattern: /^.{4,32}$/ } },
  Qualifier: { text: { pattern: /^(request|poll)$/ } },
  Function: { text: { pattern: /^(submit|list|delete)$/ } },
  TransactionID: { text: { pattern: /^[0-9A-F]{0,32}$/ } },
  CorrelationID: { text: { pattern: /^[0-9A-F]{0,32}$/ } },
  Transformation: { text: { pattern: /^(XML|HTML|text)$/ } },
  GatewayTest: { text: { pattern: /^\d+$/ } },
  SenderDetails: {
    children: [
      ["IDAuthentication", 0, 1],
      ["EmailAddress", 0, 1],
    ],
  },
  IDAuthentication: {
    children: [
      ["SenderID", 1, 1],
      ["Authentication", 1, 1],
    ],
  },
  SenderID: any(64),
  Authentication: {
    children: [
      ["Method", 1, 1],
      ["Role", 1, 1],
      ["Value", 1, 1],
    ],
  },
  Method: { text: { pattern: /^clear$/ } },
  Role: { text: { pattern: /^principal$/ } },
  Value: any(200),
  GovTalkDetails: {
    children: [
      ["Keys", 1, 1],
      ["TargetDetails", 1, 1],
      ["ChannelRouting", 1, 1],
    ],
  },
  Keys: { children: [["Key", 0, 1]] },
  Key: { text: { pattern: /^[A-Z0-9]+$/ }, attribute: ["Type", "CHARID"] },
  TargetDetails: { children: [["Organisation", 1, 1]] },
  Organisation: { text: { pattern: /^(IR|HMRC)$/ } },
  ChannelRouting: { children: [["Channel", 1, 1]] },
  Channel: {
    children: [
      ["URI", 1, 1],
      ["Product", 1, 1],
      ["Version", 1, 1],
    ],
  },
  URI: { text: { pattern: /^\d{4}$/ } },
  Product: any(64),
  Version: any(64),
};
