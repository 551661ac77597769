import { expect, it } from "vitest";
import { useDatabase } from "tests/support/database";
import { waitingJobs } from "tests/support/giving/donation-harness";
import { setClock } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { reportRestart, restartEmails } from "~/platform/database/embedded-postgres/report-restart.server";
import { renderEmail } from "~/platform/mail/render-email.server";

useDatabase();

it("staff get one email an hour about a database that was started again, however often that was", async () => {
  const at = (time: string) => setClock(() => new Date(`2026-09-07T${time}Z`));
  at("13:00:00");
  await reportRestart({ downMs: 1200 });
  at("13:59:59.999");
  await reportRestart({ downMs: 900 });
  expect(await db.outgoingEmail.findMany({ select: { kind: true, about: true } })).toEqual([
    { kind: "database-restarted", about: { hour: "2026-09-07T13" } },
  ]);
  expect((await waitingJobs()).map((job) => job.task)).toEqual(["send-email"]);

  const email = await restartEmails["database-restarted"]({ hour: "2026-09-07T13" });
  expect([email.to, email.subject]).toEqual([
    config.staffEmail,
    expect.stringMatching(/: The site’s database stopped and was started again$/),
  ]);
  const { text } = await renderEmail(email.body);
  expect(text).toContain("7 September 2026 at 14:00");
});
