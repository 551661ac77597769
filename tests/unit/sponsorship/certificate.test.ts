import { expect, it } from "vitest";
import { drawCertificate } from "~/sponsorship/present/draw-certificate.server";
import { actualTexts, copiedText, countGlyphs } from "tests/support/giving/pdf-contents";

const usual = {
  recipient: "Mo Candle",
  sponsor: "Ada Example",
  from: "25 December 2026",
  room: "Alder",
  message: ["With love"],
  charity: { name: "The Lantern Trust", details: "Registered, number 1199999" },
};
const countPages = (pdf: Buffer): number => pdf.toString("latin1").match(/\/Type \/Page\b/g)?.length ?? 0;

it.each(["W", "龘"])("is one page where everything on it is as long and as wide as it may be: %s", async (wide) => {
  const name = wide.repeat(80);
  const longest = { recipient: name, sponsor: `${name} ${name}`, room: wide.repeat(60), message: [wide.repeat(300)] };
  const pdf = await drawCertificate({ ...usual, ...longest });
  expect(countPages(pdf)).toBe(1);
  expect((await copiedText(pdf)).split(wide)).toHaveLength(80 + 160 + 60 + 300 + 1);
  expect(countPages(await drawCertificate({ ...usual, ...longest, message: Array.from({ length: 7 }, () => `${wide} `.repeat(20)) }))).toBe(
    1,
  );
});

it("keeps its English from left to right beside a name that is written the other way", async () => {
  const texts = actualTexts(await drawCertificate({ ...usual, sponsor: "דוד Levi" }));
  const sentence = texts.find((text) => text.includes("sponsors the room"));
  expect(sentence?.trim()).toBe("Levi sponsors the room Alder for you, from 25 December 2026.");
});

it("shows a tab between words as a space", async () => {
  const pdf = await drawCertificate({ ...usual, message: ["a\tb 龘"] });
  expect(await copiedText(pdf)).not.toContain("\ufffd");
  expect(countGlyphs(pdf).missing).toBe(0);
});
