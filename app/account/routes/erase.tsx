import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getLegalRetention } from "~/giving/statements/legal-retention.server";
import { formatLondonDate } from "~/platform/london-dates";
import { Note } from "~/platform/ui/note";
import { ButtonLink } from "~/platform/ui/button";
import { listPlans } from "~/sponsorship/plans.server";
import { isLive } from "~/sponsorship/plan-status";
import { findPendingErasure } from "~/supporters/privacy/erase-supporter.server";
import { requireSupporter } from "~/supporters/sign-in/session.server";
import { SupporterPage } from "../ui/supporter-page";

export const meta: MetaFunction = () => [{ title: "Delete my data" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  const { id } = await requireSupporter(request);
  const [plans, retained, pendingErasure] = await Promise.all([listPlans(id), getLegalRetention(id), findPendingErasure(id)]);
  return { livePlans: plans.filter(({ status }) => isLive(status)).length, retained, isPending: pendingErasure !== null };
}

/** The first of two steps: what is erased, what is kept and until when. */
export default function Erase() {
  const { livePlans, retained, isPending } = useLoaderData<typeof loader>();
  return (
    <SupporterPage currentPath="/supporter/data">
      <h1>Delete my data</h1>
      {isPending && (
        <Note role="status">
          <p>You asked for this already and it is not finished: our payment service could not be asked. We keep trying.</p>
        </Note>
      )}
      <p className="lead">This is what would happen, in this order.</p>
      <ol>
        <li>
          {livePlans === 0
            ? "You have no running sponsorship, so there is nothing to cancel."
            : `Your ${livePlans === 1 ? "sponsorship stops" : `${livePlans} sponsorships stop`}. Nothing more is taken.`}
        </li>
        <li>Our payment service deletes you as a customer: your name, your address and the means that you paid by.</li>
        <li>We delete your name, your email addresses, your messages, dedications and cards, and everything else you wrote.</li>
        <li>A last email says that it is done. Then the address that it went to is deleted too.</li>
      </ol>

      <h2>What the law has us keep</h2>
      {retained.giftsUntil === null ? (
        <p>Nothing: no donation of yours has been paid.</p>
      ) : (
        <ul>
          <li>
            {retained.gifts === 1 ? "Your donation" : `Your ${retained.gifts} donations`}: sum, day and payment number, without your name,
            until {formatLondonDate(retained.giftsUntil)}. Charity accounts need them.
          </li>
          {retained.declarationsUntil !== null && (
            <li>
              Your Gift Aid declaration for {retained.declaredGifts === 1 ? "one donation" : `${retained.declaredGifts} donations`}, with
              your name and home, until {formatLondonDate(retained.declarationsUntil)}. HMRC may ask to see it.
              {retained.unclaimedGifts > 0 &&
                ` We have not claimed Gift Aid on ${retained.declaredGifts === 1 ? "it" : `${retained.unclaimedGifts} of them`} yet. Where we do, donation and declaration are kept until six years after the year of the claim.`}
            </li>
          )}
          <li>
            At our payment service, Stripe: each payment itself, with the name and email address that were typed on its page. The law on
            payments has Stripe keep them.
          </li>
          <li>What you agreed to receive, under a scrambled mark in place of your address, so that nobody writes to you by mistake.</li>
        </ul>
      )}
      <p>
        It can’t be undone. You may want to <a href="/supporter/data/everything.json">download everything</a> or your{" "}
        <a href="/supporter/statements">statements</a> first.
      </p>
      <p className="buttons">
        <ButtonLink href="/supporter/erase/confirm">Go on</ButtonLink>
        <a href="/supporter/data">Go back without changes</a>
      </p>
    </SupporterPage>
  );
}
