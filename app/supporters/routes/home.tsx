import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { plansOf } from "~/sponsorship/plans.server";
import { requireSupporter } from "../session.server";
import { SupporterPage } from "../ui/supporter-page";

export const meta: MetaFunction = () => [{ title: "Your giving" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  const supporter = await requireSupporter(request);
  const plans = await plansOf(supporter.id);
  return { plans: plans.map(({ id, reference, standing }) => ({ id, reference, standing })) };
}

export default function Home() {
  const { plans } = useLoaderData<typeof loader>();
  return (
    <SupporterPage>
      <h1>Your giving</h1>
      {plans.length > 0 && (
        <ul>
          {plans.map(({ id, reference, standing }) => (
            <li key={id}>
              <a href={`/supporter/plans/${id}`}>{reference}</a>: {standing}
            </li>
          ))}
        </ul>
      )}
    </SupporterPage>
  );
}
