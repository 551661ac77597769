/**
 * How one of the things that a live site needs stands, looked at where it is and not where it is written down.
 * `mend`: what to do, in one sentence. Never a secret.
 */
export type Finding = { about: string; says: string } & ({ isRight: true } | { isRight: false; mend: string });

export const right = (about: string, says: string): Finding => ({ about, says, isRight: true });
export const wrong = (about: string, says: string, mend: string): Finding => ({ about, says, isRight: false, mend });

/** A finding in one line. */
export const lineOf = (finding: Finding): string =>
  finding.isRight ? `ok     ${finding.about}: ${finding.says}.` : `WRONG  ${finding.about}: ${finding.says}. ${finding.mend}.`;

/** How an address that is to receive webhooks is registered. `events` null: all there are. */
export type RegisteredWebhook = { id: string; url: string; isEnabled: boolean; events: readonly string[] | null };

/**
 * Whether exactly one webhook leads to the site, is switched on, and sends what the site needs.
 * @param harmful of events that are not needed, those that must not be sent: by default all
 */
export function judgeWebhook(
  who: string,
  url: string,
  registered: readonly RegisteredWebhook[],
  needed: readonly string[],
  harmful: (event: string) => boolean = () => true,
): Finding {
  const about = `${who} webhook`;
  const byCommand = "or let `npm run setup -- --webhooks` do it";
  const [webhook, second] = registered.filter((each) => each.url.replace(/\/+$/, "") === url && each.isEnabled);
  if (!webhook) {
    const isOff = registered.some((each) => each.url.replace(/\/+$/, "") === url);
    return isOff
      ? wrong(about, `that to ${url} is switched off`, `Switch it on in ${who}'s dashboard`)
      : wrong(about, `none leads to ${url}`, `Add one in ${who}'s dashboard with the events that README.md lists, ${byCommand}`);
  }
  if (second) return wrong(about, `two lead to ${url}, and each event comes twice`, `Remove one in ${who}'s dashboard`);
  const events = webhook.events ?? ["*"];
  const isAll = events.includes("*");
  const missing = isAll ? [] : needed.filter((event) => !events.includes(event));
  if (missing.length > 0) return wrong(about, `it lacks ${listed(missing)}`, `Add them in ${who}'s dashboard, ${byCommand}`);
  const extra = events.filter((event) => !needed.includes(event) && harmful(event));
  if (extra.length > 0) return wrong(about, `it sends ${listed(extra)} too`, `Take them out in ${who}'s dashboard, ${byCommand}`);
  return right(about, `it leads to ${url} with all the events that are needed`);
}

const listed = (events: readonly string[]): string =>
  events.length > 4 ? `${events.slice(0, 4).join(", ")} and ${events.length - 4} more` : events.join(", ").replace("*", "every event");
