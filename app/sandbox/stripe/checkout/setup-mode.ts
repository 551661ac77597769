import { onlyKnown } from "../api/known";
import { invalid } from "../api/refusal";
import { confirmSetup, makeSetupIntent } from "../payments/setup";
import { change, find, idOf, mergeMetadata } from "../records";
import type { Mode } from "./mode";
import { payerOf } from "./payer";

/** Keeping a new card or bank account for collections to come. Nothing is taken. */
export const setupMode: Mode = {
  takes: ["setup_intent_data", "customer_creation"],

  check(_world, params) {
    onlyKnown(params.setup_intent_data ?? {}, ["description", "metadata"], "setup_intent_data");
    if (params.line_items) throw invalid("You can not pass `line_items` in `setup` mode.", { param: "line_items" });
    if (!params.currency && !params.allowed_payment_method_types)
      throw invalid("Missing required param: currency.", { param: "currency", code: "parameter_missing" });
  },

  dueNow: () => 0,

  attempt(world, session, memory, method, authenticated) {
    const data = memory.params.setup_intent_data;
    const wanted = session.customer !== null || session.customer_creation === "always";
    const intent =
      find(world, "setup_intent", idOf(session.setup_intent) ?? "") ??
      makeSetupIntent(world, {
        customer: wanted ? payerOf(world, session, memory) : null,
        description: data?.description ?? null,
        metadata: mergeMetadata({}, data?.metadata),
        payment_method_types: session.payment_method_types,
      });
    memory.intent = intent.id;
    change(world, session, { setup_intent: intent.id });
    return confirmSetup(world, intent, method, { onSession: true, authenticated, returnUrl: session.success_url });
  },
};
