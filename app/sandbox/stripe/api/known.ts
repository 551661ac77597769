import { invalid } from "./refusal";

/**
 * What Stripe takes and this sandbox does not model is refused, rather than taken and forgotten.
 * @throws Refusal of the first parameter that is not named
 */
export function onlyKnown(params: object, names: string[], within = ""): void {
  const unknown = Object.keys(params).find((name) => !names.includes(name));
  if (!unknown) return;
  const param = within ? `${within}[${unknown}]` : unknown;
  throw invalid(`This sandbox does not know the parameter ${param} here.`, { param });
}
