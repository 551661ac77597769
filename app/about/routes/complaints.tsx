import type { HeadersFunction, MetaFunction } from "@remix-run/node";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { useSite } from "~/platform/ui/site";
import { promises } from "../fundraising-promises";
import { fundraisingRegulator, scottishFundraising } from "../regulators";
import { ContactLines } from "../ui/contact-lines";
import { LegalPage } from "../ui/legal-page";

const title = "Complaints, and our promise about fundraising";

export const meta: MetaFunction = () => [
  { title },
  {
    name: "description",
    content: "How to complain, when you hear from us, who else you can turn to, and what we promise when we ask for money.",
  },
];
export const headers: HeadersFunction = () => cacheFor(3600);

export default function Complaints() {
  return (
    <LegalPage
      title={title}
      lead="If something we did was wrong, unkind or unclear, we want to know. Anyone may complain, and it changes nothing about the help you get."
    >
      <HowTo />
      <WhereElseToTurn />
      <h2 id="promise">Our promise about fundraising</h2>
      <p>
        We keep to the <a href={fundraisingRegulator.code}>Code of Fundraising Practice</a> that has applied since 1 November 2025. In our
        own words:
      </p>
      <ul>
        {promises.map((each) => (
          <li key={each.promise}>
            <strong>{each.promise}</strong> {each.meaning}
          </li>
        ))}
      </ul>
      <WhenWeGetItWrong />
    </LegalPage>
  );
}

function HowTo() {
  return (
    <>
      <h2>How to complain</h2>
      <p>
        Write or call, in any words. Say what happened, when, and what would put it right. A friend may do it for you. If it is about a
        donation, its reference helps; please don’t send card numbers.
      </p>
      <ContactLines />
      <h3>What happens then</h3>
      <ol>
        <li>We tell you that we have your complaint, and who is looking into it.</li>
        <li>Somebody who was not part of it looks into it.</li>
        <li>
          You have our answer within 30 days: what we found, what we do about it, and why. If it takes longer, we tell you why within those
          30 days, and by when you have it.
        </li>
        <li>If you are not content, ask for the trustees. One of them looks at it anew, and answers within another 30 days.</li>
      </ol>
      <p>We keep a record of each complaint about fundraising for at least two years, and look through them all once a year.</p>
    </>
  );
}

function WhereElseToTurn() {
  const { charity } = useSite();
  return (
    <>
      <h2>If our answer is not good enough</h2>
      <ul>
        <li>
          <strong>About fundraising:</strong> the <a href={fundraisingRegulator.complain}>{fundraisingRegulator.name}</a>, within two months
          of our answer. For a charity registered in Scotland only, <a href={scottishFundraising.complain}>{scottishFundraising.name}</a>.
        </li>
        <li>
          <strong>About how the charity is run:</strong>{" "}
          {charity.registration ? (
            <>
              <a href={charity.registration.url}>{charity.registration.regulator}</a> (our number is {charity.registration.number}).
            </>
          ) : (
            "the regulator that a real charity is registered with; its name and the charity’s number appear here."
          )}
        </li>
        <li>
          <strong>About your data:</strong> <a href="/privacy#complain">how to complain about privacy</a>.
        </li>
        <li>
          <strong>About somebody’s safety:</strong> <a href="/safeguarding">safeguarding</a>. Don’t wait for an answer to a complaint.
        </li>
      </ul>
    </>
  );
}

function WhenWeGetItWrong() {
  const { charity } = useSite();
  return (
    <>
      <h2>If you gave by mistake</h2>
      <p>
        Donated twice, or an extra zero? Write to <a href={`mailto:${charity.email}?subject=A%20gift%20by%20mistake`}>{charity.email}</a> as
        soon as you see it, and we send it back the way it came. For Direct Debit, the{" "}
        <a href="/direct-debit-guarantee">Direct Debit Guarantee</a> protects you as well.
      </p>
    </>
  );
}
