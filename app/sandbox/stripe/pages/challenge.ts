import type Stripe from "stripe";
import type { ApiReply, ApiRequest } from "../api/answer";
import { afterwards, answerChallenge, sessionOf } from "../checkout/complete";
import { confirmPayment, failAuthentication } from "../payments/confirm";
import { confirmSetup, failSetup } from "../payments/setup";
import { find, idOf, need } from "../records";
import type { World } from "../world";
import { goTo, page, pounds, sentence } from "./frame";
import { html } from "../../html";
import { finishVisit } from "./portal";

/** The pretend bank's 3-D Secure page: asks whether it is the payer, and sends the browser on. */
export function answerChallengePage(world: World, id: string, request: ApiRequest): ApiReply {
  const intent = find(world, "payment_intent", id) ?? find(world, "setup_intent", id);
  if (!intent) return sentence(404, "No such payment", "The address is wrong, or the pretend Stripe was emptied since.");
  const session = sessionOf(world, intent.id);
  if (intent.status !== "requires_action") {
    const link = session?.status === "complete" ? { to: afterwards(session), text: "Go on" } : undefined;
    if (request.method === "POST" && link) return goTo(link.to);
    return sentence(200, "Nothing to confirm", "This payment does not wait for your bank.", link);
  }
  if (request.method !== "POST") return challengePage(world, intent.object === "payment_intent" ? intent.amount : 0);
  const passed = new URLSearchParams(request.body).get("answer") === "authorise";
  if (session) {
    const outcome = answerChallenge(world, session, passed);
    return goTo(outcome === "failed" ? `/c/pay/${session.id}?problem` : afterwards(session));
  }
  if (intent.object === "setup_intent") return answerSetup(world, intent, passed);
  const returnUrl = intent.next_action?.redirect_to_url?.return_url;
  if (passed)
    confirmPayment(world, intent, need(world, "payment_method", idOf(intent.payment_method) ?? ""), {
      onSession: true,
      authenticated: true,
    });
  else failAuthentication(world, intent);
  if (!returnUrl) return sentence(200, "Thank you", "You can close this page.");
  const address = new URL(returnUrl);
  address.searchParams.set("payment_intent", intent.id);
  address.searchParams.set("redirect_status", passed ? "succeeded" : "failed");
  return goTo(address.href);
}

/** A card that is kept outside a checkout session: on the portal. */
function answerSetup(world: World, intent: Stripe.SetupIntent, passed: boolean): ApiReply {
  const back = intent.next_action?.redirect_to_url?.return_url ?? "/";
  const method = need(world, "payment_method", idOf(intent.payment_method) ?? "");
  if (!passed) {
    failSetup(world, intent);
    return goTo(back);
  }
  confirmSetup(world, intent, method, { onSession: true, authenticated: true });
  return finishVisit(world, intent) ?? goTo(back);
}

function challengePage(world: World, pence: number): ApiReply {
  return page(
    200,
    "3-D Secure: is it you?",
    html`<div class="card narrow">
      <h1>Your pretend bank asks: is it you?</h1>
      <p>
        ${world.settings.merchant} asks
        ${pence > 0 ? html`for <strong>${pounds(pence)}</strong>` : "to keep your card for payments to come"}.
      </p>
      <form method="post">
        <p><button class="main" name="answer" value="authorise">Authorise this payment</button></p>
        <p><button name="answer" value="fail">Fail the authentication</button></p>
      </form>
    </div>`,
  );
}
