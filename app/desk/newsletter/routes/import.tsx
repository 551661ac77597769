import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireStaff } from "~/desk/staff-session.server";
import { postedForm, textOf } from "~/platform/http/forms/form-data.server";
import { timeInWords } from "~/platform/london-dates";
import { dropList } from "~/newsletter/imports/process-import.server";
import { leftIn, linesIn, percentDone, reasonsIn } from "~/newsletter/imports/import";
import { linesOf, listCalled } from "~/newsletter/imports/imports.server";
import { startListImport } from "~/newsletter/imports/confirm-import.server";
import { DeskListScreen, titleOf } from "../ui/import-screen";
import { DeskPage } from "../ui/desk-page";

/** A page that looks again by itself can be told not to. */
const lookAgainSeconds = 4;

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: loaded ? titleOf(loaded) : "A list" },
  { name: "robots", content: "noindex" },
];
export const headers: HeadersFunction = ({ loaderHeaders }) => {
  const refresh = loaderHeaders.get("Refresh");
  return { "Cache-Control": "no-store", ...(refresh && { Refresh: refresh }) };
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  const list = await listCalled(params["id"] ?? "");
  if (!list) throw new Response(null, { status: 404 });
  const { id, state, tally, lastLine, linesInFile, unreadable, broughtAt } = list;
  const { searchParams } = new URL(request.url);
  const kind = searchParams.get("lines") === "left" ? ("left" as const) : ("refused" as const);
  const isShown = state === "checked" || state === "done" || state === "dropped";
  const isMoving = state === "arriving" || state === "checking" || state === "importing";
  const looksAgain = isMoving && !searchParams.has("still");
  const facts = {
    id,
    state,
    looksAgain,
    unreadable,
    when: timeInWords(broughtAt),
    subscribed: tally.subscribed ?? 0,
    refused: tally.refused ?? 0,
    left: leftIn(tally),
    reasons: reasonsIn(tally),
    lines: linesIn(tally),
    percent: percentDone(lastLine, linesInFile),
    shown: isShown ? { kind, ...(await linesOf(id, kind, Number(searchParams.get("after")) || 0)) } : null,
  };
  // The address is said, as one with a mark within the page (#lines) would only be scrolled to.
  return data(facts, looksAgain ? { headers: { Refresh: `${lookAgainSeconds}; url=/desk/newsletter/lists/${id}` } } : {});
}

export async function action({ request, params }: ActionFunctionArgs) {
  await requireStaff(request);
  const id = params["id"] ?? "";
  switch (textOf(await postedForm(request), "do")) {
    case "import": {
      // Pressed twice, or in another window: the page says how it stands.
      await startListImport(id);
      return redirect(`/desk/newsletter/lists/${id}`, 303);
    }
    case "drop":
      await dropList(id, ["checked"]);
      return redirect(`/desk/newsletter/lists/${id}`, 303);
    default:
      return data({ notice: "That button is not known here. Nothing was changed." }, { status: 400 });
  }
}

export default function DeskList() {
  const list = useLoaderData<typeof loader>();
  const notice = useActionData<typeof action>()?.notice ?? null;
  return (
    <DeskPage here="/desk/newsletter/lists" skip="Skip to the list">
      <DeskListScreen {...list} notice={notice} />
    </DeskPage>
  );
}
