import { useDesk } from "~/desk/ui/desk-context";
import type { TopicPreferencesInput } from "~/newsletter/topic-form";
import { TopicFields } from "~/newsletter/ui/topic-fields";
import { Button } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import type { NewsletterPage } from "../account/newsletter-page.server";
import { buttonRow } from "~/desk/ui/looks";

type Address = NewsletterPage["addresses"][number];
type PartsProps = { page: NewsletterPage; typed: { index: number; input: TopicPreferencesInput } | null; errors: FormError[] };

/** What each address of a person gets, one after the other: the first that has a newsletter is open. */
export function NewsletterParts({ page, typed, errors }: PartsProps) {
  const mayAct = useDesk()?.staff?.role !== "viewer";
  const shown = typed?.index ?? page.addresses.find(({ isSubscribed }) => isSubscribed)?.index;
  if (page.addresses.length === 0) return <p>They have no email address.</p>;
  return page.addresses.map((address) => (
    <section key={address.email} className="stack" aria-label={address.email}>
      <h2>{address.email}</h2>
      <p>{statusText(address)}</p>
      {mayAct && !address.isSubscribed && address.isOwn && (
        <p>
          <a href={`/desk/newsletter/sign-up?person=${page.id}`}>They asked for it: sign them up</a>
        </p>
      )}
      {mayAct && address.isSubscribed && address.index === shown && (
        <AddressForm address={address} input={typed?.input ?? address.input} errors={errors} />
      )}
      {mayAct && <StopForm address={address} />}
    </section>
  ));
}

function statusText({ isSubscribed, pausedUntil, why }: Address): string {
  const reasons = why.length > 0 ? ` Nothing is sent: ${why.join("; ")}.` : "";
  if (!isSubscribed) return `No newsletter goes there. Only they can begin it: the address confirms it.${reasons}`;
  return `${pausedUntil ? `Paused until ${pausedUntil}.` : "The newsletter goes there."}${reasons}`;
}

/** Which address a form is about. */
const AddressFields = ({ address }: { address: Address }) => (
  <>
    <input type="hidden" name="of" value={address.index} />
    <input type="hidden" name="email" value={address.email} />
  </>
);

function AddressForm({ address, input, errors }: { address: Address; input: TopicPreferencesInput; errors: FormError[] }) {
  return (
    <form method="post" className="form" noValidate>
      <AddressFields address={address} />
      <TopicFields input={input} errors={errors} />
      <p className="hint">Tick only what they asked for, in these words. The record of consents says that they told staff.</p>
      <p className={buttonRow}>
        <Button name="do" value="choose">
          Save
        </Button>
        <Button name="do" value={address.pausedUntil ? "resume" : "pause"}>
          {address.pausedUntil ? "Let it go on now" : "Pause for three months"}
        </Button>
      </p>
    </form>
  );
}

function StopForm({ address }: { address: Address }) {
  return (
    <form method="post" className={buttonRow}>
      <AddressFields address={address} />
      {address.isSubscribed && (
        <Button name="do" value="leave">
          Unsubscribe<span className="sr-only"> {address.email}</span>
        </Button>
      )}
      {!address.hasLeftEverything && (
        <Button look="danger" name="do" value="leave-everything">
          Unsubscribe from everything for good<span className="sr-only"> to {address.email}</span>
        </Button>
      )}
    </form>
  );
}
