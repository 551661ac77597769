import type { FormError } from "~/platform/ui/error-summary";
import { Note } from "~/platform/ui/note";
import { CodeField } from "./code-field";

export type TotpOffer = { qrSvg: string; typed: string; uri: string; encryptedSecret: string };

/** What somebody does to set up an authenticator app, up to its first code. Inside a form. */
export function TotpOfferFields({ offer, errors }: { offer: TotpOffer; errors: FormError[] }) {
  return (
    <>
      <p>Scan this with an authenticator app, such as the one of your phone or your password manager:</p>
      <div
        className="w-48 bg-white p-3 [&_svg]:block [&_svg]:h-auto [&_svg]:w-full"
        role="img"
        aria-label="The QR code for your authenticator app"
        dangerouslySetInnerHTML={{ __html: offer.qrSvg }}
      />
      <p>
        On this device, <a href={offer.uri}>open it in your app</a>. Or type this key into it:{" "}
        <code className="break-words">{offer.typed}</code>
      </p>
      <input type="hidden" name="encryptedSecret" value={offer.encryptedSecret} />
      <CodeField name="code" label="Code" hint="The six digits that the app shows now." errors={errors} />
    </>
  );
}

/** Ten codes, shown this once. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <Note as="section" aria-labelledby="codes">
      <h2 id="codes">Your recovery codes</h2>
      <p>
        <strong>Print them or write them down now: they are not shown again.</strong> Each signs you in once, together with an emailed link,
        when you have lost your phone.
      </p>
      <ul className="grid list-none grid-cols-[repeat(auto-fill,minmax(10rem,1fr))] gap-2 p-0 font-mono text-[1.125rem]/[1.6] *:m-0">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </Note>
  );
}
