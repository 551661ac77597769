import type { Mode } from "./mode";
import { paymentMode } from "./payment-mode";
import { setupMode } from "./setup-mode";
import { subscriptionMode } from "./subscription-mode";

export const modes: Partial<Record<string, Mode>> = {
  payment: paymentMode,
  subscription: subscriptionMode,
  setup: setupMode,
};
