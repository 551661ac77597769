import type Stripe from "stripe";
import { page, within } from "../api/list";
import { invalid } from "../api/refusal";
import { route } from "../api/route";
import { all, change, make, mergeMetadata, need, newId } from "../records";
import { keepSecret, secretOf } from "../webhooks/secrets";
import type { Part, World } from "../world";

const path = "/v1/webhook_endpoints";

/** "charge.*" stands for every type that begins with "charge.". */
function isOfType(type: string, wanted: string): boolean {
  return wanted === "*" || wanted === type || (wanted.endsWith(".*") && type.startsWith(wanted.slice(0, -1)));
}

export const events: Part = {
  routes: [
    route<Stripe.EventListParams>("GET", "/v1/events", (world, params) => {
      if (params.type && params.types) throw invalid("You may only specify one of these parameters: type, types.", { param: "type" });
      const types = params.types ?? (params.type ? [params.type] : ["*"]);
      const fits = (row: Stripe.Event) =>
        types.some((wanted) => isOfType(row.type, wanted)) &&
        within(row.created, params.created) &&
        (params.delivery_success === undefined || params.delivery_success === (row.pending_webhooks === 0));
      return page(all(world, "event"), "/v1/events", params, fits);
    }),
    route("GET", "/v1/events/{id}", (world, _params, id) => need(world, "event", id)),
  ],
};

/** Makes an endpoint that events are sent to. @param secret signs them */
export function makeEndpoint(world: World, given: Partial<Stripe.WebhookEndpoint>, secret: string): Stripe.WebhookEndpoint {
  const endpoint = make(world, "webhook_endpoint", { enabled_events: ["*"], status: "enabled", metadata: {}, ...given });
  keepSecret(world, endpoint.id, secret);
  return endpoint;
}

export const webhookEndpoints: Part = {
  routes: [
    route<Stripe.WebhookEndpointCreateParams>("POST", path, (world, params) => {
      if (!/^https?:\/\//.test(params.url))
        throw invalid("Invalid URL: An explicit scheme (such as https) must be provided.", { param: "url", code: "url_invalid" });
      const given = {
        url: params.url,
        enabled_events: params.enabled_events,
        description: params.description || null,
        metadata: mergeMetadata({}, params.metadata),
      };
      const endpoint = makeEndpoint(world, given, newId("whsec"));
      return { ...endpoint, secret: secretOf(world, endpoint.id) };
    }),
    route<Stripe.WebhookEndpointListParams>("GET", path, (world, params) => page(all(world, "webhook_endpoint"), path, params)),
    route("GET", `${path}/{id}`, (world, _params, id) => need(world, "webhook_endpoint", id)),
    route<Stripe.WebhookEndpointUpdateParams>("POST", `${path}/{id}`, (world, params, id) => {
      const endpoint = need(world, "webhook_endpoint", id);
      change(world, endpoint, {
        metadata: mergeMetadata(endpoint.metadata, params.metadata),
        ...(params.url && { url: params.url }),
        ...(params.enabled_events && { enabled_events: params.enabled_events }),
        ...(params.disabled !== undefined && { status: params.disabled ? "disabled" : "enabled" }),
      });
      return endpoint;
    }),
    route("DELETE", `${path}/{id}`, (world, _params, id) => {
      need(world, "webhook_endpoint", id);
      const left: Stripe.DeletedWebhookEndpoint = { id, object: "webhook_endpoint", deleted: true };
      return world.store.table<Stripe.DeletedWebhookEndpoint>("webhook_endpoint").put(left);
    }),
  ],
};
