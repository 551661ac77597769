/**
 * Whom to turn to when a charity's own answer is not good enough. Numbers and addresses of regulators only: numbers
 * for people who need help live in the contact records of help/.
 */

/** Data protection. Its offices moved in 2026, so that the site gives its pages and its helpline, not a street. */
export const ico = {
  name: "Information Commissioner’s Office (ICO)",
  complain: "https://ico.org.uk/make-a-complaint/",
  contact: "https://ico.org.uk/global/contact-us/",
  phone: "0303 123 1113",
};

/** Fundraising in England, Wales and Northern Ireland, and by charities registered there that raise money in Scotland. */
export const fundraisingRegulator = {
  name: "Fundraising Regulator",
  home: "https://www.fundraisingregulator.org.uk/",
  code: "https://www.fundraisingregulator.org.uk/code",
  complain: "https://www.fundraisingregulator.org.uk/complaints",
};

/** Fundraising by charities that are registered in Scotland only. */
export const scottishFundraising = { name: "Good Fundraising Scotland", complain: "https://www.goodfundraising.scot/make-a-complaint/" };

/** Equality law, which covers websites: England, Scotland and Wales, then Northern Ireland. */
export const equalityAdvice = { name: "Equality Advisory and Support Service", home: "https://www.equalityadvisoryservice.com/" };
export const equalityNorthernIreland = { name: "Equality Commission for Northern Ireland", home: "https://www.equalityni.org/" };

/** The day somebody last read all legal pages through. */
export const legalPagesChangedOn = "2026-11-22";
