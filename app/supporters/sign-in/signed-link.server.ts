import { signedLinks } from "~/platform/signed-link.server";

/** What a link in an email to a supporter is for. */
export type LinkPurpose = "sign in" | "confirm from the old address" | "confirm from the new address";

const links = signedLinks<LinkPurpose>("supporter link");

/** The token of a link. */
export const signLinkToken = links.sign;

/** The id in a token; null: it opens nothing. */
export const verifyLinkToken = links.verify;
