import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { formatLondonDate, fromDateColumn } from "~/platform/london-dates";
import { findPlanByCertificateLink, type LinkRefusal } from "../emailed-links.server";
import type { Certificate } from "./draw-certificate.server";

/**
 * The certificate behind a link, as it stands now: a room that was changed since is the new one. It stays when the sponsorship has
 * ended: it says from when on, not until when.
 * @returns refused as the link is, or "no-present": the plan is none any more, or was never agreed to
 */
export async function findCertificate(
  token: string,
): Promise<{ certificate: Certificate; reference: string } | LinkRefusal | { refused: "no-present" }> {
  const found = await findPlanByCertificateLink(token);
  if ("refused" in found) return found;
  const { tributeName, presentOn, agreedAt, roomId, reference } = found;
  if (!presentOn || !tributeName || !agreedAt) return { refused: "no-present" };
  const room = roomId === null ? null : await db.room.findUnique({ where: { id: roomId }, select: { name: true } });
  const { name, registration } = config.charity;
  return {
    reference,
    certificate: {
      recipient: tributeName,
      sponsor: [found.firstName, found.lastName].filter(Boolean).join(" "),
      from: formatLondonDate(fromDateColumn(presentOn)),
      room: room?.name ?? null,
      message: splitLines(found.tributeCardMessage),
      charity: {
        name,
        details: registration
          ? `Registered with ${registration.regulator}, number ${registration.number}. ${new URL(config.baseUrl).host}`
          : new URL(config.baseUrl).host,
      },
    },
  };
}

/** The sponsor's own words, without empty lines. */
export const splitLines = (message: string | null): string[] => (message ?? "").split("\n").filter((line) => line.trim() !== "");
