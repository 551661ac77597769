import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { replaceKeptPages } from "~/platform/http/page-cache/changed-pages.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { newId } from "~/platform/ids.server";
import { lookUp } from "~/platform/query-values";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { addRoom } from "~/sponsorship/rooms/manage/change-rooms.server";
import { parseWeeklyCost } from "~/sponsorship/rooms/manage/room-cost";
import { parseRoomName } from "~/sponsorship/rooms/manage/room-name";
import { requireStaff, type Staff } from "~/staff/session.server";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { Notice } from "~/desk/ui/page-parts";
import { pagesWithRooms, refuseRoom, roomFields, roomForms, versionOf, type RoomFormResult, type RoomInput } from "../room-forms.server";
import { getRoomsPage } from "../rooms-page.server";
import { AddRoomForm, ClosedRooms, RoomsTable } from "../ui/rooms-parts";

export const meta: MetaFunction = () => [{ title: "Rooms" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const notices: Record<string, string> = {
  added: "The room is added, last in order. Sponsors can choose it now.",
  moved: "The order is changed. The house shows it at once.",
};

async function loadPage() {
  return {
    page: await getRoomsPage(),
    formId: newId(),
    input: {} as RoomInput,
    mayConfirm: false,
    errors: [] as FormError[],
    notice: null as string | null,
  };
}

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return { ...(await loadPage()), notice: lookUp(notices, new URL(request.url).searchParams.get("done")) };
}

async function add(by: Staff, input: RoomInput, id: string): Promise<RoomFormResult> {
  const [name, cost] = [parseRoomName(input.name, input.tree === "yes"), parseWeeklyCost(input.weekly)];
  const errors = [...("error" in name ? [name.error] : []), ...("message" in cost ? [cost] : [])];
  if ("error" in name || "message" in cost) return { errors, status: 400, mayConfirm: "error" in name && name.mayConfirm };
  const added = await addRoom(by, { id, name: name.name, weeklyPence: cost.weeklyPence });
  return "refused" in added ? refuseRoom(added, "name") : { done: "added" };
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { input, errors } = await readForm(request, roomFields);
  const page = await loadPage();
  const formId = input.formId && /^[\w-]{10,64}$/.test(input.formId) ? input.formId : page.formId;
  const fail = ({ errors: wrong, status, mayConfirm = false }: Exclude<RoomFormResult, { done: string }>) =>
    data({ ...page, formId, input, mayConfirm, errors: wrong }, { status });
  if (errors.length > 0) return fail({ errors, status: 400 });
  const { move } = roomForms;
  let result: RoomFormResult = { errors: [{ field: "main", message: "That button is not known here. Nothing was changed" }], status: 400 };
  if (input.do === "add") result = await add(staff, input, formId);
  else if (input.do === "move" && move) result = await move(staff, { roomId: input.id ?? "", version: versionOf(input) }, input, "");
  if ("errors" in result) return fail(result);
  void replaceKeptPages(pagesWithRooms);
  return redirect(`/desk/rooms?done=${result.done}`, 303);
}

export default function Rooms() {
  const loaded = useLoaderData<typeof loader>();
  const { page, formId, input, mayConfirm, errors, notice } = useActionData<typeof action>() ?? loaded;
  const mayChange = useMay("desk/rooms", "post");
  return (
    <DeskPage>
      <h1>Rooms</h1>
      <ErrorSummary errors={errors} />
      <Notice notice={notice} />
      <p>
        Rooms are lit in this order: first by their own sponsors, then by what the others do not need and by the week’s donations.
        Sponsorships for where it is needed most: {page.elsewhere}.
      </p>
      {page.rooms.length === 0 ? (
        <p>There are no rooms yet. The first one that you add opens the house: it shows on the home page and on the sponsor form.</p>
      ) : (
        <RoomsTable page={page} mayChange={mayChange} />
      )}
      {page.otherPublishedCost && (
        <p className="hint">
          The donation page and receipts say that a room takes {page.otherPublishedCost} a week: that figure is “roomWeekPence” in the
          charity’s file. The home page and the sponsor form say what most of these rooms take.
        </p>
      )}
      {mayChange && <AddRoomForm page={page} formId={formId} input={input} mayConfirm={mayConfirm} errors={errors} />}
      <ClosedRooms rooms={page.closed} />
    </DeskPage>
  );
}
