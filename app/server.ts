import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { join, resolve } from "node:path";
import { listHelpUrls } from "~/help/changes.server";
import { createDeskDoor } from "~/desk/door.server";
import { helpHead } from "~/help/ui/head.server";
import { urgentNumbers } from "~/help/contacts/urgent-numbers.server";
import { acceptsPostsWithoutOrigin, bodyLimits, headersFor } from "~/http-paths.server";
import { schedules, tasks } from "~/jobs.server";
import { RehearsalRefused, refuseRealGifts, rehearsalNotice } from "~/rehearsal.server";
import { runDueJobs } from "~/run-due-jobs.server";
import { startWorkerProcess } from "~/worker-process.server";
import { setClock, now } from "~/platform/clock";
import { config, type Config } from "~/platform/config/config.server";
import { sandboxValues } from "~/platform/config/sandbox-values";
import { isDatabaseAcceptingWork, openDatabase } from "~/platform/database/db.server";
import { logFailedRestarts, reportRestart } from "~/platform/database/embedded-postgres/report-restart.server";
import { MigrationFailed, MigrationsRefused } from "~/platform/database/migrations/apply-migrations.server";
import { checkReadiness } from "~/platform/database/readiness.server";
import { canonicalPaths } from "~/platform/http/canonical-path.server";
import { followChangedPages, usePageCache } from "~/platform/http/page-cache/changed-pages.server";
import { createHttpApp } from "~/platform/http/http-app.server";
import { limitHeapGrowth } from "~/platform/heap.server";
import { log } from "~/platform/log.server";
import { observeRequests, startMetrics } from "~/platform/telemetry/metrics.server";
import { startTraces } from "~/platform/telemetry/traces.server";
import { routePatterns } from "~/platform/http/route-patterns.server";
import { securityHeaders } from "~/platform/http/security-headers.server";
import { startWorker } from "~/platform/jobs/start-worker.server";
import { renderEmail } from "~/platform/mail/render-email.server";
import { checkoutOrigin } from "~/platform/payments/stripe.server";
import { deskStyles, styles } from "~/styles.server";
import { receiveResendWebhook } from "~/webhooks/resend.server";
import { handleStripeWebhook } from "~/webhooks/stripe.server";
import { stripeEventTypes } from "~/webhooks/stripe-events";

type StartOptions = {
  /** Remix's screens: the built ones, or a loader of the latest while they are being written. */
  build: ServerBuild | (() => Promise<ServerBuild>);
  /** Serves the files of a site that is being written; without it, the built files are served. */
  dev?: {
    middleware: (request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse, next: () => void) => void;
  };
};

export type RunningSite = { url: string; sandbox: { stripe: string; outbox: string; hmrc: string | null } | null; stop(): Promise<void> };

/**
 * Starts the whole site: database, sandboxes when nothing is to be real, jobs, and the front door.
 * stop() finishes what is in flight, in the reverse order.
 */
export async function startSite({ build, dev }: StartOptions): Promise<RunningSite> {
  const traces = config.traces && (await startTraces(config.traces));
  const database = await openDatabase(config, {
    onRestart: (restart) => void reportRestart(restart),
    onFailure: logFailedRestarts(),
  });
  if (config.isRehearsal) await refuseRealGifts(database);
  const sandbox = config.sandbox && (await openSandbox(config.sandbox));
  if (sandbox) setClock(() => sandbox.now());
  if (sandbox) await (await import("../prisma/demonstration")).fillWithDemonstration(now());
  const worker = config.worker === "none" ? null : startWorker({ url: database.url, tasks, schedules, log });

  const screens = createRequestHandler(build, dev ? "development" : "production");
  const { routes } = typeof build === "function" ? await build() : build;
  const helpPaths = listHelpUrls().map(({ path }) => path);
  const paths = Object.values(routes).flatMap((route) => route?.path ?? []);
  const canonicalPath = canonicalPaths([...paths, ...helpPaths]);
  const { server, pages, close } = createHttpApp({
    config,
    urgentNumbers,
    headers: securityHeaders({
      styleHashes: [styles.hash, deskStyles.hash, helpHead.styleHash],
      scriptHashes: [helpHead.scriptHash],
      formActions: [checkoutOrigin()],
      https: config.baseUrl.startsWith("https:"),
    }),
    renderScreen: createDeskDoor(
      Object.values(routes).filter((route) => route !== undefined),
      screens,
    ),
    staticDir: dev ? null : resolve("build/client"),
    devMiddleware: dev?.middleware ?? null,
    cachePages: !dev,
    webhooks: {
      "/webhooks/stripe": (rawBody, header) => handleStripeWebhook(rawBody, header("stripe-signature")),
      "/webhooks/resend": receiveResendWebhook,
    },
    readinessChecks: () => checkReadiness(config.databaseUrl === null ? config.dataDir : null),
    isAcceptingForms: isDatabaseAcceptingWork,
    headersFor,
    canonicalPath,
    bodyLimits,
    acceptsPostsWithoutOrigin,
  });

  try {
    await new Promise<void>((opened, failed) => server.once("error", failed).listen(config.port, config.host, opened));
  } catch (error) {
    await worker?.stop();
    await sandbox?.stop();
    await database.stop();
    throw error;
  }
  const metrics = config.metrics && (await startMetrics(config.metrics));
  if (metrics ?? traces) {
    const areas = new Set(["assets", "webhooks", ...paths.flatMap((path) => /^[\w.-]+/.exec(path)?.[0] ?? [])]);
    const routeOf = routePatterns(["", "assets/*", "healthz", "readyz", "status", "webhooks/stripe", "webhooks/resend", ...paths]);
    observeRequests(server, areas, traces ? (path) => routeOf(canonicalPath(path)) : undefined);
  }
  if (!dev) usePageCache(pages);
  // The embedded database is one process's.
  const stopFollowing = !dev && config.databaseUrl ? followChangedPages(database.url, pages) : null;
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : config.port;
  // One after the other, behind the first visitors: from then on each public page is ready when it is asked for.
  const warmPageCache = async () => {
    for (const path of ["/", "/sponsor", ...helpPaths]) await pages.refresh(path);
  };
  if (!dev) void warmPageCache().then(limitHeapGrowth);
  log.info({ port, mode: config.mode }, "the site is open");

  let stopping: Promise<void> | null = null;
  const stop = () =>
    (stopping ??= (async () => {
      usePageCache(null);
      await close();
      await stopFollowing?.();
      await metrics?.stop();
      await worker?.stop();
      await traces?.stop();
      await sandbox?.stop();
      await database.stop();
      log.info({}, "the site is closed");
    })());
  return {
    url: `http://127.0.0.1:${port}`,
    sandbox: sandbox && { stripe: sandbox.stripe, outbox: sandbox.resend, hmrc: sandbox.hmrc },
    stop,
  };
}

/** Starts the sandbox beside a site on which nothing is to be real. All of its code is loaded here, and never on a live site. */
async function openSandbox({ stripePort, resendPort, hmrcPort }: NonNullable<Config["sandbox"]>) {
  const [{ startSandbox }, { listSamples }] = await Promise.all([import("~/sandbox/start"), import("emails/index")]);
  // Webhooks take the short way on this machine, whatever name visitors know the site by.
  const site = new URL(config.baseUrl).hostname === "127.0.0.1" ? config.baseUrl : `http://127.0.0.1:${config.port}`;
  return await startSandbox({
    folder: join(config.dataDir, "sandbox"),
    stripe: {
      port: stripePort,
      merchant: config.charity.name,
      webhook: { url: `${site}/webhooks/stripe`, secret: config.stripe.webhookSecret, events: stripeEventTypes },
      runDueJobs,
    },
    resend: {
      port: resendPort,
      webhook: {
        url: `${site}/webhooks/resend`,
        secret: config.resend.webhookSecret,
        events: ["email.", "contact.updated", "contact.deleted", "contact.topics.updated", "suppression.added"],
      },
      samples: listSamples().map(({ element, ...sample }) => ({ ...sample, render: () => renderEmail(element) })),
    },
    hmrc: { port: hmrcPort, account: { senderId: sandboxValues.hmrcSenderId, password: sandboxValues.hmrcPassword } },
  });
}

/** What somebody who tries the site needs to know, on the terminal. */
export function printStartupInfo({ url, sandbox }: RunningSite): void {
  const lines = [
    "",
    `  ${config.charity.name} is open at  ${url}`,
    ...(sandbox
      ? [`  Pretend Stripe       ${sandbox.stripe}`, `  Pretend mail, read   ${sandbox.outbox}`, `  Pretend HMRC         ${sandbox.hmrc}`]
      : []),
    `  Its data is in       ${config.dataDir}`,
    "",
    sandbox
      ? "  Nothing is real: no money is taken and no emails are really sent."
      : "  Stripe’s test mode takes no real money. Emails are really sent.",
    ...(sandbox
      ? [
          "  Cards to try (any later date, any three digits):",
          "    4242 4242 4242 4242  is paid                4000 0000 0000 0002  is declined",
          "    4000 0025 0000 3155  asks for 3-D Secure    4000 0000 0000 9995  has not enough money",
          "    4000 0000 0000 0259  is disputed later",
          "  Direct Debit: sort code 10-88-00, account 00012345 is paid after some days (move the clock",
          "    in the pretend Stripe); account 22222227 is not.",
        ]
      : []),
    "  Ctrl-C stops it all; the data stays for the next time.",
    "",
  ];
  console.log(lines.join("\n"));
}

/** The built site opens as soon as it is run. */
async function startFromBundle(): Promise<void> {
  const site =
    config.worker === "only" ? await startWorkerProcess() : await startSite({ build: await import("virtual:remix/server-build") });
  if (config.mode !== "live") printStartupInfo(site);
  if (config.isRehearsal) console.log(rehearsalNotice);
  const shutDown = () => void site.stop().then(() => process.exit(0));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, shutDown);
}

if (import.meta.env.PROD) {
  startFromBundle().catch((error: unknown) => {
    const { code, port } = error as { code?: string; port?: number };
    console.error(
      code === "EADDRINUSE"
        ? `Port ${port} is taken by another program (or by a site that still runs): stop that, or choose other ports, such as PORT=3001 SANDBOX_STRIPE_PORT=4011 SANDBOX_RESEND_PORT=4021 SANDBOX_HMRC_PORT=4031 npm run try`
        : error instanceof MigrationsRefused || error instanceof MigrationFailed || error instanceof RehearsalRefused
          ? error.message
          : error,
    );
    process.exit(1);
  });
}
