import { expect, test } from "vitest";
import { claimEmails } from "~/claims/claim-emails.server";
import { prepareClaims } from "~/claims/prepare-claims.server";
import { submitClaim } from "~/claims/hand-in/submit-claim.server";
import { watchClaims } from "~/claims/watch-claims.server";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { addEligibleGift } from "tests/support/claims/claim-gifts";
import { passMinutes, passSeconds, useClaims } from "tests/support/claims/claim-harness";
import { staffMember } from "tests/support/desk/desk-requests";

useClaims();

const queued = async () =>
  (await db.outgoingEmail.findMany({ orderBy: [{ createdAt: "asc" }, { kind: "asc" }] })).map(({ kind, about }) => ({ kind, about }));

test("treasurers are told once when more than the set sum can be claimed, and again only after the next claim", async () => {
  const treasurer = await staffMember("treasurer");
  await staffMember("administrator");
  await addEligibleGift({ giftPence: 199_999 });
  await watchClaims();
  expect(await queued()).toEqual([]);
  await addEligibleGift({ giftPence: 100 });
  for (let morning = 0; morning < 2; morning++) await watchClaims();
  expect(await queued()).toEqual([{ kind: "claim-worth-making", about: { staffId: treasurer, after: "" } }]);
  const email = await claimEmails["claim-worth-making"]({ staffId: treasurer, after: "" });
  expect(email).toMatchObject({ to: "treasurer@example.org", subject: "Roomlight: £500.24 of Gift Aid can be claimed" });

  const prepared = await prepareClaims("robin");
  const [id = ""] = "claimIds" in prepared ? prepared.claimIds : [];
  await submitClaim(id, "robin");
  await passMinutes(1);
  await watchClaims();
  expect(await queued()).toHaveLength(1);
  // What was to be told is not true any more by the time it is written.
  expect(await claimEmails["claim-worth-making"]({ staffId: treasurer, after: "" })).toBeNull();
  await addEligibleGift({ giftPence: 300_000 });
  await watchClaims();
  const { number } = await db.claim.findFirstOrThrow();
  expect(await queued()).toContainEqual({ kind: "claim-worth-making", about: { staffId: treasurer, after: number } });
});

test("a deadline that is near is told once for each year; without a treasurer it goes to the charity's own address", async () => {
  await addEligibleGift({ paidAt: new Date("2022-05-01T12:00:00Z"), giftPence: 1000 });
  await watchClaims();
  expect(await queued()).toEqual([]);
  // 4 February 2027: sixty days before the end of 5 April.
  passSeconds(68 * 24 * 60 * 60);
  for (let morning = 0; morning < 2; morning++) await watchClaims();
  expect(await queued()).toEqual([{ kind: "claim-deadline", about: { staffId: "", deadline: "2027-04-05" } }]);
  expect(await claimEmails["claim-deadline"]({ staffId: "", deadline: "2027-04-05" })).toMatchObject({
    to: config.staffEmail,
    subject: "Roomlight: Claim Gift Aid by 5 April 2027",
  });
});
