import * as personScreen from "~/desk/people/routes/person";
import { db } from "~/platform/database/db.server";
import { aDonationForm, completeDonation } from "../giving/donation-harness";
import { getSupporterId } from "../supporters/supporter-requests";
import { loadAtDesk, postAtDesk } from "./desk-requests";

type Shown = Awaited<ReturnType<typeof personScreen.loader>>;

/** A supporter's page, as somebody at the desk sees it. */
export const showPerson = async (id: string, query = ""): Promise<Shown> =>
  (await loadAtDesk(personScreen, { params: { id }, query })).data as Shown;

/** What a supporter's page answers to a form. */
export const sendToPerson = (id: string, form: Record<string, string>, cookie?: string) =>
  postAtDesk(personScreen, { params: { id }, form, ...(cookie !== undefined && { cookie }) });

/** What staff did, as the audit log calls it, in order. */
export const auditedActions = async (): Promise<string[]> =>
  (await db.auditEntry.findMany({ orderBy: { sequence: "asc" } })).map(({ action }) => action);

/** Somebody who gave once. */
export const aGiver = async (form = aDonationForm()): Promise<string> => getSupporterId(await completeDonation({ card: "visa" }, form));
