import { keyedHash } from "~/platform/secrets/keyed-hash.server";

/**
 * What stands for a person where their address is not kept: in the ledger, and among addresses that must not be written
 * to. A keyed hash of the email address, in any letter case.
 */
export const hashEmail = (email: string): string => keyedHash("person", email.trim().toLowerCase());
