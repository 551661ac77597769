import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { PageLayout } from "~/platform/ui/page-layout";

export const meta: MetaFunction = () => [{ title: "A certificate" }, { name: "robots", content: "noindex, nofollow" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export function loader({ request }: LoaderFunctionArgs) {
  const isRevoked = new URL(request.url).searchParams.get("link") === "revoked";
  return data({ isRevoked }, { status: isRevoked ? 410 : 404, headers: { "Cache-Control": "no-store" } });
}

/** Where the link to a certificate leads that shows none. */
export default function CertificateTrouble() {
  const { isRevoked } = useLoaderData<typeof loader>();
  return (
    <PageLayout>
      <h1>{isRevoked ? "This link no longer works" : "There is no certificate at this link"}</h1>
      <p>
        {isRevoked
          ? "Links to this certificate that were sent before have ended. Please ask the person who gave you the present to send you the certificate again: they have it in their account."
          : "Perhaps part of the link was cut off on the way. Copy the whole link out of the email, or ask the person who gave you the present to send you the certificate again."}
      </p>
      <p>
        Did you give the present? <a href="/supporter">Sign in with your email address</a>, and open the certificate there.
      </p>
    </PageLayout>
  );
}
