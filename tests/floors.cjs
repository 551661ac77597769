/**
 * The house's floors: who may import whom. From the ground up: platform and emails; help and
 * supporters; newsletter and giving; sponsorship; staff; then the tables and commands at the top of app/. The sandbox
 * stands beside the house. Screens may combine rooms.
 */
const rooms = "about|help|supporters|newsletter|giving|sponsorship|staff";
const app = (names) => `^app/(${names})/`;
const screens = "/routes/|/ui/";
const server = "[.]server[.]tsx?$";
const never = (name, from, to) => ({ name, severity: "error", from, to });

module.exports = {
  forbidden: [
    never("no-circles", {}, { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } }),
    never("everything-resolves", {}, { couldNotResolve: true, pathNot: "^virtual:|[?](raw|inline|url)$" }),
    never("nothing-imports-a-screen", { pathNot: "^(app/(routes|root|entry)|tests/)" }, { path: "^app/.*/routes/" }),
    never("platform-knows-no-room", { path: app("platform") }, { path: app(rooms) }),
    never("rooms-know-no-front-door", { path: app(`platform|${rooms}`) }, { path: "^app/[^/]+$", pathNot: "^app/people[.]server[.]ts$" }),
    never(
      "only-screens-ask-all-rooms-of-people",
      { path: app(`platform|${rooms}`), pathNot: "/routes/" },
      { path: "^app/people[.]server[.]ts$" },
    ),
    never("rooms-know-no-sandbox", { path: app(`platform|${rooms}`) }, { path: app("sandbox") }),
    never(
      "only-the-front-door-and-its-command-start-the-sandbox",
      { path: "^app/", pathNot: "^app/sandbox/" },
      { path: app("sandbox"), pathNot: "^app/sandbox/start[.]ts$" },
    ),
    never(
      "nothing-else-starts-the-sandbox",
      { path: "^app/", pathNot: "^app/(server[.]ts|commands/sandbox[.]ts|sandbox/)" },
      { path: app("sandbox") },
    ),
    never("sandbox-knows-nothing-of-the-site", { path: app("sandbox") }, { path: "^(app|emails|prisma)/", pathNot: "^app/sandbox/" }),
    never("no-circles-in-the-sandbox", { path: app("sandbox") }, { circular: true }),
    never("supporters-at-the-bottom", { path: app("supporters"), pathNot: screens }, { path: app("newsletter|giving|sponsorship|staff") }),
    never("giving-below-sponsorship", { path: app("giving"), pathNot: screens }, { path: app("newsletter|sponsorship|staff|about") }),
    never("sponsorship-below-staff", { path: app("sponsorship"), pathNot: screens }, { path: app("staff|about") }),
    never("help-stands-alone", { path: app("help") }, { path: app("supporters|newsletter|giving|sponsorship|staff|about") }),
    never("help-needs-no-database", { path: app("help") }, { path: "^(app/platform/(db|jobs|mail|payments)|prisma/)" }),
    never(
      "rules-are-pure",
      { path: app(rooms), pathNot: [screens, server] },
      { path: [server, "^node_modules/(stripe|resend|@prisma)"], dependencyTypesNot: ["type-only"] },
    ),
    never(
      "only-payments-speaks-stripe",
      { path: "^app/", pathNot: "^app/(platform/payments|sandbox/stripe)/" },
      { path: "^node_modules/stripe" },
    ),
    never("only-mail-speaks-resend", { path: "^app/", pathNot: "^app/(platform/mail|sandbox/resend)/" }, { path: "^node_modules/resend" }),
    never("letters-know-no-app", { path: "^emails/" }, { path: "^app/" }),
    never("app-knows-no-tests", { path: "^(app|emails)/" }, { path: "^tests/" }),
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
    doNotFollow: { path: "node_modules|prisma/client" },
    exclude: { path: "^prisma/client" },
  },
};
