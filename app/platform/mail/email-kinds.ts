import { z } from "zod";

/**
 * Every kind of email with what it is about: ids and plain facts, never names or addresses. The platform knows no
 * module, so each adds its own to this interface, beside what composes them.
 */
export interface EmailKinds {
  /** The UTC hour of the restart, such as "2026-11-27T18". */
  "database-restarted": { hour: string };
  reconciliation: { reconciliationId: string };
}

export type EmailKind = keyof EmailKinds;

/** An email that is called for: its kind, and what it is about. */
export type EmailRequest<Kind extends EmailKind = EmailKind> = { [Each in Kind]: { kind: Each; about: EmailKinds[Each] } }[Kind];

const storedAbout = z.record(z.string(), z.union([z.string(), z.number()]));

/** What a queued email of a kind is about, read back as queueEmail stored it. */
export const parseAbout = <Kind extends EmailKind>(_kind: Kind, about: unknown): EmailKinds[Kind] =>
  storedAbout.parse(about) as unknown as EmailKinds[Kind];
