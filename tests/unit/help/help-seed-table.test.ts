import { parse } from "node-html-parser";
import { describe, expect, it } from "vitest";
import { renderEveryDocument, renderServices, getMainText } from "tests/support/help/help-rendering";

/**
 * The facts that the help half must carry, each on the page where it belongs. The left side says what a reader comes
 * to find; the right side is what the page must say.
 */
const documents = renderEveryDocument();
const english = new Map(documents.filter(({ language }) => language === "en-GB").map(({ slug, html }) => [slug, html]));
const html = (slug: string) => english.get(slug as never) ?? "";
const getText = (slug: string) => getMainText(html(slug));

const definition =
  "“Trafficking in persons” shall mean the recruitment, transportation, transfer, harbouring or receipt of persons, by means of the threat or use of force or other forms of coercion, of abduction, of fraud, of deception, of the abuse of power or of a position of vulnerability or of the giving or receiving of payments or benefits to achieve the consent of a person having control over another person, for the purpose of exploitation. Exploitation shall include, at a minimum, the exploitation of the prostitution of others or other forms of sexual exploitation, forced labour or services, slavery or practices similar to slavery, servitude or the removal of organs.";

describe("what trafficking is", () => {
  it("quotes the Palermo Protocol exactly, with its source", () => {
    const quote = parse(html("what-trafficking-is")).querySelector("blockquote");
    expect(quote?.text).toContain(definition);
    expect(quote?.querySelector("a")?.text).toMatch(/Palermo Protocol \(2000\), article 3/);
  });

  it("names three elements, with abuse of power or vulnerability and payments among the means", () => {
    const page = getText("what-trafficking-is");
    expect(page).toMatch(/The act.*The means.*The purpose/s);
    expect(page).toMatch(/abuse of power or of a person’s weak position, or paying someone who controls them/);
  });

  it("has the rule for children: under 18, no means needed, consent never asked", () => {
    expect(getText("what-trafficking-is")).toMatch(
      /anyone under 18\. For a child no means are needed at all.*Nobody asks whether the child agreed/,
    );
    expect(getText("children")).toMatch(/does not matter whether the child agreed/);
  });

  it("needs no border and no movement: recruitment, harbouring or receipt is enough", () => {
    expect(getText("what-trafficking-is")).toMatch(/Nobody has to cross a border.*to recruit, shelter or receive a person is enough/);
  });

  it("gives the referrals of 2025 with source and date", () => {
    expect(getText("what-trafficking-is")).toMatch(
      /In 2025, 23,411 people were referred.*UK nationals were the largest group.*Home Office, 19 February 2026/,
    );
  });
});

describe("types", () => {
  it.each([
    ["sexual exploitation", /Sexual exploitation.*forced prostitution/],
    ["benefit fraud", /Benefit fraud/],
    [
      "forced labour, by the ILO",
      /Forced labour is work that a person does not choose freely.*threat of some penalty.*International Labour Organization/,
    ],
    ["organ trafficking", /Organ trafficking/],
    ["street crime", /Street crime/],
    ["drug trade and county lines", /Drug trade\. In “county lines”/],
    ["forced marriage, by itself", /Forced marriage is when.*its own help.*Forced Marriage Unit/],
    ["domestic servitude", /Domestic servitude Someone works in a private home.*cut off from other people/],
    ["cannabis", /Cannabis/],
    ["financial exploitation", /Financial exploitation.*GOV\.UK names it/],
    ["own country too, and sexual use of labourers", /forced to work in their own country too\. Some are sexually exploited/],
  ])("%s", (_name, fact) => expect(getText("types")).toMatch(fact));
});

describe("trafficking and smuggling", () => {
  it("is a table with headers for columns and rows", () => {
    const table = parse(html("trafficking-and-smuggling")).querySelector("table");
    expect(table?.querySelectorAll('thead th[scope="col"]').map((cell) => cell.text)).toEqual(["Question", "Smuggling", "Trafficking"]);
    const rows = table?.querySelectorAll("tbody tr") ?? [];
    expect(rows.map((row) => row.querySelector('th[scope="row"]')?.text)).toEqual([
      "Against whom is the crime?",
      "Did the person agree?",
      "When does it end?",
      "Is a border crossed?",
      "Where does the money come from?",
    ]);
    expect(rows.every((row) => row.querySelectorAll("td").length === 2)).toBe(true);
    expect(rows[0]?.text).toMatch(/The state\s*The person/);
    // Shown as a list on a narrow screen: each cell names its column, and the parts stay those of a table.
    expect(rows.map((row) => row.querySelectorAll("td").map((cell) => cell.getAttribute("data-head")))).toEqual(
      rows.map(() => ["Smuggling", "Trafficking"]),
    );
    expect(rows[0]?.querySelectorAll("[role]").map((cell) => cell.getAttribute("role"))).toEqual(["rowheader", "cell", "cell"]);
  });

  it("says that a smuggled person can become exploited", () => {
    expect(getText("trafficking-and-smuggling")).toMatch(/person who was smuggled can become exploited/);
  });
});

describe("for professionals", () => {
  const page = getText("professionals");
  it("lets only First Responder staff refer, for people of any gender, online", () => {
    expect(page).toMatch(/of any gender, age or nationality/);
    expect(page).toMatch(/Only staff of First Responder organisations can refer/);
    expect(page).toMatch(/Referrals are made online/);
  });

  it.each([
    "police forces",
    "National Crime Agency",
    "local authorities",
    "UK Visas and Immigration",
    "Border Force",
    "Immigration Enforcement",
    "Fair Work Agency since April 2026",
    "The Salvation Army",
    "Migrant Help",
    "Medaille Trust",
    "Kalayaan",
    "Barnardo’s",
    "Unseen",
    "NSPCC",
    "BAWSO",
    "New Pathways",
    "Refugee Council",
  ])("lists %s for England and Wales", (responder) => {
    const list = page.slice(page.indexOf("In England and Wales:"), page.indexOf("Northern Ireland only"));
    expect(list).toContain(responder);
  });

  it("keeps Health and Social Care Trusts to Northern Ireland, and TARA to Scotland", () => {
    expect(page).toMatch(/Northern Ireland only: Health and Social Care Trusts/);
    expect(page).toMatch(/Scotland: TARA/);
  });

  it("names both competent authorities, and the old one nowhere", () => {
    expect(page).toMatch(/Single Competent Authority of the Home Office/);
    expect(page).toMatch(/Immigration Enforcement Competent Authority decides some cases/);
    for (const [slug, document] of english)
      if (slug !== "numbers-that-have-changed") expect(document).not.toMatch(/UKHTC|UK Human Trafficking Centre/);
  });

  it("has consent, referral of children, and the duty to notify", () => {
    expect(page).toMatch(/Adults must consent/);
    expect(page).toMatch(/Children are always referred/);
    expect(page).toMatch(/Duty to Notify\. If an adult does not consent, public bodies/);
  });

  it("has the decisions in their order, with at least 30 days between", () => {
    expect(page).toMatch(/Reasonable grounds decision.*at least 30 days of recovery and support.*Conclusive grounds decision/);
    expect(getText("rights")).toMatch(/reasonable grounds.*at least 30 days.*conclusive grounds/);
  });
});

describe("rights and help", () => {
  it("are for all genders", () => {
    expect(getText("rights")).toMatch(/women, men and people of any gender/);
  });

  it("999 in danger, 112 as well, 101 when not urgent, 55 for who cannot speak, 18000 for text relay", () => {
    const page = html("get-help-now");
    for (const number of ["999", "112", "101", "18000"]) expect(page).toContain(`href="tel:${number}"`);
    expect(getText("get-help-now")).toMatch(/On a mobile, call 999 and listen\. When you are asked, press 55/);
    expect(getText("get-help-now")).toMatch(/dial 18000 in the Relay UK app/);
  });

  it("the helpline, open every day with hours that may vary, and the Salvation Army day and night", () => {
    expect(getText("get-help-now")).toMatch(/08000 121 700 ?Anyone in the UK.*Open every day; hours may vary/);
    expect(getText("get-help-now")).toMatch(/0800 808 3733 ?Adults in England and Wales.*Day and night, every day/);
  });

  it("signs are led by context and grouped, with what to do and what not", () => {
    const page = getText("worried-about-someone");
    expect(page).toMatch(/One sign on its own may mean nothing/);
    expect(page).toMatch(/How they look.*Kept apart.*Where they live.*How they move.*How they travel.*Slow to ask for help/);
    expect(page).toMatch(/Make sure that nobody is put in danger.*Write down what you saw/);
    expect(page).toMatch(/Do not confront.*Do not investigate.*Do not promise/);
  });
});

describe("services", () => {
  const page = getMainText(renderServices());
  it.each([
    ["Solace Women’s Aid, Waltham Forest", "07340 683382", "Women in Waltham Forest"],
    ["Haven, the Survivors of Abuse Network", "020 8520 0755", "sexually abused, now or in the past"],
    ["Kiran Support Services", "020 8558 1986", "minority ethnic and refugee women and their children"],
    ["Stay Safe East", "020 8519 7241", "Disabled people"],
    ["Stay Safe East", "07587 134 122", "Disabled people"],
    ["Ashiana Network", "020 8539 0427", "South Asian, Turkish and Iranian women"],
  ])("%s %s, below the national lines, not confirmed since September 2023", (name, number, serves) => {
    const at = page.indexOf(name);
    expect(at).toBeGreaterThan(page.indexOf("Modern Slavery & Exploitation Helpline"));
    const entry = page.slice(at, at + 400);
    expect(entry).toContain(number);
    expect(entry).toContain(serves);
    expect(entry).toContain("Listed in September 2023, not confirmed since");
  });

  it.each([
    ["NSPCC Helpline", "0808 800 5000"],
    ["TARA", "0141 276 7724"],
    ["Independent Child Trafficking Guardians", "0800 043 4303"],
    ["Migrant Help", "migranthelpuk.org"],
    ["The Salvation Army", "salvationarmy.org.uk"],
    ["Modern Slavery & Exploitation Helpline", "modernslaveryhelpline.org"],
  ])("%s: %s", (name, fact) => {
    expect(page).toContain(name);
    expect(page).toContain(fact);
  });

  it("the guidance on the National Referral Mechanism is linked for professionals", () => {
    expect(html("professionals")).toContain('href="https://www.gov.uk/guidance/report-modern-slavery-as-a-first-responder"');
  });
});

describe("numbers that have changed", () => {
  it.each([
    ["0300 303 8151", "0800 808 3733"],
    ["0114 252 3891 and 0844 778 2406", "08000 121 700"],
    ["111", "999"],
  ])("%s stands beside %s, and is not a link", (old, instead) => {
    const row = parse(html("numbers-that-have-changed"))
      .querySelectorAll("tbody tr")
      .find((each) => each.querySelector("th")?.text.endsWith(`: ${old}`));
    expect(row?.querySelectorAll("a").map((link) => link.text)).toEqual([instead]);
  });

  it("111 is said to be the NHS and never the police", () => {
    expect(getText("numbers-that-have-changed")).toMatch(/never the police\. It is the NHS/);
  });

  it("no old number is a link on any page in any language, and none stands on another page", () => {
    const old = ["03003038151", "01142523891", "08447782406", "111"];
    for (const { slug, html: page } of documents) {
      for (const number of old) expect(page).not.toMatch(new RegExp(`(?:tel|sms):(?:18001)?${number}"`));
      if (slug !== "numbers-that-have-changed") expect(page.replaceAll(" ", "")).not.toMatch(/03003038151|01142523891|08447782406/);
    }
  });
});

it("every page carries its own review dates, and never those of the lists it came from", () => {
  for (const { language, html: page } of documents) {
    if (language === "en-GB") expect(page).toContain("Reviewed 31 August 2026. Next review by 29 November 2026.");
    expect(page).not.toMatch(/11 September 202[34]/);
  }
});
