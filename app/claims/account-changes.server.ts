import { now } from "~/platform/clock";
import { newId } from "~/platform/ids.server";
import { recordAudit } from "~/staff/audit/record-audit.server";
import type { AccountChangeModule } from "~/supporters/account-changes";

/**
 * Claims hang on gifts and declarations, so a merge changes nothing of them. Undone, a gift may have been claimed under a declaration that
 * is somebody else's again: it is left out, so that its tax is taken off the next claim.
 */
export const claimsAccountChanges: AccountChangeModule = {
  name: "claims",
  linkedTables: [],
  describeContents: () => Promise.resolve([]),
  onMerge: () => Promise.resolve(null),
  async onUnmerge(tx, { supporterId, otherId, staff }) {
    const gifts = await tx.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT d.id FROM donation d JOIN claim_gift g ON g.donation_id = d.id AND g.released_at IS NULL
      WHERE d.supporter_id IN (${supporterId}, ${otherId})
        AND NOT EXISTS (SELECT FROM declaration c WHERE c.id = g.declaration_id AND c.supporter_id = d.supporter_id)
        AND NOT EXISTS (SELECT FROM donation own WHERE own.declaration_id = g.declaration_id AND own.supporter_id = d.supporter_id)
        AND NOT EXISTS (SELECT FROM plan own WHERE own.declaration_id = g.declaration_id AND own.supporter_id = d.supporter_id)
        AND NOT EXISTS (SELECT FROM claim_hold h WHERE h.donation_id = d.id AND h.lifted_at IS NULL)
      ORDER BY d.id`;
    const note = "It was claimed under the declaration of a record that was one with its donor's by mistake";
    for (const { id: donationId } of gifts) {
      await tx.claimHold.create({
        data: { id: newId(), donationId, reason: "other", note, placedBy: staff.id, placedAt: now() },
      });
      await recordAudit(tx, staff, { action: "claim.gift-left-out", about: { kind: "gift", id: donationId }, became: { reason: "other" } });
    }
  },
  onNewEmail: () => Promise.resolve(),
  onNewName: () => Promise.resolve(),
};
