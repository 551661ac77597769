import type Stripe from "stripe";
import { onlyKnown } from "../api/known";
import { invalid } from "../api/refusal";
import { route } from "../api/route";
import { make, need, newId } from "../records";
import { emit } from "../webhooks/emit";
import type { Part, World } from "../world";

/** A visit to the pages where a customer looks after their own payment method. */
function create(world: World, params: Stripe.BillingPortal.SessionCreateParams): object {
  onlyKnown(params, ["customer", "flow_data", "locale", "return_url"]);
  if (!params.customer) throw invalid("Missing required param: customer.", { param: "customer", code: "parameter_missing" });
  if (params.return_url && !/^https?:\/\/\S+$/.test(params.return_url))
    throw invalid("Not a valid URL", { param: "return_url", code: "url_invalid" });
  const id = newId("bps");
  const session = make(world, "billing_portal.session", {
    id,
    configuration: "bpc_sandbox",
    customer: need(world, "customer", params.customer, "customer").id,
    flow: params.flow_data ? flowOf(params.flow_data) : null,
    locale: params.locale ?? null,
    return_url: params.return_url ?? null,
    url: `${world.url}/p/session/${id}`,
  });
  emit(world, "billing_portal.session.created", session);
  return session;
}

function flowOf(asked: Stripe.BillingPortal.SessionCreateParams.FlowData): Stripe.BillingPortal.Session.Flow {
  onlyKnown(asked, ["type", "after_completion"], "flow_data");
  if (asked.type !== "payment_method_update")
    throw invalid("This sandbox knows the flow payment_method_update only.", { param: "flow_data[type]" });
  const after = asked.after_completion;
  if (after?.type === "hosted_confirmation")
    throw invalid("This sandbox does not know hosted_confirmation.", { param: "flow_data[after_completion][type]" });
  if (after?.type === "redirect" && !after.redirect)
    throw invalid("Missing required param: flow_data[after_completion][redirect].", { param: "flow_data[after_completion][redirect]" });
  return {
    type: "payment_method_update",
    after_completion: {
      type: after?.type ?? "portal_homepage",
      redirect: after?.redirect ?? null,
      hosted_confirmation: null,
    },
    customer_update: null,
    subscription_cancel: null,
    subscription_pause: null,
    subscription_update: null,
    subscription_update_confirm: null,
  };
}

export const portalSessions: Part = {
  routes: [route("POST", "/v1/billing_portal/sessions", create)],
};
