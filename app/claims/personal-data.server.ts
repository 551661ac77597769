import { whereSupporter } from "~/giving/gift-aid/declarations.server";
import { db } from "~/platform/database/db.server";
import type { PersonalDataModule } from "~/supporters/privacy/personal-data";

/** What is claimed of a person's gifts. The law has it kept, with name and home as HMRC was told, so erasing takes nothing out of it. */
export const claimsPersonalData: PersonalDataModule = {
  parts: {
    giftAidClaims: {
      title: "Gift Aid claims",
      description:
        "The lines of our Gift Aid claims that your donations stand in, with your name and home as HMRC was told, and donations that we excluded, with the reason.",
      load: async ({ id }) => {
        const lines = await db.claimRow.findMany({
          where: { gifts: { some: { donation: { supporterId: id } } } },
          include: {
            claim: { select: { number: true, status: true, preparedAt: true, acceptedAt: true, paidOn: true } },
            gifts: { where: { donation: { supporterId: id } } },
          },
          orderBy: [{ claimId: "asc" }, { position: "asc" }],
        });
        return {
          lines,
          takenOff: await db.claimAdjustment.findMany({ where: { donation: { supporterId: id } }, orderBy: { id: "asc" } }),
          leftOut: await db.claimHold.findMany({ where: { donation: { supporterId: id } }, orderBy: { placedAt: "asc" } }),
          writtenForHmrc: await db.claimCorrection.findMany({
            where: { declaration: whereSupporter(id) },
          }),
        };
      },
    },
  },
  listEmailSubjectIds: async ({ id }) => [id],
  erasureSteps: [],
};
