import { inTransaction } from "~/platform/database/db.server";
import type { staffReasons } from "./suppression";
import { suppress } from "./suppress.server";

/** Stops emails to an address whose person told staff so. @returns whether it is new */
export const suppressAddress = (email: string, reason: (typeof staffReasons)[number]): Promise<boolean> =>
  inTransaction((tx) => suppress(tx, email, reason, reason === "unsubscribed" ? "desk" : reason));
