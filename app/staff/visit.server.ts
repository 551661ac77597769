import { AsyncLocalStorage } from "node:async_hooks";
import type { StaffRole } from "./roles";

/** A form that could not be done yet, and that is sent again by a button: nobody types twice. */
export type KeptForm = { method: "get" | "post"; path: string; fields: [name: string, value: string][]; hasFiles: boolean };

/** What is known of the request that is being answered at the desk, beside the request itself. */
export type DeskVisit = {
  path: string;
  /** Who is signed in, once the door has looked. */
  staff: { id: string; name: string; role: StaffRole } | null;
  /** Where it came from: a truncated network. */
  network: string;
  /** Why a screen broke off; the door then answers in words. */
  outcome: "unconfirmed" | "refused" | null;
  /** Whether the audit log has an entry of this request. */
  isAudited: boolean;
  /** For the pages that ask to sign in, or to confirm, in between. */
  keptForm: KeptForm | null;
};

const visits = new AsyncLocalStorage<DeskVisit>();

/** The visit that is being answered; undefined outside of the desk's door, as in commands and jobs. */
export const currentVisit = (): DeskVisit | undefined => visits.getStore();

export const runVisit = <Result>(visit: DeskVisit, answer: () => Promise<Result>): Promise<Result> => visits.run(visit, answer);

/** The texts of a form that is to be sent again, without what only confirms. Files are not kept. */
export async function readKeptFields(form: Request): Promise<KeptForm["fields"]> {
  return [...new URLSearchParams(await form.text())].filter(([name]) => !name.startsWith("confirm-"));
}
