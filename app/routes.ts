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

  route("privacy", "about/routes/privacy.tsx"),
  route("complaints", "about/routes/complaints.tsx"),
  route("accessibility", "about/routes/accessibility.tsx"),
  route("safeguarding", "about/routes/safeguarding.tsx"),
  route("direct-debit-guarantee", "about/routes/direct-debit-guarantee.tsx"),

  route("robots.txt", "about/routes/robots.ts"),
  route("sitemap.xml", "about/routes/sitemap.ts"),

  route("*", "about/routes/not-found.tsx"),
] satisfies RouteConfig;
