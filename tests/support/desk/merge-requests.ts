import * as mergeScreen from "~/desk/people/routes/merge";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { loadAtDesk, postAtDesk, type ScreenResponse } from "./desk-requests";

type Shown = Awaited<ReturnType<typeof mergeScreen.loader>>;

/** The page on which two records become one. */
export const showMerge = async (id: string, query = ""): Promise<Shown> =>
  (await loadAtDesk(mergeScreen, { params: { id }, query })).data as Shown;

/** What that page answers to a form. */
export const sendToMerge = (id: string, form: Record<string, string>, cookie?: string): Promise<ScreenResponse> =>
  postAtDesk(mergeScreen, { params: { id }, form, ...(cookie !== undefined && { cookie }) });

/** The form that makes another record one with a record, as the page has it now. */
export async function mergeForm(id: string, otherId: string, change: Record<string, string> = {}): Promise<Record<string, string>> {
  const version = async (of: string) => String((await db.supporter.findUniqueOrThrow({ where: { id: of } })).version);
  const [own, others] = [await version(id), await version(otherId)];
  return {
    do: "merge",
    formId: newId(),
    with: otherId,
    version: own,
    otherVersion: others,
    name: "kept",
    email: "kept",
    home: "kept",
    ...change,
  };
}

/** Makes another record one with a record. @returns the merge's id */
export async function mergeInto(id: string, otherId: string, change: Record<string, string> = {}): Promise<string> {
  const form = await mergeForm(id, otherId, change);
  const answer = await sendToMerge(id, form);
  if (answer.status !== 303) throw new Error(`not merged: ${JSON.stringify((answer.data as Shown).errors)}`);
  return form["formId"] ?? "";
}

export const undo = (id: string, mergeId: string): Promise<ScreenResponse> => sendToMerge(id, { do: `undo:${mergeId}` });
