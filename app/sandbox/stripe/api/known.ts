import { invalid } from "./refusal";

/**
 * What Stripe takes and this sandbox does not model is refused, rather than taken and forgotten.
 * @throws Refusal of the first parameter that is not named
 */
export function onlyKnown(params: object, names: string[], within = ""): void {
  const stranger = Object.keys(params).find((name) => !names.includes(name));
  if (!stranger) return;
  const param = within ? `${within}[${stranger}]` : stranger;
  throw invalid(`This sandbox does not know the parameter ${param} here.`, { param });
}
