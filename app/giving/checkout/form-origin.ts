/**
 * From whom: the signed id of the form, the browser's cookie, its IP address, the address of whoever is signed in
 * with it, in lower case, and the ticket of a second press.
 */
export type FormOrigin = { formId: string; browserId: string; ip: string; signedInEmail?: string | null; ticket?: string | undefined };

/** Whether the form's address is shown to be its giver's: they are signed in by it. Anybody can write any address. */
export const isGiverVerified = ({ email }: { email: string }, { signedInEmail }: FormOrigin): boolean =>
  email.toLowerCase() === signedInEmail;
