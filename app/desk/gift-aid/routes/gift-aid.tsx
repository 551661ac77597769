import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { prepareClaims } from "~/claims/prepare-claims.server";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { ScrollTable } from "~/desk/ui/scroll-table";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { requireStaff } from "~/staff/session.server";
import { claimRefusalText } from "../claim-words";
import { getOverview } from "../overview.server";
import { OpenGifts } from "../ui/open-gifts";
import { cell } from "~/desk/ui/looks";
import { Note } from "~/platform/ui/note";
import { Button } from "~/platform/ui/button";
import { Tag } from "~/platform/ui/tag";

export const meta: MetaFunction = () => [{ title: "Gift Aid" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  const { searchParams } = new URL(request.url);
  return { ...(await getOverview({ show: searchParams.get("show"), after: searchParams.get("after") })), refusal: null as string | null };
}

/** Prepares a claim of all that can be claimed. */
export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, "treasurer", "administrator");
  const form = await readChoices(request, "do");
  const fail = async (refusal: string, status: number) =>
    data({ ...(await getOverview({ show: null, after: null })), refusal }, { status });
  if (form.do !== "prepare") return await fail("That button is not known here. Nothing was changed.", 400);
  const prepared = await prepareClaims(staff);
  if ("refused" in prepared) return await fail(claimRefusalText(prepared), 409);
  const [only, ...others] = prepared.claimIds;
  return redirect(others.length === 0 ? `/desk/gift-aid/claims/${only ?? ""}` : "/desk/gift-aid/claims?done=prepared", 303);
}

export default function GiftAid() {
  const loaded = useLoaderData<typeof loader>();
  const view = useActionData<typeof action>() ?? loaded;
  const { sum, isAny, isBehind, count, years, adjustments, heldBack, waiting, hasSettings, refusal } = view;
  const mayAct = useMay("desk/gift-aid", "post");
  return (
    <DeskPage>
      <h1>Gift Aid</h1>
      {refusal && (
        <Note as="p" role="alert">
          {refusal}
        </Note>
      )}
      <p className="lead">
        {isAny ? (
          <>
            <strong>{sum}</strong> can be claimed now, on {count}.
          </>
        ) : (
          "Nothing can be claimed now."
        )}
      </p>
      {isBehind && (
        <p className="hint">
          Much has changed in the last minutes, and some of it is still being counted. A claim is prepared of what is so when you press the
          button.
        </p>
      )}
      {adjustments && (
        <p>
          {adjustments.tax} is taken off the next claim: {adjustments.gifts} went back after HMRC had paid for them
          {isAny && ". The sum above counts that"}.
        </p>
      )}
      {!hasSettings && <p>The charity’s file does not say how it claims, so no claim can be prepared: fill in its part “giftAid”.</p>}
      {waiting && (
        <p>
          Claim <a href={`/desk/gift-aid/claims/${waiting.id}`}>{waiting.number}</a> is not accepted yet. It goes first; then the next one
          can be prepared.
        </p>
      )}
      {mayAct && isAny && hasSettings && !waiting && (
        <form method="post" action="/desk/gift-aid" className="stack">
          <p className="hint">
            This freezes names, homes, dates and sums as they are to go to HMRC. Nothing is sent yet.{" "}
            <a href="/desk/gift-aid?show=ready#gifts">Look at them row by row first</a>.
          </p>
          <Button name="do" value="prepare">
            Prepare a claim
          </Button>
        </form>
      )}
      <p>
        <a href="/desk/gift-aid/claims">All claims</a>
      </p>
      {years.length > 0 && (
        <>
          <h2>By year</h2>
          <ScrollTable label="What can be claimed, by year">
            <thead>
              <tr>
                <th scope="col">Year</th>
                <th scope="col">Donations</th>
                <th scope="col" className="num">
                  Given
                </th>
                <th scope="col" className="num">
                  Gift Aid
                </th>
                <th scope="col">Claim until</th>
              </tr>
            </thead>
            <tbody>
              {years.map(({ key, title, gifts, given, tax, deadline, isNear }) => (
                <tr key={key}>
                  <th scope="row" className={cell.wrapsOnPhone}>
                    {title}
                  </th>
                  <td>{gifts}</td>
                  <td className="num">{given}</td>
                  <td className="num">{tax}</td>
                  <td>
                    {deadline} {isNear && <Tag>Soon</Tag>}
                  </td>
                </tr>
              ))}
            </tbody>
          </ScrollTable>
        </>
      )}
      {heldBack.length > 0 && (
        <>
          <h2>Held back, by reason</h2>
          <ScrollTable label="What is held back, by reason">
            <thead>
              <tr>
                <th scope="col">Why</th>
                <th scope="col" className="num">
                  Donations
                </th>
                <th scope="col" className="num">
                  Sum
                </th>
              </tr>
            </thead>
            <tbody>
              {heldBack.map(({ reason, label, gifts, sum: total }) => (
                <tr key={reason}>
                  <th scope="row" className={cell.wrapsOnPhone}>
                    <a href={`/desk/gift-aid?show=${reason}#gifts`}>{label}</a>
                  </th>
                  <td className="num">{gifts}</td>
                  <td className="num">{total}</td>
                </tr>
              ))}
            </tbody>
          </ScrollTable>
        </>
      )}
      <OpenGifts title={view.title} show={view.show} gifts={view.gifts} after={view.after} />
    </DeskPage>
  );
}
