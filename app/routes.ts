import { index, route, type RouteConfig } from "@remix-run/route-config";

/** The site map: address -> screen. Webhooks, health and files are the front door's (server.ts). */
export default [
  index("about/routes/home.tsx"),

  route("help/services", "help/routes/services.tsx"),
  route("help/services.json", "help/routes/services-json.ts"),
  route("help/changes.atom", "help/routes/changes-atom.ts"),
  route("help/keep-card.js", "help/routes/keep-card.ts"),
  route("help/*", "help/routes/page.tsx"),

  route("donate", "giving/routes/donate.tsx"),
  route("thank-you/:token", "giving/routes/thank-you.tsx"),

  route("newsletter", "newsletter/routes/sign-up.tsx"),
  route("newsletter/asked", "newsletter/routes/asked.tsx"),
  route("newsletter/forgotten", "newsletter/routes/forgotten.tsx"),
  route("newsletter/confirm/:token", "newsletter/routes/confirm.tsx"),
  route("newsletter/leave/:token", "newsletter/routes/leave.tsx"),
  route("newsletter/preferences/:token", "newsletter/routes/preferences.tsx"),
  route("newsletter/preferences/:token/erase", "newsletter/routes/erase.tsx"),
  route("newsletter/preferences/:token/what-we-hold.json", "newsletter/routes/data-json.ts"),

  route("sponsor", "sponsorship/routes/sponsor.tsx"),
  route("sponsor/thank-you/:token", "sponsorship/routes/thank-you.tsx"),
  route("rooms.json", "sponsorship/routes/rooms-json.ts"),

  route("supporter", "supporters/routes/home.tsx"),
  route("supporter/sign-in", "supporters/routes/sign-in.tsx"),
  route("supporter/sign-in/:token", "supporters/routes/sign-in-link.tsx"),
  route("supporter/sign-out", "supporters/routes/sign-out.tsx"),
  route("supporter/plans/:id", "sponsorship/routes/plan.tsx"),
  route("supporter/plans/:id/amount", "sponsorship/routes/plan-amount.tsx"),
  route("supporter/plans/:id/rhythm", "sponsorship/routes/plan-rhythm.tsx"),
  route("supporter/plans/:id/pause", "sponsorship/routes/plan-pause.tsx"),
  route("supporter/plans/:id/resume", "sponsorship/routes/plan-resume.tsx"),
  route("supporter/plans/:id/skip", "sponsorship/routes/plan-skip.tsx"),
  route("supporter/plans/:id/card", "sponsorship/routes/plan-card.tsx"),
  route("supporter/plans/:id/room", "sponsorship/routes/plan-room.tsx"),
  route("supporter/plans/:id/letters", "sponsorship/routes/plan-letters.tsx"),
  route("supporter/plans/:id/stop", "sponsorship/routes/plan-stop.tsx"),
  route("plan/:token", "sponsorship/routes/plan-link.tsx"),
  route("new-card/done/:page", "sponsorship/routes/new-card-done.tsx"),
  route("new-card/:token", "sponsorship/routes/new-card.tsx"),
  route("supporter/receipts/:reference", "supporters/routes/receipt.ts"),
  route("supporter/statements", "supporters/routes/statements.tsx"),
  route("supporter/statements/:file", "supporters/routes/statement.ts"),
  route("supporter/details", "supporters/routes/details.tsx"),
  route("supporter/email/:side/:token", "supporters/routes/email-change.tsx"),
  route("supporter/gift-aid", "supporters/routes/gift-aid.tsx"),
  route("supporter/gift-aid/:id/cancel", "supporters/routes/gift-aid-cancel.tsx"),
  route("supporter/data", "supporters/routes/data.tsx"),
  route("supporter/data/everything.json", "supporters/routes/everything.ts"),
  route("supporter/erase", "supporters/routes/erase.tsx"),
  route("supporter/erase/confirm", "supporters/routes/erase-confirm.tsx"),
  route("supporter/erased", "supporters/routes/erased.tsx"),

  route("privacy", "about/routes/privacy.tsx"),
  route("complaints", "about/routes/complaints.tsx"),
  route("accessibility", "about/routes/accessibility.tsx"),
  route("safeguarding", "about/routes/safeguarding.tsx"),
  route("direct-debit-guarantee", "about/routes/direct-debit-guarantee.tsx"),

  route("robots.txt", "about/routes/robots.ts"),
  route("sitemap.xml", "about/routes/sitemap.ts"),

  route("*", "about/routes/not-found.tsx"),
] satisfies RouteConfig;
