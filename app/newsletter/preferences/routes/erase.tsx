import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData, useParams } from "@remix-run/react";
import { PageLayout } from "~/platform/ui/page-layout";
import { eraseSubscriber } from "../erase-subscriber.server";
import { findMaskedSubscriber } from "../unsubscribe-by-link.server";
import { privatePageHeaders, getLinkToken } from "~/newsletter/link-token.server";
import { UnknownLink } from "../ui/unknown-link";

export const meta: MetaFunction = () => [{ title: "Be forgotten" }, { name: "robots", content: "noindex" }];

export const headers: HeadersFunction = () => privatePageHeaders;

export async function loader({ params }: LoaderFunctionArgs) {
  const subscriber = await findMaskedSubscriber(getLinkToken(params));
  return data({ subscriber }, subscriber ? 200 : 404);
}

export async function action({ params }: ActionFunctionArgs) {
  await eraseSubscriber(getLinkToken(params));
  return redirect("/newsletter/forgotten", 303);
}

export default function Erase() {
  const { subscriber } = useLoaderData<typeof loader>();
  const { token = "" } = useParams();
  return (
    <PageLayout currentSection="/newsletter">
      {subscriber ? (
        <>
          <h1>Shall we forget you?</h1>
          <p className="lead">
            We delete <bdi>{subscriber.email}</bdi> from the newsletter, here and at the service that delivers it. It can’t be taken back.
          </p>
          <h2>What stays</h2>
          <ul>
            <li>A scrambled form of the address, from which nobody can read it, so that no list can ever bring you back.</li>
            <li>In the same scrambled form, when you said yes and no, so that we can prove that we were allowed to write.</li>
            <li>If you have given: the gifts and their receipts. The law asks us to keep those, and they are not part of this.</li>
          </ul>
          <form method="post">
            <p className="buttons">
              <button className="button">Forget me</button>
              <a href={`/newsletter/preferences/${token}`}>No, go back</a>
            </p>
          </form>
        </>
      ) : (
        <UnknownLink />
      )}
    </PageLayout>
  );
}
