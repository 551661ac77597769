import { config } from "~/platform/config/config.server";
import { sha256 } from "~/platform/sha256.server";
import styles from "./help.css?inline";
import source from "./exit.js?raw";

const cspHash = (text: string) => `'sha256-${sha256(text, "base64")}'`;

/** A script without its comment lines and indentation. */
const minifyScript = (script: string) =>
  script
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith("//") && !line.startsWith("/**"))
    .join("\n");

const css = `${styles}:root{--color-lamp:${config.charity.colours.lamp}}`;
const script = minifyScript(source);

/**
 * All that stands in the head of a help page besides its title: one style sheet, one script, and an icon that says
 * nothing. The hashes let the content security policy allow exactly these two and no other.
 */
export const helpHead = {
  css,
  script,
  icon: "data:,",
  styleHash: cspHash(css),
  scriptHash: cspHash(script),
};
