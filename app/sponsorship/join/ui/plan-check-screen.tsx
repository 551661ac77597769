import type { ReactNode } from "react";
import { directDebitGuarantee } from "~/giving/payments/direct-debit-guarantee";
import { Button } from "~/platform/ui/button";
import { SummaryList } from "~/platform/ui/summary-list";
import { planFieldNames, type PlanFormInput } from "../plan-form";
import { PlanFormAlertBox, type PlanFormAlert } from "./plan-form-alert";
import { boxed } from "~/platform/ui/looks";

/** What is agreed to, ready to be read. */
export type TermsSummary = {
  /** Such as "£10.43". */
  total: string;
  /** The parts of it; null: no fee is covered. */
  parts: { collection: string; cover: string } | null;
  weekly: string;
  /** Such as "every 4 weeks". */
  every: string;
  startsNow: boolean;
  firstOn: string;
  nextOn: string;
  /** Null: where it is needed most. */
  room: string | null;
  /** Gift Aid on each collection; null: none. */
  giftAid: string | null;
  receipts: string;
  news: boolean;
  tribute: string | null;
  /** To whom the card goes, and with which words; null: none. */
  tributeCard: { to: string; message: string | null } | null;
  /** From when on it is whose, and where the certificate goes by itself; null: it is no present. */
  present: { name: string; from: string; email: string | null; message: string | null } | null;
  name: string;
  email: string;
  directDebit: boolean;
  termsFingerprint: string;
};

type PlanCheckScreenProps = { terms: TermsSummary; input: PlanFormInput; alert: PlanFormAlert | null; waitSeconds: number };

/** Everything that would be agreed to, with exact sums and dates, before Stripe's page. */
export function PlanCheckScreen({ terms, input, alert, waitSeconds }: PlanCheckScreenProps) {
  return (
    <>
      {alert && <PlanFormAlertBox alert={alert} waitSeconds={waitSeconds} />}
      <h1>Check your details</h1>
      <p className="lead">Nothing is agreed or taken yet. Stripe’s page comes next, and you confirm there.</p>
      <form method="post" action="/sponsor" className="stack">
        {planFieldNames
          .filter((name) => name !== "step" && name !== "agreed" && input[name] !== undefined)
          .map((name) => (
            <input key={name} type="hidden" name={name} value={input[name]} />
          ))}
        <input type="hidden" name="agreed" value={terms.termsFingerprint} />
        <AmountRows {...terms} />
        <PaymentMethods {...terms} />
        <h2>Your choices</h2>
        <Choices {...terms} />
        <p className="buttons">
          <Button look="give" name="step" value="pay">
            Continue to payment
          </Button>
          <Button name="step" value="change">
            Change something
          </Button>
        </p>
        <p className="hint">You can change, pause or cancel it later on your own page. Nothing more is taken after you cancel.</p>
      </form>
    </>
  );
}

function AmountRows({ total, parts, weekly, every, startsNow, firstOn, nextOn }: TermsSummary) {
  const first: [string, ReactNode] = [
    startsNow ? "Today" : "First payment",
    <>
      <strong className="num">{total}</strong>, {firstOn}
      {startsNow && ", when you confirm"}
    </>,
  ];
  const rows: [string, ReactNode][] = [
    first,
    [
      "Then",
      <>
        <span className="num">{total}</span> on {nextOn}, and {every} after
      </>,
    ],
    ["It is", `${weekly} a week`],
  ];
  if (parts) {
    rows.push(["Each payment", `${parts.collection} for the rooms, ${parts.cover} for the fee`]);
  }
  return <SummaryList rows={rows} />;
}

function PaymentMethods({ directDebit, every }: TermsSummary) {
  if (!directDebit) {
    return (
      <p className="hint">
        Payments {every} are by card. Direct Debit has a fee that small payments would lose too much to, so it is offered for every four
        weeks or longer.
      </p>
    );
  }
  return (
    <div className={boxed}>
      <p>
        You can pay by card or by Direct Debit: you choose on Stripe’s page. By Direct Debit, Stripe writes to you before each payment, and
        it leaves your account a few working days after the date above.
      </p>
      <details>
        <summary>The Direct Debit Guarantee</summary>
        <ul>
          {directDebitGuarantee.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </details>
    </div>
  );
}

function Choices({ room, giftAid, receipts, news, tribute, tributeCard, present, name, email }: TermsSummary) {
  const rows: [string, ReactNode][] = [
    ["Room", room ?? "Where it is needed most"],
    ["Gift Aid", giftAid ? `Yes: ${giftAid} more on each payment, on this and any donation from now on` : "No"],
    ["Your name", name],
    ["Your email address", email],
    ["Receipt", receipts],
    ["Monthly newsletter", news ? "Yes, once you have confirmed your address" : "No"],
  ];
  if (present) rows.push(...presentRows(present));
  if (tribute) rows.push(["In whose name", tribute]);
  if (tributeCard) {
    rows.push([
      "Card",
      <>
        To {tributeCard.to}, once your first payment has arrived
        {tributeCard.message && <q className="block whitespace-pre-line">{tributeCard.message}</q>}
      </>,
    ]);
  }
  return <SummaryList rows={rows} />;
}

const presentRows = ({ name, from, email, message }: NonNullable<TermsSummary["present"]>): [string, ReactNode][] => [
  ["A present for", `${name}, from ${from}`],
  [
    "Certificate",
    <>
      {email
        ? `By email to ${email} on that day, once your first payment has arrived. You can print it, too.`
        : "For you to print or send on"}
      {message && <q className="block whitespace-pre-line">{message}</q>}
    </>,
  ],
];
