import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { demonstrationCharity } from "~/platform/config/charity";
import { config } from "~/platform/config/config.server";
import { helpHead } from "~/help/ui/head.server";
import { deskStyles, styles } from "~/styles.server";

/** Every file of the site that can draw: screens, their styles, emails. The sandbox is no part of a charity's site. */
const files = ["app", "emails"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((name) => /[.](tsx?|css)$/.test(name) && !name.includes("sandbox")),
);
/** The default colours stand where they are configured, where they are defaults of the style, and in samples of emails. */
const defaults = ["app/platform/config/charity.ts", "app/platform/ui/styles/tokens.css", "emails/samples.ts"];

it("the lamp's colour is the configured one wherever it is drawn", () => {
  expect(files.length).toBeGreaterThan(200);
  const lamps = [demonstrationCharity.colours.lamp, "#ffe3a0", "#ffbf38"];
  const hardCoded = files.filter((file) => !defaults.includes(file) && lamps.some((lamp) => readFileSync(file, "utf8").includes(lamp)));
  expect(hardCoded).toEqual([]);
});

it("every style sheet ends with the configured colours", () => {
  const { night, lamp } = config.charity.colours;
  for (const { css } of [styles, deskStyles]) expect(css.endsWith(`:root{--color-night:${night};--color-lamp:${lamp}}`)).toBe(true);
  expect(helpHead.css.endsWith(`:root{--color-lamp:${lamp}}`)).toBe(true);
});
