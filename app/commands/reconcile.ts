import { reconcileDonations } from "~/giving/payments/reconcile-donations.server";
import { formatCount } from "~/platform/number-words";
import { openMigratedDatabase } from "./open-migrated-database";
import { listFindings } from "~/platform/reconciliation/reconciliations.server";

/**
 * npm run reconcile [days]: compares the gifts of the last days (4 unless said) with Stripe, heals what differs, and
 * lists it. Ends with 1 when something needs a person.
 */
const days = Number(process.argv[2] ?? 4);
if (!Number.isInteger(days) || days < 1 || days > 30) {
  console.error("Write for how many days to look back, from 1 to 30 (Stripe keeps events for 30): npm run reconcile -- 7");
  process.exit(1);
}
const database = await openMigratedDatabase();
try {
  const run = await reconcileDonations(days);
  if (run) {
    console.log(`Compared ${formatCount(run.checked, "gift")} with Stripe.`);
    for (const { about, message, healed } of await listFindings(run.id))
      console.log(`  ${healed ? "healed " : "OPEN   "} ${about}: ${message}`);
    console.log(run.healed + run.open === 0 ? "Nothing differed." : `${run.healed} healed, ${run.open} for a person to look at.`);
  } else console.log("Another process compares donations with Stripe at this moment: it lists what it finds at /desk/reconciliations.");
  process.exitCode = run && run.open > 0 ? 1 : 0;
} finally {
  await database.stop();
}
