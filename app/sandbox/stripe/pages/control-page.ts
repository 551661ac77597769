import type Stripe from "stripe";
import type { ApiReply } from "../api/answer";
import type { Control } from "../control";
import { isClosed } from "../payments/dispute";
import { all, find, idOf } from "../records";
import type { World } from "../world";
import { chances, faultNames } from "./control-actions";
import { button, newest, table, time } from "./control-parts";
import { payoutTable } from "./control-payouts";
import { happened, invoiceTable, subscriptionTable } from "./control-recurring";
import { page, pounds } from "./frame";
import { attributes, html, type Html } from "../../html";

const faultLabels: Record<(typeof faultNames)[number], string> = {
  duplicate: "Webhooks arrive twice",
  shuffle: "Webhooks arrive in any order",
  drop: "Webhooks never arrive",
  errorAfterCommit: "500 after doing it",
  lostReply: "Connection breaks after doing it",
  tooManyRequests: "429, too many requests",
};

/** The sandbox's first page: what is there, and buttons for what a payer, a bank or bad luck would do. */
export function controlPage(world: World, control: Control): ApiReply {
  const violations = control.violations();
  return page(
    200,
    "Pretend Stripe",
    html`<h1>Pretend Stripe</h1>
      ${clock(world)} ${happened(control)} ${subscriptionTable(world)} ${invoiceTable(world, control)}
      ${table("Checkout sessions", ["Made", "Amount", "State", "Do"], newest(all(world, "checkout.session")).map(sessionRow))}
      ${table(
        "Payments",
        ["Made", "Amount", "State", "Do"],
        newest(all(world, "charge")).map((charge) => chargeRow(world, charge)),
      )}
      ${table("Disputes", ["Made", "Amount", "State", "Do"], newest(all(world, "dispute")).map(disputeRow))} ${payoutTable(world)}
      ${table(
        "Webhooks",
        ["Event", "State", "Attempts", "Do"],
        newest(control.deliveries()).map((delivery) => [
          delivery.type,
          delivery.state,
          delivery.attempts.join(", "),
          button("resend", "Send again", delivery.event),
        ]),
      )}
      ${chaos(control)}
      <section class="card">
        <h2>Breaches of Stripe's contract</h2>
        ${
          violations.length === 0
            ? html`<p class="good">None: every request, answer and event was as the installed package describes it.</p>`
            : html`<ul>
                ${newest(violations).map(({ where, breaches }) => html`<li class="bad">${where}: ${breaches.join("; ")}</li>`)}
              </ul>`
        }
      </section>
      <section class="card">
        <h2>Begin afresh</h2>
        <p>Forgets every customer, payment and event.</p>
        ${button("reset", "Forget everything")}
      </section>`,
  );
}

function clock(world: World): Html {
  const steps: [string, number][] = [
    ["An hour", 3600],
    ["A day", 86_400],
    ["A week", 604_800],
    ["A month (30 days)", 2_592_000],
  ];
  const days = Math.round(world.clock.secondsAhead() / 8640) / 10;
  return html`<section class="card">
    <h2>The clock</h2>
    <p>
      It is <strong>${time(world.clock.now().getTime() / 1000)} UTC</strong> here, ${days === 0 ? "as everywhere" : `${days} days ahead`}.
      Move it on, and what was planned until then happens:
    </p>
    <p class="soft">A site that follows this clock takes a move for time away: moved by a week or more, it signs its supporters out.</p>
    <div class="row">
      ${steps.map(([text, seconds]) => button("advance", text, undefined, html`<input type="hidden" name="seconds" value="${seconds}" />`))}
    </div>
  </section>`;
}

function sessionRow(session: Stripe.Checkout.Session): (string | Html)[] {
  const open = session.status === "open" && session.url;
  const actions =
    open &&
    html`<a href="${open}">Open its page</a>
      ${session.payment_method_types.includes("card") && button("complete", "Pay by card", session.id)}`;
  return [time(session.created), pounds(session.amount_total ?? 0), `${session.status}, ${session.payment_status}`, actions || ""];
}

function chargeRow(world: World, charge: Stripe.Charge): (string | Html)[] {
  const back = charge.amount_refunded > 0 ? `, ${pounds(charge.amount_refunded)} given back` : "";
  const fee = find(world, "balance_transaction", idOf(charge.balance_transaction) ?? "")?.fee;
  const kind = charge.payment_method_details?.type === "bacs_debit" ? "Direct Debit" : "card";
  const state = `${kind}: ${charge.status}${charge.failure_code ? ` (${charge.failure_code})` : ""}${back}${charge.disputed ? ", disputed" : ""}${fee === undefined ? "" : `, fee ${pounds(fee)}`}`;
  return [time(charge.created), pounds(charge.amount), state, chargeActions(charge)];
}

function chargeActions(charge: Stripe.Charge): Html | string {
  const intent = idOf(charge.payment_intent) ?? "";
  if (charge.status === "pending")
    return html`${button("succeed", "The bank pays now", intent)}${button("fail", "The bank refuses now", intent)}`;
  if (charge.status !== "succeeded" || charge.disputed || charge.refunded) return "";
  const sum = html`<input name="pounds" inputmode="decimal" placeholder="all" aria-label="Pounds to give back, empty for all" />`;
  return html`${button("refund", "Refund", charge.id, sum)}${button("dispute", "Dispute", charge.id)}`;
}

function disputeRow(dispute: Stripe.Dispute): (string | Html)[] {
  const actions = isClosed(dispute)
    ? ""
    : html`${button("win", "The charity wins", dispute.id)}${button("lose", "The charity loses", dispute.id)}`;
  return [time(dispute.created), pounds(dispute.amount), `${dispute.reason}, ${dispute.status}`, actions];
}

function chaos(control: Control): Html {
  const now = control.chaos();
  const labels = ["Never", "Sometimes", "Always"];
  const choice = (name: (typeof faultNames)[number]) =>
    html`<div>
      <label for="${name}">${faultLabels[name]}</label>
      <select id="${name}" name="${name}">
        ${chances.map((chance, index) => html`<option ${attributes({ value: chance, selected: now[name] === chance })}>${labels[index]}</option>`)}
      </select>
    </div>`;
  return html`<section class="card">
    <h2>Bad luck</h2>
    <form method="post" action="/">
      <input type="hidden" name="action" value="chaos" />
      <div class="grid">
        ${faultNames.map(choice)}
        <div>
          <label for="delayUpTo">Webhooks late by up to (ms)</label
          ><input id="delayUpTo" name="delayUpTo" inputmode="numeric" value="${now.delayUpTo}" />
        </div>
      </div>
      <button>Set</button>
    </form>
  </section>`;
}
