import type { Prisma } from "~/../prisma/client/client";

/** What the records show of a row. */
export const recordRowParts = {
  gifts: {
    include: {
      donation: { select: { reference: true, paidAt: true } },
      declaration: { include: { changes: { orderBy: { reportedAt: "asc" } } } },
    },
    orderBy: { id: "asc" },
  },
} satisfies Prisma.ClaimRowInclude;
export type RecordRow = Prisma.ClaimRowGetPayload<{ include: typeof recordRowParts }>;
