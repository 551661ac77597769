/**
 * What staff do, as the audit log calls it, each with its words. Whoever adds an action adds it here. The words follow a
 * name: "Ada changed a role".
 */
export const auditActions = {
  "form-sent": "sent a form",
  "signed-in": "signed in",
  "sign-in-failed": "failed to sign in: the code was wrong",
  "signed-out": "signed out",
  confirmed: "confirmed with a passkey or a code",
  "staff.invited": "invited somebody to the team",
  "staff.accepted": "accepted an invitation",
  "staff.renamed": "changed a name on the team",
  "staff.role-changed": "changed a role",
  "staff.removed": "removed somebody from the team",
  "staff.reset": "took away all ways to sign in",
  "staff.sessions-ended": "ended sessions",
  "passkey.added": "added a passkey",
  "passkey.removed": "removed a passkey",
  "totp.added": "set up an authenticator app",
  "totp.removed": "removed the authenticator app",
  "recovery-codes.made": "made new recovery codes",
  "recovery-code.used": "used a recovery code",
  "audit.exported": "exported the audit log",
  "newsletter.exported": "exported the subscribers",
  "list.exported": "downloaded a list",
  "view.saved": "saved a view of a list",
  "view.deleted": "deleted a view of a list",
  "refund.requested": "refunded a donation",
  "gift.moved": "moved a donation to another fund",
  "fund.added": "added a fund",
  "fund.changed": "changed a fund’s name or purpose",
  "fund.closed": "closed a fund",
  "fund.reopened": "reopened a fund",
  "fund.deleted": "deleted a fund that had no donations",
  "appeal.added": "began an appeal",
  "appeal.changed": "changed an appeal",
  "appeal.published": "published an appeal",
  "appeal.ended": "ended an appeal",
  "appeal.deleted": "deleted a draft of an appeal",
  "gift.recorded": "entered a donation",
  "gift.corrected": "corrected a donation that was entered",
  "gift.voided": "made a donation void",
  "gift.refund-recorded": "recorded a refund of a donation that was entered",
  "gifts.imported": "brought in a list of donations",
  "person.corrected": "corrected a supporter’s details",
  "person.email-change-asked": "asked for a change of a supporter’s address",
  "person.signed-out": "signed a supporter out everywhere",
  "person.statement-sent": "sent a supporter a statement",
  "person.data-downloaded": "downloaded everything about a supporter",
  "newsletter.sign-up-recorded": "wrote down that somebody asked for the newsletter",
  "newsletter.changed": "changed a newsletter as its reader asked",
  "person.erased": "deleted a supporter’s data",
  "person.merged": "made two records of one supporter one",
  "person.unmerged": "undid that two records were made one",
  "gift-aid.recorded": "recorded a Gift Aid declaration",
  "gift-aid.gift-confirmed": "wrote down that a donation is its donor’s",
  "gift-aid.cancelled": "cancelled a Gift Aid declaration",
  "plan.link-sent": "sent a sponsor the link to their sponsorship",
  "plan.changed": "changed a sponsorship as the sponsor asked",
  "issue.created": "started an issue of the newsletter",
  "issue.changed": "changed an issue",
  "issue.restored": "took earlier words of an issue back",
  "issue.tested": "sent a test of an issue",
  "issue.scheduled": "gave an issue a time to go out",
  "issue.unscheduled": "took an issue’s time away",
  "issue.sent": "sent an issue",
  "issue.resumed": "sent a stopped issue on",
  "issue.thawed": "made a stopped issue a draft again",
  "issue.removed": "removed a draft of an issue",
  "article.created": "started a news article",
  "article.changed": "changed a draft of a news article",
  "article.restored": "took earlier words of a news article back",
  "article.published": "published a news article",
  "article.corrected": "corrected a published news article",
  "article.unpublished": "took a news article off the site",
  "article.removed": "removed a draft of a news article",
  "picture.added": "added a picture for issues",
  "import.uploaded": "uploaded a list of subscribers",
  "import.days-chosen": "said how a list writes its days",
  "import.confirmed": "imported a list",
  "import.discarded": "deleted a list",
  "address.suppressed": "stopped emails to an address",
  "address.unsuppressed": "let emails to an address go again",
  "reconciliation.asked": "compared with Stripe or Resend by hand",
  "job.retried": "tried a failed job again",
  "room.added": "added a room",
  "room.renamed": "gave a room another name",
  "room.cost-set": "changed what a room costs",
  "room.moved": "changed the order of rooms",
  "room.closing": "set the day on which a room closes",
  "room.retired": "closed a room",
  "room.reopened": "kept or brought back a room",
  "room-update.written": "wrote an update about a room",
  "room-update.corrected": "corrected an update about a room",
  "room-update.removed": "took an update about a room off",
  "note.written": "wrote a note or a task",
  "task.done": "finished a task",
  "email.resent": "sent an email again",
  "claim.prepared": "prepared a Gift Aid claim",
  "claim.schedule-made": "made a claim’s schedule",
  "claim.sent": "sent a claim to HMRC",
  "claim.looked-up": "looked for a claim in HMRC’s list",
  "claim.decided": "decided about a claim whose answer was lost",
  "claim.rows-left-out": "left rows out of a claim",
  "claim.handed-in": "noted that a claim was handed in by HMRC’s form",
  "claim.paid": "recorded HMRC’s payment of a claim",
  "claim.discarded": "gave a claim up",
  "claim.records-made": "downloaded a claim’s records",
  "claim.details-corrected": "wrote a name or home for HMRC",
  "claim.gift-left-out": "excluded a donation from Gift Aid claims",
  "claim.hold-lifted": "let a donation be claimed again",
  "claim.donor-asked": "asked a donor about Gift Aid by email",
  "ledger.changed": "changed what journals call their accounts",
  "bank.lines-added": "added bank lines",
  "bank.line-matched": "said what a bank line is",
  "bank.line-removed": "deleted a bank line",
} as const;

export type AuditAction = keyof typeof auditActions;

/** What an entry is about: a kind and an id. A new kind is added here. */
export type AuditAbout = {
  kind:
    | "staff"
    | "session"
    | "passkey"
    | "page"
    | "audit"
    | "newsletter"
    | "issue"
    | "article"
    | "import"
    | "list"
    | "view"
    | "gift"
    | "fund"
    | "appeal"
    | "plan"
    | "room"
    | "room-update"
    | "claim"
    | "declaration"
    | "note"
    | "job"
    | "picture"
    | "address"
    | "reconciliation"
    | "supporter";
  id: string;
};

/** Facts before and after. Never a supporter's name, address or words: the log can't forget. */
export type AuditFacts = { [name: string]: string | number | boolean | null | AuditFacts };

/** Stands for a value that the log must not keep. */
export const hidden = "(not kept here)";
