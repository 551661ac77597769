import type Stripe from "stripe";
import { all } from "../records";
import type { World } from "../world";
import { button, newest, table, time } from "./control-parts";
import { pounds } from "./frame";
import { html, type Html } from "../../html";

/** What went to the charity's bank, and a button to send what is available now. */
export function payoutTable(world: World): Html {
  const rows = newest(all(world, "payout")).map((payout): (string | Html)[] => [
    time(payout.created),
    pounds(payout.amount),
    `${payout.status}, at the bank on ${time(payout.arrival_date).slice(0, 10)}`,
    mayFail(payout) ? button("failPayout", "The bank sends it back", payout.id) : "",
  ]);
  return html`${table("Payouts", ["Made", "Amount", "State", "Do"], rows)}
    <section class="card">
      <h2>Pay out</h2>
      <p>Money is available seven days after its payment, and goes to the bank each midnight.</p>
      ${button("payOut", "Pay out what is available now")}
    </section>`;
}

const mayFail = ({ status }: Stripe.Payout): boolean => status === "in_transit" || status === "paid";
