import * as newGiftScreen from "~/desk/gifts/offline/routes/new-gift";
import { newId } from "~/platform/ids.server";
import { postAtDesk, type ScreenResponse } from "./desk-requests";

/** A cheque of a giver with an email address, as the desk's form sends it. */
export const aCheque = (change: Record<string, string> = {}): Record<string, string> => ({
  formId: newId(),
  method: "cheque",
  receivedOn: "27/3/2026",
  amount: "£1,250.50",
  giver: "person",
  first: "Ada",
  last: "Byron",
  email: "",
  address: "",
  postcode: "",
  bankReference: "000123",
  fund: "general-fund",
  ...change,
});

/** What the form for a gift that did not come through Stripe answers. */
export const sendGift = (form: Record<string, string>, cookie?: string): Promise<ScreenResponse> =>
  postAtDesk(newGiftScreen, { form, ...(cookie !== undefined && { cookie }) });

/** Enters a gift at the desk. @returns its id */
export async function enterGift(change: Record<string, string> = {}): Promise<string> {
  const answer = await sendGift(aCheque(change));
  const id = /^\/desk\/gifts\/([\w-]+)\?done=recorded$/.exec(answer.headers.get("location") ?? "")?.[1];
  if (!id) throw new Error(`it was not entered: ${JSON.stringify(answer.data)}`);
  return id;
}
