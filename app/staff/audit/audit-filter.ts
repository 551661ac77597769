import { isLondonDate } from "~/platform/london-dates";
import { auditActions, type AuditAction } from "./audit";

/** What of the log is looked at, as the address of its page says it. Empty: all of it. */
export type AuditFilter = { text: string; who: string; action: AuditAction | ""; from: string; to: string };

/** Reads the filter out of an address or a form. What is not understood filters nothing. */
export function parseAuditFilter(get: (name: string) => string | null | undefined): AuditFilter {
  const read = (name: string) => (get(name) ?? "").trim().slice(0, 100);
  const action = read("action");
  const date = (name: string) => (isLondonDate(read(name)) ? read(name) : "");
  return {
    text: read("q"),
    who: read("who"),
    action: Object.hasOwn(auditActions, action) ? (action as AuditAction) : "",
    from: date("from"),
    to: date("to"),
  };
}

/** The filter as the end of an address: "" for none. */
export function auditQuery({ text, who, action, from, to }: AuditFilter, before?: string): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ q: text, who, action, from, to, before: before ?? "" })) if (value) query.set(name, value);
  return query.size > 0 ? `?${query.toString()}` : "";
}
