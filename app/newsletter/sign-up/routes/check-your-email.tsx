import type { HeadersFunction, MetaFunction } from "@remix-run/node";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { PageLayout } from "~/platform/ui/page-layout";
import { useSite } from "~/platform/ui/site";

export const meta: MetaFunction = () => [{ title: "Check your email" }, { name: "robots", content: "noindex" }];

export const headers: HeadersFunction = () => cacheFor(3600);

/** The same answer for every address: who gets the newsletter is nobody else's business. */
export default function CheckYourEmail() {
  const { charity } = useSite();
  return (
    <PageLayout currentSection="/newsletter">
      <h1>Check your email</h1>
      <p className="lead">
        We’ve sent an email to the address that you entered. Open its link and press the button there to confirm your sign-up.
      </p>
      <h2>If no email comes within ten minutes</h2>
      <ul>
        <li>Check your spam or junk folder.</li>
        <li>
          If the address had a mistake in it, <a href="/newsletter">enter it again</a>.
        </li>
        <li>We send one such email a day to an address. If one came today already, its link still works.</li>
        <li>
          Some addresses get nothing because their owner asked us never to write, or because emails came back. If that is yours and you want
          it changed, write to <a href={`mailto:${charity.email}`}>{charity.email}</a>.
        </li>
      </ul>
    </PageLayout>
  );
}
