export const times = (sign: string, count: number) => sign.repeat(count);
const postcodes = [
  "GIR 0AA",
  "M1 1AE",
  "B33 8TH",
  "CR2 6XH",
  "DN55 1PT",
  "W1A 0AX",
  "EC1A 1BB",
  "GY1 1AA",
  "IM1 1AA",
  "JE2 3AB",
  "BF1 2AB",
];
const noPostcodes = ["", "BFPO 801", "sw1a 1aa", "SW1A1AA", "SW1A  1AA", " SW1A 1AA", "X", "AI1 1AA", "AZ1 1AA", "SW1A 1A", "1A 1AA"];
const titles = ["M", "Mr", "Miss", "O'B", "A-b"];
const noTitles = ["", "Mr.", "Madam", "1st", "-Mr", "Mé", "M r"];
const sums = ["0.01", "0.10", "10.00", "12345678.90"];
const noSums = ["", "0.00", "-1.00", "240", "240.0", "240.000", "01.00", "1,000.00", "£1.00", "1.00 "];
const dates = ["2026-06-30", "2024-02-29", "2022-04-06"];
const noDates = ["", "30/06/26", "2026-6-30", "2026-13-01", "2026-06-32", "2026-06-30Z", "2026-06-30T00:00:00"];

/** What a rule is about; the markup around its value in a message, with `*` in its place; values that are taken; values that are refused. */
export type HmrcRule = [rule: string, place: string, taken: string[], refused: string[]];

/** Each pattern and length of HMRC's schema for R68 (2.0), for what is sent here. */
export const schemaRules: HmrcRule[] = [
  ["the end of the period", "<PeriodEnd>*</PeriodEnd>", ["2012-01-01", ...dates], noDates],
  ["the currency", "<DefaultCurrency>*</DefaultCurrency>", ["GBP"], ["", "EUR", "gbp"]],
  [
    "the sender",
    "<Sender>*</Sender>",
    ["Individual", "Company", "Agent", "Bureau", "Partnership", "Trust", "Employer", "Government", "Acting in Capacity", "Other"],
    ["", "Charity", "other"],
  ],
  ["the kind of the mark", "<IRmark *>", ['Type="generic"'], ['Type="other"', ""]],
  ["the kind of the key", "<Key *>", ['Type="CHARID"'], ['Type="UTR"', 'Type="charid"']],
  ["the official's title", "<OffName><Ttl>*</Ttl>", titles, noTitles],
  [
    "the official's first names",
    "</Ttl>*<Sur>",
    ["<Fore>Mary-Ann</Fore>", "<Fore>D'Arcy</Fore>", `<Fore>${times("a", 35)}</Fore>`, "<Fore>Ada</Fore><Fore>Mary</Fore>"],
    [
      "",
      "<Fore></Fore>",
      "<Fore>Mary Ann</Fore>",
      "<Fore>J.</Fore>",
      "<Fore>Zoë</Fore>",
      `<Fore>${times("a", 36)}</Fore>`,
      times("<Fore>A</Fore>", 3),
    ],
  ],
  [
    "the official's last name",
    "<Sur>*</Sur></OffName>",
    ["O'Neill (Jr.), 2/3-4 &amp; Co", times("a", 35)],
    ["", "Müller", "A_b", times("a", 36)],
  ],
  ["our number of the claim", "<ClaimNo>*</ClaimNo>", ["1", times("9", 20)], ["", times("9", 21)]],
  ["the official's postcode", "<OffID><Postcode>*</Postcode>", postcodes, noPostcodes],
  [
    "an official abroad",
    "<OffID>*</OffID>",
    ["<Overseas>yes</Overseas>"],
    ["", "<Overseas>no</Overseas>", "<Postcode>SW1A 1AA</Postcode><Overseas>yes</Overseas>"],
  ],
  ["the telephone", "<Phone>*</Phone>", ["(020) 7946-0000", times("0", 30)], ["", "+44 20 7946 0000", "020 7946 ext", times("0", 31)]],
  [
    "a corporate trustee",
    "<AuthOfficial>*<ClaimNo>",
    ["<Trustee>A</Trustee>", "<Trustee>3 Söhne</Trustee>", `<Trustee>${times("a", 160)}</Trustee>`],
    ["<Trustee></Trustee>", "<Trustee>@ Lamp</Trustee>", `<Trustee>${times("a", 161)}</Trustee>`, ""],
  ],
  ["the declaration", "</AuthOfficial>*<Claim>", ["<Declaration>yes</Declaration>"], ["", "<Declaration>no</Declaration>"]],
  ["Welsh", "<R68>*<AuthOfficial>", ["", "<WelshSubmission>yes</WelshSubmission>"], ["<WelshSubmission>no</WelshSubmission>"]],
  [
    "the charity's name",
    "<OrgName>*</OrgName>",
    ["A", "3rd Lamp, Söhne", times("a", 160)],
    ["", "@ Lamp", "“Lamp”", " Lamp", times("a", 161)],
  ],
  [
    "the regulator",
    "<Regulator>*</Regulator>",
    [
      "<RegName>CCEW</RegName><RegNo>1</RegNo>",
      "<RegName>CCNI</RegName><RegNo>1</RegNo>",
      "<RegName>OSCR</RegName><RegNo>1</RegNo>",
      "<NoReg>yes</NoReg>",
      "<OtherReg>The Bishop</OtherReg>",
      `<OtherReg>${times("a", 160)}</OtherReg><RegNo>1</RegNo>`,
    ],
    [
      "",
      "<RegName>CC</RegName><RegNo>1</RegNo>",
      "<NoReg>no</NoReg>",
      "<OtherReg></OtherReg>",
      `<OtherReg>${times("a", 161)}</OtherReg>`,
      "<RegNo>1</RegNo><RegName>CCEW</RegName>",
      "<NoReg>yes</NoReg><RegName>CCEW</RegName><RegNo>1</RegNo>",
    ],
  ],
  ["the number at the regulator", "<RegNo>*</RegNo>", ["1", times("9", 20)], ["", times("9", 21)]],
  ["a donor's title", "<Donor><Ttl>*</Ttl>", titles, noTitles],
  ["a donor's first name", "<Donor><Ttl>Mrs</Ttl><Fore>*</Fore>", ["A", "Anne Marie", times("é", 35)], ["", times("é", 36)]],
  ["a donor's last name", "<Fore>Ada</Fore><Sur>*</Sur>", ["Ng", "O'Neill-Smith", times("é", 35)], ["", times("é", 36)]],
  ["a donor's house", "<House>*</House>", ["1", "½ Mill Lane, &lt;B&gt; &amp; C", times("é", 40)], ["", times("é", 41)]],
  ["a donor's postcode", "</House><Postcode>*</Postcode>", postcodes, noPostcodes],
  [
    "a donor abroad",
    "</House>*</Donor>",
    ["<Overseas>yes</Overseas>"],
    ["", "<Overseas>no</Overseas>", "<Overseas>yes</Overseas><Postcode>SW1A 1AA</Postcode>"],
  ],
  ["small gifts of several", "<AggDonation>*</AggDonation>", ["G", times("é", 35)], ["", times("é", 36)]],
  ["a sponsored event", "</Donor>*<Date>", ["", "<Sponsored>yes</Sponsored>"], ["<Sponsored>no</Sponsored>", "<Sponsored></Sponsored>"]],
  ["a gift's date", "</Donor><Date>*</Date>", dates, noDates],
  ["a gift's sum", "<Total>*</Total>", sums, noSums],
  ["the earliest date", "<EarliestGAdate>*</EarliestGAdate>", dates, noDates],
  ["tax claimed too much", "<Adjustment>*</Adjustment>", sums, noSums],
  ["the reason", "<OtherInfo>*</OtherInfo>", ["w", times("é", 350)], ["", times("é", 351)]],
];

const channel = "<ChannelRouting><Channel><URI>1234</URI><Product>Roomlight</Product><Version>1</Version></Channel></ChannelRouting>";
/** The same of its envelope, whose every fault is one error. */
export const envelopeRules: HmrcRule[] = [
  ["our id of the message", "<TransactionID>*</TransactionID>", ["", "0", times("F", 32)], [times("F", 33), "abc", "G"]],
  ["the class", "<Class>*</Class>", ["HMRC-CHAR-CLM"], ["", "HMRC-CHAR-CLM-MULTI", "IR-CT"]],
  ["the qualifier", "<Qualifier>*</Qualifier>", ["request"], ["", "reply"]],
  ["the correlation id", "<CorrelationID>*</CorrelationID>", [""], ["AB", "xyz"]],
  ["the form of the answer", "<Transformation>*</Transformation>", ["XML", "HTML", "text"], ["", "PDF"]],
  ["how the sender is known", "<Method>*</Method>", ["clear"], ["", "MD5"]],
  ["what the sender is", "<Role>*</Role>", ["principal"], ["", "agent"]],
  ["where it goes", "<Organisation>*</Organisation>", ["IR", "HMRC"], ["", "DWP"]],
  [
    "whose software it is",
    "<TargetDetails><Organisation>HMRC</Organisation></TargetDetails>*</GovTalkDetails>",
    [channel],
    [
      "",
      channel + channel,
      channel.replace("1234", "12345"),
      channel.replace("<Product>Roomlight</Product>", ""),
      channel.replace("<Version>1</Version>", ""),
    ],
  ],
];
