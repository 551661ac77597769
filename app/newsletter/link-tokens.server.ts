import { keyedHash } from "~/platform/secrets/keyed-hash.server";

// Made from the row's id, not drawn: an email that is sent again after a lost reply must hold the same link, and so must
// next year's. The rows keep only a hash, so that whoever reads the database can't follow anybody's link.

/** The token in the links of every email to a subscription, until its owner leaves or moves. */
export const preferenceToken = (subscriptionId: string, linkVersion: number): string =>
  keyedHash("preferences", `${subscriptionId}${linkVersion === 1 ? "" : ` ${linkVersion}`}`);

/** The token of a link to download, move or erase a subscription. */
export const dataLinkToken = (linkId: string): string => keyedHash("data", linkId);

/** The token in the email that asks to confirm a request. */
export const requestToken = (requestId: string): string => keyedHash("request", requestId);
