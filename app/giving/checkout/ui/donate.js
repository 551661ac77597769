/*
 * The form for a donation, where there is JavaScript: what is chosen shows its sums on the button, and a key for this one attempt is
 * fetched, so that the check page is not needed. Without it the server's check page says the same.
 */

/** @typedef {{ rate: number, fixedPence?: number, minPence?: number, maxPence?: number }} Fee */

/**
 * What comes of an amount, in whole pence: as app/giving/checkout/fee.ts and app/giving/gift-aid/gift-aid.ts work it out.
 * @param {number} donation @param {Fee} fee @param {boolean} coversFee
 */
export function sumsOf(donation, fee, coversFee) {
  const feeOn = (/** @type {number} */ sum) => {
    const share = Math.floor((sum * Math.round(fee.rate * 1_000_000) + 500_000) / 1_000_000) + (fee.fixedPence ?? 0);
    return Math.min(Math.max(share, fee.minPence ?? 0), fee.maxPence ?? Number.MAX_SAFE_INTEGER);
  };
  let total = donation;
  while (total !== donation + feeOn(total)) total = donation + feeOn(total);
  const cover = total - donation;
  const paid = coversFee ? total : donation;
  return { cover, total: paid, giftAid: Math.floor(paid / 4) };
}

/** The pence of an amount as people type it; null: it is none. @param {string} text */
export function penceOf(text) {
  const found = /^£?\s*(\d{1,6}|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (!found) return null;
  return Number((found[1] ?? "").replaceAll(",", "")) * 100 + Number((found[2] ?? "").padEnd(2, "0"));
}

/** "£30" or "£30.66". @param {number} pence */
const pounds = (pence) =>
  `£${(pence / 100).toLocaleString("en-GB", { minimumFractionDigits: pence % 100 === 0 ? 0 : 2, maximumFractionDigits: 2 })}`;
/** @param {number} pence */
const small = (pence) => (pence < 100 ? `${pence}p` : pounds(pence));

/** @param {HTMLFormElement} form */
function followChoice(form) {
  /** @type {Fee & { least: number, most: number }} */
  const settings = JSON.parse(form.dataset["sums"] ?? "{}");
  const show = (/** @type {string} */ name, /** @type {string} */ text) => {
    const place = form.querySelector(`[data-says="${name}"]`);
    if (place) place.textContent = text;
  };
  const update = () => {
    const data = new FormData(form);
    const text = (/** @type {string} */ name) => {
      const value = data.get(name);
      return typeof value === "string" ? value : "";
    };
    const donation = /^\d+$/.test(text("amount")) ? Number(text("amount")) : penceOf(text("other"));
    const isRight = donation !== null && donation >= settings.least && donation <= settings.most;
    const sums = isRight ? sumsOf(donation, settings, data.get("cover") === "yes") : null;
    show("cover", sums ? `Add ${small(sums.cover)} to cover costs` : "Add a little to cover costs");
    show("button", sums ? `Donate ${pounds(sums.total)}` : "Donate");
    const giftAid = sums && data.get("giftaid") === "yes" ? `, and we can claim ${pounds(sums.giftAid)} of Gift Aid` : "";
    show("total", sums ? `You pay ${pounds(sums.total)}${giftAid}.` : "");
  };
  form.addEventListener("input", update);
  update();
}

/** Asks for the key once somebody begins; without one, the check page comes next. @param {HTMLFormElement} form */
function fetchKey(form) {
  const field = /** @type {HTMLInputElement | null} */ (form.querySelector("input[name=attempt]"));
  if (!field || field.value !== "") return;
  const ask = async () => {
    const answer = await fetch("/donate/key", { headers: { accept: "application/json" } });
    if (answer.ok && field.value === "") field.value = (await answer.json()).key;
  };
  form.addEventListener("input", () => void ask().catch(() => {}), { once: true });
}

if (typeof document !== "undefined") {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-sums]"));
  if (form) {
    followChoice(form);
    fetchKey(form);
  }
}
