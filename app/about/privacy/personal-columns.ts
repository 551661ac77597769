import { moneyColumns } from "./money-columns";
import { peopleColumns } from "./people-columns";
import type { ColumnRegister } from "./column-register";

/** The register of what is kept about people; a table or column that is not in it fails `personal-columns.test.ts`. */
export const personalColumns: ColumnRegister = { ...moneyColumns, ...peopleColumns };
