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

  route("newsletter/archive", "newsletter/routes/archive.tsx"),
  route("newsletter/archive.atom", "newsletter/routes/archive-atom.ts"),
  route("newsletter/archive/:slug", "newsletter/routes/archived-issue.tsx"),
  route("newsletter/archive/:slug/share.png", "newsletter/routes/share-picture.ts"),
  route("newsletter/pictures/:id", "newsletter/routes/picture.ts"),

  route("desk", "newsletter/routes/desk.ts"),
  route("desk/sign-in", "newsletter/routes/desk-sign-in.tsx"),
  route("desk/newsletter", "newsletter/routes/desk-issues.tsx"),
  route("desk/newsletter/new", "newsletter/routes/desk-new-issue.tsx"),
  route("desk/newsletter/pictures", "newsletter/routes/desk-pictures.tsx"),
  route("desk/newsletter/:id", "newsletter/routes/desk-issue.tsx"),
  route("desk/newsletter/:id/preview", "newsletter/routes/desk-preview.tsx"),
  route("desk/newsletter/:id/letter", "newsletter/routes/desk-letter.ts"),
  route("desk/newsletter/:id/send", "newsletter/routes/desk-send.tsx"),

  route("sponsor", "sponsorship/routes/sponsor.tsx"),

  route("privacy", "about/routes/privacy.tsx"),
  route("complaints", "about/routes/complaints.tsx"),
  route("accessibility", "about/routes/accessibility.tsx"),
  route("safeguarding", "about/routes/safeguarding.tsx"),
  route("direct-debit-guarantee", "about/routes/direct-debit-guarantee.tsx"),

  route("robots.txt", "about/routes/robots.ts"),
  route("sitemap.xml", "about/routes/sitemap.ts"),

  route("*", "about/routes/not-found.tsx"),
] satisfies RouteConfig;
