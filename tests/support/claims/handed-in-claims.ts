import { getClaim } from "~/claims/claims.server";
import { submitClaim } from "~/claims/hand-in/submit-claim.server";
import { prepareClaims } from "~/claims/prepare-claims.server";
import { db } from "~/platform/database/db.server";
import type { Scenario } from "~/sandbox/hmrc/scenarios";
import { addEligibleGift } from "./claim-gifts";
import { hmrc, passMinutes } from "./claim-harness";

/** Who acts in tests of claims. */
export const by = "robin";

/** Gifts of so many donors, prepared. @returns the claim's id */
export async function preparedClaim(donors = 3): Promise<string> {
  for (let index = 0; index < donors; index++) await addEligibleGift({ giftPence: 1000 * (index + 1) });
  const prepared = await prepareClaims(by);
  if ("refused" in prepared) throw new Error(`not prepared: ${prepared.refused}`);
  return prepared.claimIds[0] ?? "";
}
export const statusOf = async (id: string) => (await getClaim(id))?.status;
export const submissions = (claimId: string) => db.claimSubmission.findMany({ where: { claimId }, orderBy: { attempt: "asc" } });

/** Handed in, asked after until HMRC has decided. */
export async function submitted(scenario: Scenario, donors = 3): Promise<string> {
  const id = await preparedClaim(donors);
  hmrc.control.next(scenario);
  await submitClaim(id, by);
  await passMinutes(8);
  return id;
}
