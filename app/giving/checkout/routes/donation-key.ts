import { now } from "~/platform/clock";
import { newFormId } from "../form-id.server";

/** The key of one attempt to donate, for a form out of the page cache: it makes sending the same form twice one donation. Keeps nothing. */
export const loader = () => Response.json({ key: newFormId(now()) }, { headers: { "Cache-Control": "no-store" } });
