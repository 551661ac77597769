import { typed, type FieldLimit } from "~/platform/http/forms/form-fields";

/** What the browser's script says of a passkey, as JSON: keys and certificates of some devices are long. */
export const passkeyField: FieldLimit = { label: null, maxLength: 32_000, readLength: 32_000 };

/** The key of an authenticator app that is being set up, encryptedSecret for its member. */
export const encryptedSecretField: FieldLimit = { label: null, maxLength: 1000, readLength: 1000 };

/** A code of an authenticator app, or a recovery code. */
export const codeField: FieldLimit = typed("code", 30);
