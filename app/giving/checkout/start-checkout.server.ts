import { setTimeout as sleep } from "node:timers/promises";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { inTransaction, type Tx } from "~/platform/database/db.server";
import { hashBrowserId } from "~/platform/http/forms/browser-cookie.server";
import { checkSecondPress, type SecondPress } from "~/platform/http/forms/second-press.server";
import { newId, newReference, newToken } from "~/platform/ids.server";
import type { CheckoutPage } from "~/platform/payments/open-checkout.server";
import { isStripeUnavailable } from "~/platform/payments/stripe.server";
import { hashIp, secondsUntilAllowed } from "./checkout-limits.server";
import type { FormOrigin } from "./form-origin";
import { withUniqueReference } from "./form-id.server";

/** So many changes of one form are kept. Whoever changes more starts a fresh form, which counts against the limits like any other. */
export const maxRowsPerForm = 10;

/** How long a form that is past the limits waits for its twin, which may be in another process. */
const twinMs = 300;
/** Forms that this process is writing, by the form and what was filled in: of who presses twice, the press that is refused waits for the other. */
const underWay = new Map<string, Promise<unknown>>();

export type StartResult =
  | { goTo: string }
  | ({ refused: "press-again" } & SecondPress)
  | { refused: "too-many-changes" }
  | { refused: "form-too-old" }
  | { refused: "stripe-unreachable" };

type CheckoutRow = {
  id: string;
  reference: string;
  token: string;
  formHash: string;
  status: string;
  email: string;
  source: unknown;
  stripeCheckoutUrl: string | null;
};

/** The columns that every row begins with, before its form's own. */
export type CheckoutColumns = ReturnType<typeof newColumns>;

/** Which pages a job closes: those of a form but one; null: all of them. */
export type PagesToClose = { formId: string; exceptId: string | null };

/** What one kind of checkout, a gift or a sponsorship, does its own way. */
export type CheckoutKind<Row extends CheckoutRow> = {
  /** The rows that came from one form, at most `maxRowsPerForm`. */
  listRows(tx: Tx | null, formId: string): Promise<Row[]>;
  /** Writes a row and all that was agreed to with it. @returns null when another row has the reference or token that was drawn */
  insertRow(tx: Tx, columns: CheckoutColumns): Promise<Row | null>;
  enqueueClosing(tx: Tx, pages: PagesToClose): Promise<void>;
  /** Whether its page can't be opened any more, so that the form has to begin again. */
  isTooOld(row: Row): boolean;
  /** Where its form and its thanks are, and what Stripe's page calls it. */
  formPath: string;
  thankYouPath(row: { token: string }): string;
  name: string;
  /** Opens Stripe's page; the key that it uses is the row's, so that any repetition opens the same page. */
  openPage(row: Row, page: CheckoutPage): Promise<{ id: string; url: string }>;
  /** Keeps the page with its row, unless it has one. */
  savePage(row: Row, page: { stripeCheckoutSessionId: string; stripeCheckoutUrl: string }): Promise<unknown>;
};

/**
 * Starts what is paid on a page of Stripe's: keeps the form with the exact words agreed to, commits, then opens the page.
 * The same form sent again, at once or later, is the same row and the same page. A form that was changed and sent again
 * is another row, and closes the pages before it.
 * @returns where the browser goes next, or why not. Nothing is taken here.
 */
export async function startCheckout<Row extends CheckoutRow>(
  kind: CheckoutKind<Row>,
  formHash: string,
  origin: FormOrigin,
): Promise<StartResult> {
  const form = `${origin.formId} ${formHash}`;
  const findKnown = async () => (await kind.listRows(null, origin.formId)).find((row) => row.formHash === formHash);
  if (!(await findKnown())) {
    const press = await checkSecondPress(`checkout ${form}`, origin.ticket, (isSecondPress) => secondsUntilAllowed(origin, isSecondPress));
    // Of a double click the other press took the last point, and is being written.
    if (press && !underWay.has(form)) await sleep(twinMs);
    if (press) await underWay.get(form);
    if (press && !(await findKnown())) return { refused: "press-again", ...press };
  }
  const row = await noteUnderWay(form, () => withUniqueReference(() => findOrInsert(kind, formHash, origin)));
  if (row === "too-many-changes") return { refused: row };
  if (kind.isTooOld(row)) return { refused: "form-too-old" };
  if (row.status !== "pending") return { goTo: kind.thankYouPath(row) };
  if (row.stripeCheckoutUrl) return { goTo: row.stripeCheckoutUrl };
  try {
    const { id, url } = await kind.openPage(row, pageOf(kind, row));
    await kind.savePage(row, { stripeCheckoutSessionId: id, stripeCheckoutUrl: url });
    return { goTo: url };
  } catch (error) {
    if (isStripeUnavailable(error)) return { refused: "stripe-unreachable" };
    throw error;
  }
}

async function noteUnderWay<Result>(form: string, write: () => Promise<Result>): Promise<Result> {
  const written = write();
  // Whether it failed is its own caller's to hear.
  const settled = written.then(
    () => {},
    () => {},
  );
  underWay.set(form, settled);
  try {
    return await written;
  } finally {
    if (underWay.get(form) === settled) underWay.delete(form);
  }
}

/**
 * Of two forms sent at once, one is written and both get it. The page of this form stays open and the others close, also
 * where a form was changed and then changed back; past the most that is kept, all close, since none is what was sent last.
 */
const findOrInsert = <Row extends CheckoutRow>(
  kind: CheckoutKind<Row>,
  formHash: string,
  origin: FormOrigin,
): Promise<Row | "too-many-changes" | null> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT FROM pg_advisory_xact_lock(hashtextextended(${`form ${origin.formId}`}, 0))`;
    const rows = await kind.listRows(tx, origin.formId);
    const known = rows.find((each) => each.formHash === formHash);
    const isFull = !known && rows.length >= maxRowsPerForm;
    const row = known ?? (isFull ? null : await kind.insertRow(tx, newColumns(formHash, origin)));
    if (!row && !isFull) return null;
    const hasOthers = rows.some(({ id }) => id !== row?.id);
    if (hasOthers && (!row || row.status === "pending"))
      await kind.enqueueClosing(tx, { formId: origin.formId, exceptId: row?.id ?? null });
    return row ?? "too-many-changes";
  });

const pageOf = <Row extends CheckoutRow>(kind: CheckoutKind<Row>, row: Row): CheckoutPage => ({
  clientReferenceId: row.id,
  email: row.email,
  description: `${kind.name} ${row.reference}`,
  metadata: { reference: row.id, number: row.reference, ...(row.source as Record<string, string>) },
  successUrl: `${config.baseUrl}${kind.thankYouPath(row)}`,
  cancelUrl: `${config.baseUrl}${kind.formPath}?again=${row.token}`,
});

const newColumns = (formHash: string, { formId, browserId, ip }: FormOrigin) => ({
  id: newId(),
  formHash,
  reference: newReference(),
  token: newToken(),
  idempotencyKey: formId,
  browserHash: hashBrowserId(browserId),
  ipHash: hashIp(ip),
  createdAt: now(),
});
