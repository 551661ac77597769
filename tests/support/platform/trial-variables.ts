import { liveVariables, errorsIn } from "tests/support/platform/configuration";

/** What a site needs that is tried with the real Stripe, in test mode, and the real Resend. */
export const realTrialVariables = {
  STRIPE_SECRET_KEY: "sk_test_abcdefghijkl",
  STRIPE_WEBHOOK_SECRET: liveVariables.STRIPE_WEBHOOK_SECRET,
  RESEND_API_KEY: liveVariables.RESEND_API_KEY,
  RESEND_WEBHOOK_SECRET: liveVariables.RESEND_WEBHOOK_SECRET,
  SESSION_SECRET: liveVariables.SESSION_SECRET,
  LASTING_SECRET: liveVariables.LASTING_SECRET,
};

/** The names of the settings that are refused, each followed by what to write instead. */
export const variablesNamed = (variables: Record<string, string | undefined>, charity?: unknown) =>
  errorsIn(variables, charity).map((line) => line.split(":")[0]);
