import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireStaff } from "~/staff/session.server";
import { parseWholeNumber } from "~/platform/query-values";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { formatDateTime } from "~/platform/london-dates";
import { dateOrders } from "~/platform/typed-date";
import { discardImport } from "~/newsletter/imports/process-import.server";
import { countUnchanged, countLines, percentDone, countByReason } from "~/newsletter/imports/import";
import { listSkippedLines, findImport } from "~/newsletter/imports/imports.server";
import { chooseDateOrder } from "~/newsletter/imports/choose-date-order.server";
import { confirmImport } from "~/newsletter/imports/confirm-import.server";
import { ImportScreen, importTitle } from "../ui/import-screen";
import { DeskPage } from "~/desk/ui/desk-page";

/** A page that looks again by itself can be told not to. */
const refreshSeconds = 4;

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: loaded ? importTitle(loaded) : "A list" },
  { name: "robots", content: "noindex" },
];
export const headers: HeadersFunction = ({ loaderHeaders }) => {
  const refresh = loaderHeaders.get("Refresh");
  return { "Cache-Control": "no-store", ...(refresh && { Refresh: refresh }) };
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  const found = await findImport(params["id"] ?? "");
  if (!found) throw new Response(null, { status: 404 });
  const { id, status, resultCounts, lastProcessedLine, lineCount, unreadableReason, uploadedAt, dateOrder } = found;
  const { searchParams } = new URL(request.url);
  const kind = searchParams.get("lines") === "left" ? ("left" as const) : ("refused" as const);
  const isShown = status === "checked" || status === "done" || status === "discarded";
  const isInProgress = status === "uploading" || status === "checking" || status === "importing";
  const autoRefreshes = isInProgress && !searchParams.has("still");
  const facts = {
    id,
    state: status,
    autoRefreshes,
    unreadable: unreadableReason,
    dateOrder,
    when: formatDateTime(uploadedAt),
    subscribed: resultCounts.subscribed ?? 0,
    refused: resultCounts.refused ?? 0,
    unchanged: countUnchanged(resultCounts),
    reasons: countByReason(resultCounts),
    lines: countLines(resultCounts),
    percent: percentDone(lastProcessedLine, lineCount),
    shown: isShown ? { kind, ...(await listSkippedLines(id, kind, parseWholeNumber(searchParams.get("after")))) } : null,
  };
  // The address is said, as one with a mark within the page (#lines) would only be scrolled to.
  return data(facts, autoRefreshes ? { headers: { Refresh: `${refreshSeconds}; url=/desk/newsletter/lists/${id}` } } : {});
}

export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const id = params["id"] ?? "";
  const form = await readChoices(request, "do", "dateOrder");
  switch (form.do) {
    case "read": {
      const dateOrder = dateOrders.find((order) => order === form.dateOrder);
      if (!dateOrder) return data({ notice: null, errors: [{ field: "dateOrder", message: "Choose which day it is" }] }, { status: 400 });
      await chooseDateOrder(staff, id, dateOrder);
      return redirect(`/desk/newsletter/lists/${id}`, 303);
    }
    case "import": {
      // Pressed twice, or in another window: the page says how it stands.
      await confirmImport(staff, id);
      return redirect(`/desk/newsletter/lists/${id}`, 303);
    }
    case "drop":
      await discardImport(staff, id, ["asking", "checked"]);
      return redirect(`/desk/newsletter/lists/${id}`, 303);
    default:
      return data({ notice: "That button is not known here. Nothing was changed.", errors: [] }, { status: 400 });
  }
}

export default function ImportPage() {
  const loaded = useLoaderData<typeof loader>();
  const { notice, errors } = useActionData<typeof action>() ?? { notice: null, errors: [] };
  return (
    <DeskPage here="/desk/newsletter/lists" skip="Skip to the list">
      <ImportScreen {...loaded} notice={notice} errors={errors} />
    </DeskPage>
  );
}
