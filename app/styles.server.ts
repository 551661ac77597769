import { config } from "~/platform/config/config.server";
import { sha256 } from "~/platform/sha256.server";
import deskContent from "./desk/ui/desk-content.css?inline";
import deskParts from "./desk/ui/desk-parts.css?inline";
import deskFrame from "./desk/ui/desk.css?inline";
import css from "./styles.css?inline";

const { night, lamp } = config.charity.colours;
const stylesheet = `${css}:root{--color-night:${night};--color-lamp:${lamp}}`;

const withHash = (text: string) => ({ css: text, hash: `'sha256-${sha256(text, "base64")}'` });

/** The whole look, set into each page: a page is one request. The hash lets the content security policy allow just it. */
export const styles = withHash(stylesheet);

/** What pages of the desk carry as well. */
export const deskStyles = withHash(deskParts + deskFrame + deskContent);
