import { expect, test } from "vitest";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { erasureSteps, personalDataModules } from "~/account/personal-data.server";
import { eraseSupporter } from "~/supporters/privacy/erase-supporter.server";
import * as eraseConfirm from "~/account/routes/erase-confirm";
import { exportPersonalData } from "~/supporters/privacy/export-personal-data.server";
import {
  aDonationForm,
  aDonationFormWithGiftAid,
  completeDonation,
  listSentSubjects,
  runJobs,
} from "tests/support/giving/donation-harness";
import { getPlanAfterJobs, joinPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { getSupporterId, postForm, signInAs } from "tests/support/supporters/supporter-requests";

usePlanHarness();

const email = "adaline@example.org";

/** Everything in the database that could name the person. */
async function findPersonalTraces(): Promise<string[]> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('_prisma_migrations', 'declaration', 'declaration_change')`;
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await db.$queryRawUnsafe<{ row: string }[]>(`SELECT row_to_json(t)::text AS row FROM "${name}" AS t`);
    for (const { row } of rows) if (/adaline|lovelamp|candle|for the rooms/i.test(row)) found.push(`${name}: ${row}`);
  }
  return found;
}

test("erasure stops plans, deletes Stripe's customers, and leaves sums without names; a declaration stays with the gift it is for", async () => {
  const plan = await joinPlan();
  const id = plan.supporterId ?? "";
  const gift = await completeDonation({ card: "visa" }, aDonationFormWithGiftAid({ message: "For the rooms", wantsNews: true }));
  await completeDonation({ card: "declined" }, aDonationForm({ message: "For the rooms" }));
  const cookie = await signInAs(id);
  expect((await postForm(eraseConfirm, "/supporter/erase/confirm", {}, { cookie })).status).toBe(400);
  expect(await db.erasure.count()).toBe(0);
  const done = await postForm(eraseConfirm, "/supporter/erase/confirm", { sure: "yes" }, { cookie });
  expect([done.status, done.headers.get("location")]).toEqual([303, "/supporter/erased"]);
  expect((await getPlanAfterJobs(plan.id)).status).toBe("cancelled");
  await runJobs();
  expect(listSentSubjects()[listSentSubjects().length - 1]).toBe("Your data has been deleted at Roomlight");
  expect(await findPersonalTraces()).toHaveLength(1);
  // The last email is sent: at night the address goes, too.
  await db.$executeRaw`SELECT FROM graphile_worker.add_job('purge', '{}'::json)`;
  await runJobs();
  expect(await findPersonalTraces()).toEqual([]);
  expect(await db.supporter.count()).toBe(0);
  expect(await db.donation.findUnique({ where: { id: gift.id } })).toMatchObject({
    giftPence: 3000,
    status: "paid",
    firstName: "",
    declarationId: gift.declarationId,
  });
  expect(await db.declaration.findMany()).toMatchObject([{ id: gift.declarationId, house: "1 Candle Street" }]);
  const { listCustomerIdsByEmail } = await import("~/platform/payments/customers.server");
  expect([...(await listCustomerIdsByEmail(email)), ...(await listCustomerIdsByEmail("Adaline@Example.org"))]).toEqual([]);
  // Whoever comes back is somebody new.
  expect((await completeDonation({ card: "visa" })).supporterId).not.toBe(id);
});

test("erasure that meets an outage keeps everything, says so, and is finished by the same call or by itself", async () => {
  const plan = await joinPlan();
  const id = plan.supporterId ?? "";
  const cookie = await signInAs(id);
  const apiUrl = config.stripe.apiUrl;
  config.stripe.apiUrl = "http://127.0.0.1:9";
  const refused = await postForm(eraseConfirm, "/supporter/erase/confirm", { sure: "yes" }, { cookie });
  expect([refused.status, refused.shown["retryLater"]]).toEqual([503, true]);
  expect(await db.supporter.findUnique({ where: { id } })).toMatchObject({ email, firstName: "Adaline" });
  config.stripe.apiUrl = apiUrl;
  await runJobs();
  expect(await db.erasure.findMany()).toMatchObject([{ finishedAt: expect.any(Date) as Date }]);
  expect((await getPlanAfterJobs(plan.id)).status).toBe("cancelled");
  expect(await db.outgoingEmail.count({ where: { kind: "erased" } })).toBe(1);
});

test("killed after any step, or asked for twice at once, erasure ends in the same rows and one email", async () => {
  for (let stop = 0; stop < erasureSteps.length; stop++) {
    const gift = await completeDonation({ card: "visa" }, aDonationFormWithGiftAid());
    const id = getSupporterId(gift);
    const dying = erasureSteps.map((step, index) =>
      index === stop
        ? {
            ...step,
            run: async (person: Parameters<typeof step.run>[0]) => {
              await step.run(person);
              throw new Error("killed");
            },
          }
        : step,
    );
    await expect(eraseSupporter(id, dying)).rejects.toThrow("killed");
    await Promise.all([eraseSupporter(id, erasureSteps), eraseSupporter(id, erasureSteps)]);
    expect(await db.supporter.count()).toBe(0);
    expect(await db.donation.count({ where: { NOT: { email: "" } } })).toBe(0);
  }
  expect(await db.outgoingEmail.count({ where: { kind: "erased" } })).toBe(erasureSteps.length);
  expect(await exportPersonalData("nobody", personalDataModules)).toBeNull();
});
