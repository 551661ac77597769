import { createHash, createHmac } from "node:crypto";
import { config } from "~/platform/config/config.server";

// Made from the row's id, not drawn: an email that is sent again after a lost reply must hold the same link, and so must
// next year's. The rows keep only a hash, so that whoever reads the database can't follow anybody's link.
const deriveToken = (message: string) => createHmac("sha256", config.lastingSecret).update(message).digest("base64url");

/** The token in the links of every email to a subscription, until its owner leaves or moves. */
export const preferenceToken = (subscriptionId: string, linkVersion: number): string =>
  deriveToken(`preferences ${subscriptionId}${linkVersion === 1 ? "" : ` ${linkVersion}`}`);

/** The token of a link to download, move or erase a subscription. */
export const dataLinkToken = (linkId: string): string => deriveToken(`data ${linkId}`);

/** The token in the email that asks to confirm a request. */
export const requestToken = (requestId: string): string => deriveToken(`request ${requestId}`);

/** What is kept of a token. */
export const hashToken = (token: string): string => createHash("sha256").update(token).digest("base64url");
