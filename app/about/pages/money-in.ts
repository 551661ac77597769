import type { Pence } from "~/platform/money";

/** What reached the charity in a financial year (London dates), by how it came. What was taken from it is below nothing. */
export type MoneyIn = { from: string; to: string; isOver: boolean; parts: { what: string; pence: Pence }[]; net: Pence };
