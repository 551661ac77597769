import { reconcileDonations } from "~/giving/payments/reconcile-donations.server";
import { formatCount } from "~/platform/number-words";
import { openMigratedDatabase } from "./open-migrated-database";

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
  const { checked, findings } = await reconcileDonations(days);
  console.log(`Compared ${formatCount(checked, "gift")} with Stripe.`);
  for (const { about, message: words, healed } of findings) console.log(`  ${healed ? "healed " : "OPEN   "} ${about}: ${words}`);
  const open = findings.filter(({ healed }) => !healed).length;
  console.log(findings.length === 0 ? "Nothing differed." : `${findings.length - open} healed, ${open} for a person to look at.`);
  process.exitCode = open > 0 ? 1 : 0;
} finally {
  await database.stop();
}
