import { staffRoles, type StaffRole } from "~/staff/roles";

/** Who may: these roles, or anybody, signed in or not. */
export type Who = readonly StaffRole[] | "anybody";

/**
 * `get`: who may look. `post`: who may send a form. `fresh`: forms need a passkey or a code that was shown just now. `looks`: its forms
 * change nothing, so the audit log does not say that they were sent.
 */
export type AccessRow = { get: Who; post: Who; fresh?: true; looks?: true };

const nobody: Who = [];
const everyone: Who = staffRoles;
const exporters: Who = ["editor", "treasurer", "administrator"];
const editors: Who = ["editor", "administrator"];
const treasurers: Who = ["treasurer", "administrator"];
const administrators: Who = ["administrator"];

/**
 * Who may do what at the desk: every address under /desk as app/routes.ts writes it. The desk's door reads it before any screen
 * runs; an address that is missing here is open to nobody.
 */
export const access: Readonly<Record<string, AccessRow>> = {
  "desk/sign-in": { get: "anybody", post: "anybody" },
  "desk/sign-in/:token": { get: "anybody", post: "anybody" },
  "desk/sign-out": { get: "anybody", post: "anybody" },
  "desk/invitation/:token": { get: "anybody", post: "anybody" },
  // The door's own answers.
  "desk/signed-out": { get: "anybody", post: nobody },
  "desk/refused": { get: "anybody", post: nobody },
  "desk/confirm": { get: everyone, post: everyone },

  desk: { get: everyone, post: nobody },
  "desk/gifts": { get: everyone, post: everyone },
  "desk/gifts/export": { get: exporters, post: exporters, fresh: true },
  "desk/gifts/new": { get: treasurers, post: treasurers },
  "desk/gifts/imports": { get: treasurers, post: treasurers },
  "desk/gifts/imports/example.csv": { get: treasurers, post: nobody },
  "desk/gifts/imports/:id": { get: treasurers, post: treasurers },
  "desk/gifts/:id/correct": { get: treasurers, post: treasurers },
  "desk/gifts/:id/receipt": { get: everyone, post: nobody },
  "desk/gifts/:id": { get: everyone, post: treasurers },
  "desk/gifts/:id/fund": { get: everyone, post: treasurers },
  "desk/appeals": { get: everyone, post: nobody },
  "desk/appeals/new": { get: editors, post: editors },
  "desk/appeals/:id": { get: everyone, post: editors },
  "desk/appeals/:id/preview": { get: everyone, post: nobody },
  "desk/funds": { get: everyone, post: treasurers },
  "desk/funds/:id": { get: everyone, post: treasurers },
  "desk/gift-aid": { get: everyone, post: treasurers },
  "desk/gift-aid/gifts/:id": { get: everyone, post: treasurers },
  "desk/gift-aid/claims": { get: everyone, post: nobody },
  "desk/gift-aid/claims/:id": { get: everyone, post: treasurers },
  "desk/gift-aid/claims/:id/schedule": { get: everyone, post: treasurers, fresh: true },
  "desk/gift-aid/claims/:id/records": { get: everyone, post: treasurers, fresh: true },
  "desk/payouts": { get: everyone, post: nobody },
  "desk/payouts/:id": { get: everyone, post: nobody },
  "desk/accounts": { get: everyone, post: nobody },
  "desk/accounts/entries": { get: everyone, post: nobody },
  "desk/accounts/export": { get: treasurers, post: treasurers },
  "desk/accounts/codes": { get: everyone, post: treasurers },
  "desk/bank": { get: everyone, post: treasurers },
  "desk/people": { get: everyone, post: everyone },
  "desk/people/export": { get: exporters, post: exporters, fresh: true },
  "desk/people/:id": { get: everyone, post: exporters },
  "desk/people/:id/account": { get: treasurers, post: treasurers },
  "desk/people/:id/data": { get: administrators, post: administrators, fresh: true },
  "desk/people/:id/newsletter": { get: everyone, post: exporters },
  "desk/people/:id/declarations/:declaration": { get: everyone, post: nobody },
  "desk/people/:id/statements/:file": { get: treasurers, post: nobody },
  // Its search needs no confirmation; merging and undoing ask for it.
  "desk/people/:id/merge": { get: treasurers, post: treasurers },
  "desk/people/:id/erase": { get: administrators, post: administrators, fresh: true },
  "desk/sponsorships": { get: everyone, post: everyone },
  "desk/sponsorships/export": { get: exporters, post: exporters, fresh: true },
  "desk/sponsorships/:id": { get: everyone, post: treasurers },
  "desk/health": { get: everyone, post: administrators },
  "desk/rooms": { get: everyone, post: administrators },
  "desk/rooms/updates": { get: everyone, post: nobody },
  "desk/rooms/updates/new": { get: editors, post: editors },
  "desk/rooms/updates/:id": { get: everyone, post: editors },
  "desk/rooms/:id": { get: everyone, post: administrators },
  "desk/reconciliations": { get: everyone, post: treasurers },
  "desk/security": { get: everyone, post: everyone },
  "desk/team": { get: administrators, post: administrators, fresh: true },
  "desk/audit": { get: administrators, post: nobody },
  "desk/audit/export": { get: administrators, post: administrators, fresh: true },

  "desk/newsletter": { get: everyone, post: editors },
  "desk/newsletter/new": { get: editors, post: editors },
  "desk/newsletter/paste": { get: nobody, post: editors, looks: true },
  "desk/newsletter/draft/email": { get: nobody, post: editors, looks: true },
  "desk/newsletter/pictures": { get: everyone, post: editors },
  "desk/newsletter/lists": { get: editors, post: editors },
  "desk/newsletter/lists/example.csv": { get: editors, post: nobody },
  "desk/newsletter/lists/export": { get: editors, post: editors, fresh: true },
  "desk/newsletter/lists/:id": { get: editors, post: editors },
  "desk/newsletter/lists/:id/lines.csv": { get: editors, post: nobody },
  "desk/newsletter/sign-up": { get: exporters, post: exporters },
  "desk/newsletter/suppressions": { get: editors, post: editors },
  "desk/newsletter/articles/new": { get: editors, post: editors },
  "desk/newsletter/articles/draft": { get: editors, post: editors, looks: true },
  "desk/newsletter/articles/:id": { get: everyone, post: editors },
  "desk/newsletter/articles/:id/preview": { get: everyone, post: nobody },
  "desk/newsletter/:id": { get: everyone, post: editors },
  "desk/newsletter/:id/versions": { get: everyone, post: editors },
  "desk/newsletter/:id/preview": { get: everyone, post: nobody },
  "desk/newsletter/:id/email": { get: everyone, post: nobody },
  "desk/newsletter/:id/send": { get: everyone, post: editors },
};

export const isAllowed = (who: Who, role: StaffRole | null): boolean => who === "anybody" || (role !== null && who.includes(role));
