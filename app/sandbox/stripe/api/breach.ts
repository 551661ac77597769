import type { Breach } from "../contract";
import { invalid, type Refusal } from "./refusal";

/** PageText a breach of the contract as Stripe does. */
export function breachRefusal(breach: Breach): Refusal {
  const { path: param, found = "", allowed = [] } = breach;
  switch (breach.why) {
    case "unknown":
      return invalid(`Received unknown parameter: ${param}`, { param, code: "parameter_unknown" });
    case "missing":
      return invalid(`Missing required param: ${param}.`, { param, code: "parameter_missing" });
    case "integer":
      return invalid(`Invalid integer: ${found}`, { param, code: "parameter_invalid_integer" });
    case "number":
      return invalid(`Invalid decimal: ${found}`, { param });
    case "boolean":
      return invalid(`Invalid boolean: ${found}`, { param });
    case "empty":
      return invalid(
        `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
        { param, code: "parameter_invalid_empty" },
      );
    case "choice":
      return invalid(`Invalid ${param}: must be one of ${choices(allowed)}`, { param });
    case "kind":
      return invalid(`Invalid ${allowed[0] ?? "value"}: ${param}`, { param });
  }
}

function choices(allowed: string[]): string {
  const shown = allowed.slice(0, 40);
  return shown.length > 1 ? `${shown.slice(0, -1).join(", ")}, or ${shown.at(-1)}` : shown.join("");
}
