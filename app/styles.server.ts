import { config } from "~/platform/config/config.server";
import { sha256 } from "~/platform/sha256.server";
import css from "./styles.css?inline";

const { night, lamp } = config.charity.colours;
const stylesheet = `${css}:root{--color-night:${night};--color-lamp:${lamp}}`;

/** The whole look, set into each page: a page is one request. The hash lets the content security policy allow just it. */
export const styles = { css: stylesheet, hash: `'sha256-${sha256(stylesheet, "base64")}'` };
