import type { HeadersFunction, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { UrgentNumbers } from "~/help/ui/urgent-numbers";
import { config } from "~/platform/config/config.server";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { LegalPage } from "../ui/legal-page";
import { Summary } from "~/platform/ui/summary-list";

export const meta: MetaFunction = () => [
  { title: "Safeguarding" },
  {
    name: "description",
    content: "What to do when somebody is in danger, and whom to tell when you are worried about a child or an adult.",
  },
];
export const headers: HeadersFunction = () => cacheFor(3600);

export const loader = () => ({ lead: config.charity.safeguarding });

export default function Safeguarding() {
  const { lead } = useLoaderData<typeof loader>();
  return (
    <LegalPage
      title="Safeguarding"
      lead="Everybody who meets us should be safe: the people we help, children, supporters, volunteers and staff."
    >
      <UrgentNumbers />
      <p>
        In danger now means: call first, write to us after. <a href="/help">More ways to find help</a>
      </p>
      <h2>Tell us</h2>
      <p>
        If you are worried about a person, or about how somebody from this charity behaved, tell our safeguarding lead. You need not be
        sure, and you need no proof.
      </p>
      <Lead {...lead} />
      <WhatWeDo />
    </LegalPage>
  );
}

function Lead({ name, email, phone }: { name: string; email: string; phone: string | null }) {
  return (
    <Summary>
      <div>
        <dt>Who</dt>
        <dd>{name}</dd>
      </div>
      <div>
        <dt>Email</dt>
        <dd>
          <a href={`mailto:${email}`}>{email}</a>
        </dd>
      </div>
      {phone && (
        <div>
          <dt>Telephone</dt>
          <dd>
            <a className="num" href={`tel:${phone.replace(/[^\d+]/g, "")}`}>
              {phone}
            </a>
          </dd>
        </div>
      )}
    </Summary>
  );
}

function WhatWeDo() {
  return (
    <>
      <p>This address is not read at all hours. Please don’t send pictures, or more details than we need to act.</p>
      <h2>What we do with it</h2>
      <ul>
        <li>We listen, and take it seriously, whoever it is about.</li>
        <li>We ask what the person at risk wants. We keep it among the few who need to know.</li>
        <li>
          We can’t promise to keep a secret. If a child, or an adult at risk, may come to serious harm, we tell the council or the police.
          We say so first, unless that would make it worse.
        </li>
        <li>If it is about one of us, that person has no part in looking into it.</li>
        <li>
          We write down what was said and done, and report serious incidents to the charity regulator, as the law and its guidance ask.
        </li>
        <li>Nobody is treated worse for speaking up.</li>
      </ul>
      <h2>How we work</h2>
      <p>
        We never publish the name, the face or the story of anybody we help, nor where a safe house is. If you think you know where one is,
        please tell nobody, and don’t go there. If something on this site could lead to a person, tell us at once, and we take it down first
        and talk after.
      </p>
    </>
  );
}
