import { connectDatabase } from "../../app/platform/database/db.server";
import { reconcilePlans } from "../../app/sponsorship/billing/reconcile-plans.server";

/** One night's settling in a process of its own, which can be killed. It tells how far it is, and what memory it took at most. */
connectDatabase(process.env["BENCH_DATABASE"] ?? "");
const run = await reconcilePlans();
if (!run) throw new Error("another process is at it");
const { checked, healed, open } = run;
process.send?.({ finished: { checked, healed, open, peak: process.resourceUsage().maxRSS * 1024 } });
