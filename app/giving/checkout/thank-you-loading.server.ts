import { now } from "~/platform/clock";
import { isStripeUnavailable } from "~/platform/payments/stripe.server";

/** A thank-you page asks Stripe at most so often, however often and through however many processes it is opened. */
const askEveryMs = 5000;

/** `unavailable`: Stripe could not be asked. `asked-before`: it was asked a moment ago, maybe before something was paid. */
export type Asked = "asked" | "unavailable" | "asked-before";

const ongoing = new Map<string, Promise<Asked>>();

/** What a row must be like, and becomes, so that of all processes one asks. */
const pageClaim = (at: Date) => ({
  where: {
    OR: [
      { pageAskedAt: null },
      { pageAskedAt: { lte: new Date(at.getTime() - askEveryMs) } },
      // The clock was set back.
      { pageAskedAt: { gt: new Date(at.getTime() + askEveryMs) } },
    ],
  },
  data: { pageAskedAt: at },
});

/**
 * Brings a row that is not settled up to what Stripe says before its thank-you page is shown, unless it was asked just now.
 * Whoever opens the page while it is being asked waits for the same answer.
 */
export async function askBeforeShowing(
  id: string,
  claim: (claim: ReturnType<typeof pageClaim>) => Promise<{ count: number }>,
  sync: (id: string) => Promise<unknown>,
): Promise<Asked> {
  const asking = ongoing.get(id) ?? ask(id, claim, sync).finally(() => ongoing.delete(id));
  ongoing.set(id, asking);
  return await asking;
}

async function ask(...[id, claim, sync]: Parameters<typeof askBeforeShowing>): Promise<Asked> {
  const { count } = await claim(pageClaim(now()));
  if (count === 0) return "asked-before";
  try {
    await sync(id);
    return "asked";
  } catch (error) {
    if (isStripeUnavailable(error)) return "unavailable";
    throw error;
  }
}

/** Whether a page may show what is not so any more. "Nothing was taken" is only said where Stripe said so this moment. */
export const mayBeOutdated = (asked: Asked, { status, syncedAt }: { status: string; syncedAt: Date | null }): boolean =>
  asked === "unavailable" ||
  (asked === "asked-before" && (status === "pending" || !syncedAt || now().getTime() - syncedAt.getTime() > askEveryMs));

/**
 * What is behind a thank-you address. It can't be guessed; whatever is no such address is not looked for.
 * @throws a response with 404 when there is nothing
 */
export async function loadByToken<View>(token: string | undefined, load: (token: string) => Promise<View | null>): Promise<View> {
  const view = token && /^[\w-]{20,64}$/.test(token) ? await load(token) : null;
  if (!view) throw new Response(null, { status: 404 });
  return view;
}
