import { queryObjects, setFlagsFromString } from "node:v8";

/** How much may be added to what is in use before V8 looks for what is not. */
const growthPercent = 40;

/**
 * Keeps the memory of a process near to what it uses. V8 leaves a new heap alone until it holds 256 MB, and then lets it grow to several
 * times what is in use: on a small server that is PostgreSQL's memory. Call it once all is loaded: the first collection ends the waiting.
 */
export function limitHeapGrowth(): void {
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`);
  // Its answer is of no use; it collects before it counts, and needs no context of its own for that, which would make everything slower.
  queryObjects(class Nothing {}, { format: "count" });
}
