import type { HeadersFunction, MetaFunction } from "@remix-run/node";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { useSite } from "~/platform/ui/site";
import { purposes, type DataPurpose } from "../privacy/purposes";
import { ico } from "../regulators";
import { ContactLines } from "../ui/contact-lines";
import { LegalPage } from "../ui/legal-page";
import { Summary } from "~/platform/ui/summary-list";

export const meta: MetaFunction = () => [
  { title: "Privacy" },
  { name: "description", content: "What we keep about you, why, for how long, who gets it, and your rights." },
];
export const headers: HeadersFunction = () => cacheFor(3600);

export default function Privacy() {
  return (
    <LegalPage
      title="Privacy"
      lead="We keep what a donation needs and nothing else. We don’t follow you around, and our help pages keep nothing at all."
    >
      <OnThisPage />
      <WhoWeAre />
      <HelpPages />
      <h2 id="keep">What we keep, and why</h2>
      {Object.values(purposes).map((purpose) => (
        <PurposeFacts key={purpose.title} {...purpose} />
      ))}
      <p>
        To give online you need to tell us a name and an email address, because a receipt needs both. Everything else is up to you. We make
        no automated decisions about you: a computer only counts attempts to pay.
      </p>
      <CookieAndLogs />
      <WhoGetsIt />
      <Rights />
      <ComplainToIco />
    </LegalPage>
  );
}

const sections = [
  ["who", "Who we are"],
  ["help", "If you are looking for help"],
  ["keep", "What we keep, and why"],
  ["cookie", "Two cookies, and no tracking"],
  ["others", "Who else gets it"],
  ["rights", "Your rights"],
  ["complain", "If you think we got it wrong"],
] as const;

function OnThisPage() {
  return (
    <nav aria-label="On this page">
      <ul>
        {sections.map(([id, words]) => (
          <li key={id}>
            <a href={`#${id}`}>{words}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function WhoWeAre() {
  const { charity } = useSite();
  return (
    <>
      <h2 id="who">Who we are</h2>
      <p>
        {charity.legalName} decides what happens to your data, and answers for it (the law says: is the controller).
        {charity.registration && (
          <>
            {" "}
            It is registered with {charity.registration.regulator}, number{" "}
            <a href={charity.registration.url}>{charity.registration.number}</a>.
          </>
        )}
      </p>
      <ContactLines />
    </>
  );
}

function HelpPages() {
  return (
    <>
      <h2 id="help">If you are looking for help</h2>
      <p>
        Our <a href="/help">help pages</a> set no cookies, store nothing on your device and ask no other company for anything. We can’t tell
        who read them. Your own device may still remember the visit: <a href="/help/this-device">how to cover your tracks</a>.
      </p>
    </>
  );
}

function PurposeFacts({ title, what, why, lawfulBasis, retention }: DataPurpose) {
  return (
    <>
      <h3>{title}</h3>
      <Summary>
        <div>
          <dt>We keep</dt>
          <dd>{what}</dd>
        </div>
        <div>
          <dt>Why</dt>
          <dd>{why}</dd>
        </div>
        <div>
          <dt>Lawful basis</dt>
          <dd>{lawfulBasis}</dd>
        </div>
        <div>
          <dt>How long</dt>
          <dd>{retention}</dd>
        </div>
      </Summary>
    </>
  );
}

function CookieAndLogs() {
  return (
    <>
      <h2 id="cookie">Two cookies, and no tracking</h2>
      <p>
        This site sets a cookie named “giving” only when you send the form for a donation or a sponsorship. It lets your own browser, and no
        other, see the form filled in again. It ends when you close your browser. Another, named “supporter”, is set when you sign in to
        your own pages. It is the key to them, and ends when you sign out, after a week without use, or after 30 days. What you asked for
        can’t be done without them, so the law does not ask us to ask you first.
      </p>
      <p>
        We use no analytics, no advertising, no pictures or scripts of other companies, and nothing in our emails tells us whether you
        opened them.
      </p>
      <p>
        Our own server writes down that a page was asked for, when, and how long it took. It does not write down your name, your network
        address or your email address.
      </p>
    </>
  );
}

function WhoGetsIt() {
  return (
    <>
      <h2 id="others">Who else gets it</h2>
      <p>We never sell, rent or swap your data. These get what they need for their work, and no more:</p>
      <ul>
        <li>
          <strong>Stripe</strong> takes payments. It also decides some things itself, such as how to stop fraud: see{" "}
          <a href="https://stripe.com/gb/privacy">Stripe’s privacy policy</a>. When we delete your data, and when we forget a donation or a
          sponsorship because its years are over, we have Stripe delete you as a customer. The payment itself and its payment page stay at
          Stripe, with the name and email address that were typed there, for as long as the law has Stripe keep them. Ask us to have them
          blacked out: Stripe offers that from 90 days after the payment.
        </li>
        <li>
          <strong>Resend</strong> carries our emails: your address and what the email says, of which it keeps a copy for some time. We keep
          no copy.
        </li>
        <li>
          <strong>HMRC</strong>, for Gift Aid: your name, house, postcode, and the day and sum of the donation.
        </li>
        <li>
          <strong>The company whose computers this site runs on.</strong> Ask us for its name.
        </li>
        <li>
          <strong>Our accountants, our regulators, the courts and the police</strong>, where the law says so.
        </li>
      </ul>
      <h3>Outside the United Kingdom</h3>
      <p>
        Stripe and Resend may handle data in the United States and other countries. UK law allows it where the country, or its scheme for
        companies, protects data about as well as ours does (for the United States, the UK–US data bridge), or under contract terms that the
        ICO has issued. Ask us which applies, and for a copy of the terms.
      </p>
    </>
  );
}

function Rights() {
  const { charity } = useSite();
  return (
    <>
      <h2 id="rights">Your rights</h2>
      <p>
        Write to <a href={`mailto:${charity.email}?subject=My%20data`}>{charity.email}</a>. It costs nothing, and we answer within one
        month. You can ask us to:
      </p>
      <ul>
        <li>give you a copy of what we hold about you, also in a form that a computer can read,</li>
        <li>put right what is wrong,</li>
        <li>
          delete it. What the law makes us keep, such as records of donations and Gift Aid, we can’t delete early, but we use it for nothing
          else. In the encrypted copies that are kept in case of a disaster it stays until those are deleted, a year at most,
        </li>
        <li>stop using it for a while, or for good where we rely on our legitimate interest,</li>
        <li>stop sending you news. We always do, at once.</li>
      </ul>
    </>
  );
}

function ComplainToIco() {
  const { charity } = useSite();
  return (
    <>
      <h2 id="complain">If you think we got it wrong</h2>
      <p>
        Tell us: <a href={`mailto:${charity.email}?subject=Complaint%20about%20my%20data`}>{charity.email}</a>, by post, or in any other
        way. We tell you within 30 days that we have your complaint, look into it straight away, keep you informed, and tell you what came
        of it as soon as we know. We aim to be done within those 30 days. This is your right under the Data (Use and Access) Act 2025.
      </p>
      <p>
        You can also go to the {ico.name}: <a href={ico.complain}>make a complaint</a>, or call{" "}
        <a className="num" href={`tel:${ico.phone.replaceAll(" ", "")}`}>
          {ico.phone}
        </a>
        . It usually wants to see our answer first. <a href={ico.contact}>Its postal address</a> is on its own pages.
      </p>
    </>
  );
}
