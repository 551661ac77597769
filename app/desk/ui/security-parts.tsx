import { Button } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { Note } from "~/platform/ui/note";
import { Field } from "~/platform/ui/text-field";
import { PasskeyForm, PasskeyScripts, type PasskeyPrompt } from "./passkey-form";
import { TotpOfferFields, type TotpOffer } from "./totp-offer";
import { ScrollTable } from "./scroll-table";
import { Tag } from "~/platform/ui/tag";

type OwnWaysProps = {
  /** Whether a passkey or a code was shown just now: nothing is changed without. */
  isFresh: boolean;
  passkeys: { id: string; name: string; since: string; lastUsed: string | null }[];
  totpSince: string | null;
  codesLeft: number;
  prompt: PasskeyPrompt | null;
  offer: TotpOffer | null;
  errors: FormError[];
};

/** A button that does one thing about one of the ways to sign in. */
function WayButton({ does, id, children }: { does: string; id?: string; children: string }) {
  return (
    <form method="post">
      {id && <input type="hidden" name="id" value={id} />}
      <Button name="do" value={does}>
        {children}
      </Button>
    </form>
  );
}

/** Passkeys, the app and recovery codes of whoever is signed in. */
export function OwnWays({ isFresh, passkeys, totpSince, codesLeft, prompt, offer, errors }: OwnWaysProps) {
  return (
    <>
      {!isFresh && (
        <Note as="p">
          To change how you sign in, <a href="/desk/confirm?to=/desk/security">confirm that it is you</a>.
        </Note>
      )}
      <h2 id="passkeys">Passkeys</h2>
      {passkeys.length === 0 && <p>None yet. A passkey is the quickest way, and no website can trick you out of it.</p>}
      {passkeys.length > 0 && (
        <ul className="stack">
          {passkeys.map(({ id, name, since, lastUsed }) => (
            <li key={id}>
              <strong>{name}</strong>{" "}
              <span className="quiet">
                since {since}
                {lastUsed && `, last used ${lastUsed}`}
              </span>
              {isFresh && (
                <WayButton does="remove-passkey" id={id}>
                  {`Remove ${name}`}
                </WayButton>
              )}
            </li>
          ))}
        </ul>
      )}
      {prompt && (
        <PasskeyForm prompt={prompt} button="Add a passkey">
          <input type="hidden" name="do" value="add-passkey" />
          <Field
            name="passkey-name"
            label="Name of a new passkey"
            hint="So that you know it again, such as “my phone”."
            maxLength={60}
            errors={[]}
          />
        </PasskeyForm>
      )}
      <h2 id="app">Authenticator app</h2>
      <p>{totpSince ? `Set up on ${totpSince}.` : "Not set up. It is your way in where a passkey does not work."}</p>
      {isFresh && totpSince && <WayButton does="remove-app">Remove the app</WayButton>}
      {offer && (
        <details open={errors.some(({ field }) => field === "code") || undefined}>
          <summary>{totpSince ? "Set up another app in its place" : "Set up an app"}</summary>
          <form method="post" className="stack" noValidate>
            <input type="hidden" name="do" value="set-up-app" />
            <TotpOfferFields offer={offer} errors={errors} />
            <Button>Use this app</Button>
          </form>
        </details>
      )}
      <h2 id="recovery">Recovery codes</h2>
      <p>
        {codesLeft} of 10 left. {codesLeft < 4 && "Make new ones before you have used them all."}
      </p>
      {isFresh && <WayButton does="new-codes">Make ten new codes</WayButton>}
      {prompt && <PasskeyScripts />}
    </>
  );
}

type SessionView = { id: string; browser: string; network: string; isThis: boolean; since: string; lastSeen: string };

/** Where somebody is signed in. */
export function OwnSessions({ sessions }: { sessions: SessionView[] }) {
  return (
    <>
      <h2 id="sessions">Where you are signed in</h2>
      <ScrollTable label="Where you are signed in">
        <thead>
          <tr>
            <th scope="col">Browser</th>
            <th scope="col">Network</th>
            <th scope="col">Since</th>
            <th scope="col">Last seen</th>
            <th scope="col">
              <span className="sr-only">End it</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map(({ id, browser, network, isThis, since, lastSeen }) => (
            <tr key={id}>
              <th scope="row">{browser}</th>
              <td>{network || "not known"}</td>
              <td>{since}</td>
              <td>{lastSeen}</td>
              <td>
                {isThis ? (
                  <Tag>This one</Tag>
                ) : (
                  <form method="post">
                    <input type="hidden" name="id" value={id} />
                    <Button name="do" value="end-session">
                      Sign out there
                    </Button>
                  </form>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      {sessions.length > 1 && (
        <form method="post">
          <Button name="do" value="end-others">
            Sign out everywhere else
          </Button>
        </form>
      )}
    </>
  );
}
