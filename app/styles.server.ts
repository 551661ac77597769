import { config } from "~/platform/config/config.server";
import { sha256 } from "~/platform/sha256.server";
import deskCss from "./desk/ui/desk.css?inline";
import css from "./styles.css?inline";

const { night, lamp } = config.charity.colours;

function finish(sheet: string) {
  const text = `${sheet}:root{--color-night:${night};--color-lamp:${lamp}}`;
  return { css: text, hash: `'sha256-${sha256(text, "base64")}'` };
}

/** The whole look, set into each page: a page is one request. The hash lets the content security policy allow just it. */
export const styles = finish(css);

/** The look of the desk, in the same way. */
export const deskStyles = finish(deskCss);
