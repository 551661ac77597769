/**
 * Who may import whom. Layers, bottom up; a module imports only what is below it, its screens too.
 */
const layers = [
  ["emails", "^emails/"],
  ["platform", "^app/platform/"],
  ["help", "^app/help/"],
  ["staff", "^app/staff/"],
  ["supporters", "^app/supporters/"],
  ["giving", "^app/giving/"],
  ["sponsorship", "^app/sponsorship/"],
  ["claims", "^app/claims/"],
  ["accounts", "^app/accounts/"],
  ["newsletter", "^app/newsletter/"],
  ["about", "^app/about/"],
  ["account", "^app/account/"],
  ["desk", "^app/desk/"],
  ["webhooks", "^app/webhooks/"],
  ["top", "^app/[^/]+$|^app/commands/"],
];
const pathOf = Object.fromEntries(layers);
const never = (name, from, to) => ({ name, severity: "error", from, to });
const above = (name) => layers.slice(layers.findIndex(([layer]) => layer === name) + 1).map(([, path]) => path);

module.exports = {
  forbidden: [
    never("no-circles", {}, { circular: true }),
    never("everything-resolves", {}, { couldNotResolve: true, pathNot: "^virtual:|[?](raw|inline|url)$" }),
    ...layers.slice(0, -1).map(([name, path]) => never(`${name}-knows-nothing-above`, { path }, { path: above(name) })),
    never("screens-are-not-imported", { pathNot: "^(app/(routes|root|entry)|tests/)" }, { path: "^app/.*/routes/" }),
    never("emails-know-no-app", { path: pathOf.emails }, { path: "^app/" }),
    never("help-stands-alone", { path: pathOf.help }, { path: "^app/(?!help/|platform/)" }),
    never("help-needs-no-database", { path: pathOf.help }, { path: "^(app/platform/(database|jobs|mail|payments)|prisma/)" }),
    never(
      "the-site-knows-no-sandbox",
      { path: "^(app|emails)/", pathNot: "^app/(server[.]ts|commands/|sandbox/)" },
      { path: "^app/sandbox/" },
    ),
    never("the-sandbox-knows-no-site", { path: "^app/sandbox/" }, { path: "^(app/(?!sandbox/)|emails/)" }),
    never(
      "rules-are-pure",
      { path: "^app/(?!platform|sandbox|commands)[^/]+/", pathNot: ["/routes/|/ui/", "[.]server[.]tsx?$"] },
      { path: ["[.]server[.]tsx?$", "^node_modules/(stripe|resend|@prisma)"], dependencyTypesNot: ["type-only"] },
    ),
    never(
      "only-payments-speaks-stripe",
      { path: "^app/", pathNot: "^app/(platform/payments|sandbox/stripe)/" },
      { path: "^node_modules/stripe" },
    ),
    never("only-mail-speaks-resend", { path: "^app/", pathNot: "^app/(platform/mail|sandbox/resend)/" }, { path: "^node_modules/resend" }),
    // Drawing and printing weigh 50 MiB in a process that does neither; traces are off on most sites.
    never(
      "heavy-libraries-are-loaded-when-needed",
      { path: "^app/", pathNot: "^app/(commands|sandbox)/" },
      {
        path: "^node_modules/(sharp|pdfkit|@resvg|react-email|typescript|@opentelemetry)/",
        dynamic: false,
        dependencyTypesNot: ["type-only"],
      },
    ),
    never("the-product-knows-no-tests", { path: "^(app|emails)/" }, { path: "^(tests|bench)/" }),
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
    doNotFollow: { path: "node_modules|prisma/client" },
    exclude: { path: "^prisma/client" },
  },
};
