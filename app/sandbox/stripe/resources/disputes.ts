import type Stripe from "stripe";
import { page, within, matches } from "../api/list";
import { invalid } from "../api/refusal";
import { route } from "../api/route";
import { all, change, idOf, mergeMetadata, need } from "../records";
import { closeDispute, isClosed } from "../payments/dispute";
import { plan } from "../schedule";
import { emit } from "../webhooks/emit";
import { seconds, type Part, type World } from "../world";

const day = 86_400;

/** Evidence that says winning_evidence wins, anything else loses, a day after it was handed in; as in Stripe's test mode. */
function update(world: World, params: Stripe.DisputeUpdateParams, id: string): object {
  const dispute = need(world, "dispute", id);
  if (params.evidence && isClosed(dispute)) throw invalid("This dispute is already closed", { code: "dispute_already_closed" });
  const evidence = { ...dispute.evidence, ...(params.evidence as Partial<Stripe.Dispute.Evidence> | undefined) };
  const handedIn = params.evidence !== undefined && params.submit !== false;
  const details = { ...dispute.evidence_details, has_evidence: params.evidence !== undefined || dispute.evidence_details.has_evidence };
  if (handedIn) Object.assign(details, { submission_count: details.submission_count + 1, submission_method: "manual" });
  const previous = change(world, dispute, {
    evidence,
    evidence_details: details,
    metadata: mergeMetadata(dispute.metadata, params.metadata),
    ...(handedIn && { status: "under_review" }),
  });
  emit(world, "charge.dispute.updated", dispute, previous);
  if (handedIn) plan(world, "decide a dispute", dispute.id, seconds(world) + day);
  return dispute;
}

export const disputes: Part = {
  routes: [
    route<Stripe.DisputeListParams>("GET", "/v1/disputes", (world, params) => {
      const fits = (row: Stripe.Dispute) =>
        matches(params.charge, idOf(row.charge)) &&
        matches(params.payment_intent, idOf(row.payment_intent)) &&
        within(row.created, params.created);
      return page(all(world, "dispute"), "/v1/disputes", params, fits);
    }),
    route("GET", "/v1/disputes/{id}", (world, _params, id) => need(world, "dispute", id)),
    route("POST", "/v1/disputes/{id}", update),
    route("POST", "/v1/disputes/{id}/close", (world, _params, id) => {
      const dispute = need(world, "dispute", id);
      closeDispute(world, dispute, "lost");
      return dispute;
    }),
  ],
};

export const mandates: Part = {
  routes: [route("GET", "/v1/mandates/{id}", (world, _params, id) => need(world, "mandate", id))],
};
