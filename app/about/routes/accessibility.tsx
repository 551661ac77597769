import type { HeadersFunction, MetaFunction } from "@remix-run/node";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { useSite } from "~/platform/ui/site";
import { equalityAdvice, equalityNorthernIreland } from "../regulators";
import { ContactLines } from "../ui/contact-lines";
import { LegalPage } from "../ui/legal-page";

export const meta: MetaFunction = () => [
  { title: "Accessibility" },
  { name: "description", content: "What this site does so that everybody can use it, what does not work well yet, and how to tell us." },
];
export const headers: HeadersFunction = () => cacheFor(3600);

export default function Accessibility() {
  return (
    <LegalPage
      title="Accessibility"
      lead="Everybody should be able to find help here, and to give. If something stops you, tell us, and we help you another way meanwhile."
    >
      <WhatWeDo />
      <WhatIsMissing />
      <TellUs />
    </LegalPage>
  );
}

function WhatWeDo() {
  return (
    <>
      <h2>What you can count on</h2>
      <p>We build to the Web Content Accessibility Guidelines, version 2.2, at level AA. So you should be able to:</p>
      <ul>
        <li>do everything with a keyboard alone, and always see where you are,</li>
        <li>make the text four times as large without losing anything or reading sideways,</li>
        <li>use the whole site without JavaScript, and in your own colours, dark or light,</li>
        <li>
          read it with a screen reader: headings, labels and mistakes are said in words, and the picture of the house has the same facts in
          a sentence and a table,
        </li>
        <li>tap things easily: buttons and links in lists are at least 44 pixels tall,</li>
        <li>take your time: no page expires while you read it. A donation form that is too old says so, and keeps what you typed,</li>
        <li>sit still: nothing moves if your device asks for less motion, and otherwise only the blinds, once.</li>
      </ul>
      <p>We write in short, plain sentences. Reading text has a contrast of at least 7 to 1.</p>
    </>
  );
}

function WhatIsMissing() {
  return (
    <>
      <h2>What we know is not right yet</h2>
      <ul>
        <li>
          The payment page belongs to Stripe. We can’t change it. If it stops you, write to us and we find another way for you to give.
        </li>
        <li>On a small screen, a street of many rooms is drawn small. The sentence and the table below it have the same facts.</li>
        <li>
          We have tried the site in Chromium only, not yet in Safari or Firefox, and not yet with each screen reader or with Windows’ high
          contrast.
        </li>
        <li>There is no British Sign Language on this site, and no Easy Read version.</li>
      </ul>
      <h2>How we check</h2>
      <p>
        An automatic check (axe) and walks through the site by keyboard and without JavaScript are part of the tests that each change to the
        site goes through. No outside expert has checked it yet.
      </p>
    </>
  );
}

function TellUs() {
  const { charity } = useSite();
  return (
    <>
      <h2>Tell us what stops you</h2>
      <p>
        Say which page, what you wanted to do, and what you use. Ask, too, if you need something in large print, Easy Read, audio or
        braille. {charity.name} answers within 30 days; most things take less.
      </p>
      <ContactLines />
      <p>
        The Equality Act 2010 (in Northern Ireland, the Disability Discrimination Act 1995) asks us to make reasonable changes. If our
        answer is not good enough, <a href="/complaints">complain</a>, or ask the <a href={equalityAdvice.home}>{equalityAdvice.name}</a> or
        the <a href={equalityNorthernIreland.home}>{equalityNorthernIreland.name}</a>.
      </p>
    </>
  );
}
