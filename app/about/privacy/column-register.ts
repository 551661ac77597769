import type { PurposeKey } from "./purposes";

/**
 * Table by table, which columns say something about somebody, and for which purpose they are kept: `purposes` tells why, on which
 * lawful basis and until when. Columns that say nothing of anybody stand under `none`. Numbers of our own that lead to another row
 * (`…_id`) say as much as what they lead to and no more: they need no line.
 */
export type ColumnRegister = Readonly<Record<string, Partial<Record<PurposeKey | "none", readonly string[]>>>>;
