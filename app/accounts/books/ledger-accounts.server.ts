import { db, type Tx } from "~/platform/database/db.server";
import { ledgerAccountKeys, usualAccounts, type LedgerAccounts } from "./ledger";

/** What the charity's bookkeeping calls each account: as staff wrote it, or as usual. */
export async function getLedgerAccounts(tx: Pick<Tx, "ledgerAccount"> = db): Promise<LedgerAccounts> {
  const stored = new Map((await tx.ledgerAccount.findMany()).map(({ key, code, name }) => [key, { code, name }]));
  return Object.fromEntries(ledgerAccountKeys.map((key) => [key, stored.get(key) ?? usualAccounts[key]])) as LedgerAccounts;
}

/** Writes down what all accounts are called. @returns false: somebody else changed them since they were shown as `before`; nothing is changed */
export async function saveLedgerAccounts(tx: Tx, before: LedgerAccounts, accounts: LedgerAccounts): Promise<boolean> {
  await tx.$executeRaw`LOCK TABLE ledger_account IN EXCLUSIVE MODE`;
  if (JSON.stringify(await getLedgerAccounts(tx)) !== JSON.stringify(before)) return false;
  for (const key of ledgerAccountKeys)
    await tx.ledgerAccount.upsert({ where: { key }, create: { key, ...accounts[key] }, update: accounts[key] });
  return true;
}
