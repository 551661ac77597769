import type { HeadersFunction, MetaFunction } from "@remix-run/node";
import { keptFor } from "~/platform/http/kept-page.server";
import { useSite } from "~/platform/ui/site";
import { LegalPage } from "../ui/legal-page";

export const meta: MetaFunction = () => [
  { title: "The Direct Debit Guarantee" },
  { name: "description", content: "What the Direct Debit Guarantee says, and what it means for a gift by Direct Debit." },
];
export const headers: HeadersFunction = () => keptFor(3600);

/** Stripe collects, so its wording of the Guarantee applies, unedited: https://stripe.com/legal/bacs-direct-debit-guarantee */
const guarantee = [
  "This Guarantee is offered by all banks and building societies that accept instructions to pay Direct Debits.",
  "If there are any changes to the amount, date or frequency of your Direct Debit Stripe will notify you 2 working days in advance of your account being debited or as otherwise agreed. If you request Stripe to collect a payment, confirmation of the amount and date will be given to you at the time of the request.",
  "If an error is made in the payment of your Direct Debit, by Stripe or your bank or building society, you are entitled to a full and immediate refund of the amount paid from your bank or building society.",
  "If you receive a refund you are not entitled to, you must pay it back when Stripe asks you to.",
  "You can cancel a Direct Debit at any time by simply contacting your bank or building society. Written confirmation may be required. Please also notify us.",
];

export default function DirectDebitGuarantee() {
  const { charity } = useSite();
  return (
    <LegalPage
      title="The Direct Debit Guarantee"
      lead="If you give by Direct Debit, your bank protects you. Stripe collects Direct Debits for us, so the Guarantee names Stripe."
    >
      <blockquote className="boxed mx-0" cite="https://stripe.com/legal/bacs-direct-debit-guarantee">
        <ul>
          {guarantee.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </blockquote>
      <h2>What it means for your gift</h2>
      <ul>
        <li>You hear by e-mail how much is taken, and when, before it is taken.</li>
        <li>A wrong payment comes back at once, from your own bank. You need not ask us first.</li>
        <li>You can stop it at your bank at any time. Tell us too, and we stop asking.</li>
      </ul>
      <p>
        Questions? Write to <a href={`mailto:${charity.email}?subject=Direct%20Debit`}>{charity.email}</a>.
      </p>
    </LegalPage>
  );
}
