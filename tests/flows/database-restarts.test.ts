import { expect, it } from "vitest";
import { freshDatabase } from "tests/builders/database";
import { waitingJobs } from "tests/builders/gift";
import { config } from "~/platform/config.server";
import { db } from "~/platform/db.server";
import { reportRestart, restartLetters } from "~/platform/embedded-postgres/report-restart.server";
import { renderLetter } from "~/platform/mail/render-letter.server";

freshDatabase();

it("staff get one email an hour about a database that was started again, however often that was", async () => {
  await reportRestart({ downMs: 1200 });
  await reportRestart({ downMs: 900 });
  const hour = new Date().toISOString().slice(0, 13);
  expect(await db.letter.findMany({ select: { kind: true, about: true } })).toEqual([{ kind: "database-restarted", about: hour }]);
  expect((await waitingJobs()).map((job) => job.task)).toEqual(["send-letter"]);

  const letter = await restartLetters["database-restarted"]?.("2026-09-07T13");
  expect([letter?.to, letter?.subject]).toEqual([
    config.staffEmail,
    expect.stringMatching(/: The site’s database stopped and was started again$/),
  ]);
  const { text } = await renderLetter(letter!.body);
  expect(text).toContain("7 September 2026 at 14:00");
});
