import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { keptForTheLaw } from "~/giving/statements/legal-retention.server";
import { dateInWords } from "~/platform/london-dates";
import { plansOf } from "~/sponsorship/plans.server";
import { isLive } from "~/sponsorship/plan-status";
import { erasureOf } from "~/supporters/privacy/erase-supporter.server";
import { requireSupporter } from "~/supporters/sign-in/session.server";
import { SupporterPage } from "~/supporters/ui/supporter-page";

export const meta: MetaFunction = () => [{ title: "Erase me" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  const { id } = await requireSupporter(request);
  const [plans, kept, begun] = await Promise.all([plansOf(id), keptForTheLaw(id), erasureOf(id)]);
  return { live: plans.filter(({ standing }) => isLive(standing)).length, kept, begun: begun !== null };
}

/** The first of two steps: what is erased, what is kept and until when. */
export default function Erase() {
  const { live, kept, begun } = useLoaderData<typeof loader>();
  return (
    <SupporterPage here="/supporter/data">
      <h1>Erase me</h1>
      {begun && (
        <div className="note" role="status">
          <p>You asked for this already and it is not finished: our payment service could not be asked. We go on by ourselves.</p>
        </div>
      )}
      <p className="lead">This is what would happen, in this order.</p>
      <ol>
        <li>
          {live === 0
            ? "You have no sponsorship that goes on, so nothing is left to stop."
            : `Your ${live === 1 ? "sponsorship stops" : `${live} sponsorships stop`}. Nothing more is taken.`}
        </li>
        <li>Our payment service deletes you as a customer: your name, your address and the means that you paid by.</li>
        <li>We delete your name, your e-mail addresses, your messages, dedications and cards, and everything else you wrote.</li>
        <li>A last letter says that it is done. Then the address that it went to is deleted too.</li>
      </ol>

      <h2>What the law has us keep</h2>
      {kept.giftsUntil === null ? (
        <p>Nothing: no gift of yours has been paid.</p>
      ) : (
        <ul>
          <li>
            {kept.gifts === 1 ? "Your gift" : `Your ${kept.gifts} gifts`}: sum, day and payment number, without your name, until{" "}
            {dateInWords(kept.giftsUntil)}. Charity accounts need them.
          </li>
          {kept.declarationsUntil !== null && (
            <li>
              Your Gift Aid declaration for {kept.declaredGifts === 1 ? "one gift" : `${kept.declaredGifts} gifts`}, with your name and
              home: until six years after the last one that we claim for, {dateInWords(kept.declarationsUntil)} at the latest. HMRC may ask
              to see it.
            </li>
          )}
          <li>What you agreed to receive, under a scrambled mark in place of your address, so that nobody writes to you by mistake.</li>
        </ul>
      )}
      <p>
        It can’t be undone. You may want to <a href="/supporter/data/everything.json">download everything</a> or your{" "}
        <a href="/supporter/statements">statements</a> first.
      </p>
      <p className="buttons">
        <a className="button" href="/supporter/erase/confirm">
          Go on
        </a>
        <a href="/supporter/data">Leave it as it is</a>
      </p>
    </SupporterPage>
  );
}
