import type { ReactNode } from "react";
import { Button } from "~/platform/ui/button";
import libraryUrl from "../../../node_modules/@simplewebauthn/browser/dist/bundle/index.umd.min.js?url";
import scriptUrl from "./passkey.js?url";

export type PasskeyPrompt = { kind: "create" | "get"; host: string; optionsJson: string };

type PasskeyFormProps = {
  prompt: PasskeyPrompt;
  /** The field that carries the passkey's answer. */
  field?: string;
  action?: string;
  button: string;
  children?: ReactNode;
};

/** A form that a passkey answers. It needs JavaScript: without, its place says so, and the page has another way. */
export function PasskeyForm({ prompt, field = "passkey", action, button, children }: PasskeyFormProps) {
  return (
    <form method="post" action={action} className="stack" data-passkey={JSON.stringify(prompt)}>
      {children}
      <input type="hidden" name={field} defaultValue="" data-passkey-answer="" />
      <Button look="give" hidden>
        {button}
      </Button>
      <noscript>
        <p>Passkeys need JavaScript. Use a code instead.</p>
      </noscript>
      <p role="status" />
    </form>
  );
}

/** What a page with such forms carries once, at its end. */
export const PasskeyScripts = () => (
  <>
    <script src={libraryUrl} defer />
    <script src={scriptUrl} defer />
  </>
);
