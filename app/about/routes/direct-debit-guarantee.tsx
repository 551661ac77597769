import type { HeadersFunction, MetaFunction } from "@remix-run/node";
import { directDebitGuarantee } from "~/giving/payments/direct-debit-guarantee";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { useSite } from "~/platform/ui/site";
import { LegalPage } from "../ui/legal-page";
import { boxed } from "~/platform/ui/looks";

export const meta: MetaFunction = () => [
  { title: "The Direct Debit Guarantee" },
  { name: "description", content: "What the Direct Debit Guarantee says, and what it means for a donation by Direct Debit." },
];
export const headers: HeadersFunction = () => cacheFor(3600);

export default function DirectDebitGuarantee() {
  const { charity } = useSite();
  return (
    <LegalPage
      title="The Direct Debit Guarantee"
      lead="If you give by Direct Debit, your bank protects you. Stripe collects Direct Debits for us, so the Guarantee names Stripe."
    >
      <blockquote className={`${boxed} mx-0`} cite="https://stripe.com/legal/bacs-direct-debit-guarantee">
        <ul>
          {directDebitGuarantee.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </blockquote>
      <h2>What it means for your donation</h2>
      <ul>
        <li>You hear by email how much is taken, and when, before it is taken.</li>
        <li>A wrong payment comes back at once, from your own bank. You need not ask us first.</li>
        <li>You can stop it at your bank at any time. Tell us too, and we stop asking.</li>
      </ul>
      <p>
        Questions? Write to <a href={`mailto:${charity.email}?subject=Direct%20Debit`}>{charity.email}</a>.
      </p>
    </LegalPage>
  );
}
