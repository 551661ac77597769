import { parseLondonDateTime } from "~/platform/london-dates";
import { cleanValue } from "~/platform/text";
import { parseAmount, pence, type Pence } from "~/platform/money";
import type { FormError } from "~/platform/ui/error-summary";

/** Reads filters out of an address. What is wrong in one is said, and the others still hold. */
export function createFilterReader(params: URLSearchParams) {
  const errors: FormError[] = [];
  const text = (name: string) => cleanValue(params.get(name) ?? "").slice(0, 100);
  return {
    errors,

    /** The values of a list of choices that are known; anything else is left out. */
    choices<Value extends string>(name: string, known: readonly Value[]): Value[] {
      const asked = new Set(params.getAll(name));
      return known.filter((value) => asked.has(value));
    },

    choice<Value extends string>(name: string, known: readonly Value[]): Value | null {
      return known.find((value) => value === params.get(name)) ?? null;
    },

    /** A London date, such as 2026-04-06. */
    date(name: string, label: string): string | null {
      const date = text(name);
      if (date === "") return null;
      if (parseLondonDateTime(`${date}T00:00`)) return date;
      errors.push({ field: name, message: `${label}: enter a real date, such as 2026-04-06` });
      return null;
    },

    amount(name: string, label: string): Pence | null {
      const typed = text(name);
      if (typed === "") return null;
      const amount = parseAmount(typed, { min: pence(0), max: pence(1_000_000_000) });
      if (amount.ok) return amount.pence;
      errors.push({ field: name, message: `${label}: enter an amount, such as 25 or 12.50` });
      return null;
    },

    /** An id of ours. */
    id(name: string): string | null {
      const id = params.get(name) ?? "";
      return /^[\w-]{1,64}$/.test(id) ? id : null;
    },
  };
}
