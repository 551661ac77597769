import type { Fund } from "~/../prisma/client/client";
import { db, type Tx } from "~/platform/database/db.server";
import { pence, type Pence } from "~/platform/money";
import { fundLabel } from "./fund";

/** A fund with what the charity has of its gifts: paid ones, less what went back of them. */
export type FundWithSums = Fund & { gifts: number; net: Pence; appeals: number };

/** Every fund: those that take gifts first, the general one at the top. */
export async function listFunds(): Promise<FundWithSums[]> {
  const [funds, sums] = await Promise.all([
    db.fund.findMany({ include: { _count: { select: { appeals: true } } }, orderBy: { name: "asc" } }),
    db.$queryRaw<{ id: string; gifts: number; net: number }[]>`
      SELECT fund_id AS id, count(*)::int AS gifts,
        coalesce(sum(gift_pence + cover_pence - refunded_pence) FILTER (WHERE status = 'paid'), 0)::float8 AS net
      FROM donation WHERE paid_at IS NOT NULL AND status <> 'void' GROUP BY fund_id`,
  ]);
  const sumOf = new Map(sums.map((sum) => [sum.id, sum]));
  const rank = ({ closedAt, restricted }: Fund) => (closedAt ? 2 : restricted ? 1 : 0);
  return funds
    .map(({ _count, ...fund }) => {
      const { gifts = 0, net = 0 } = sumOf.get(fund.id) ?? {};
      return { ...fund, appeals: _count.appeals, gifts, net: pence(net) };
    })
    .toSorted((one, other) => rank(one) - rank(other));
}

/** Every fund's name, for lists and filters; unrestricted ones first. */
export const listFundNames = (): Promise<Pick<Fund, "id" | "name" | "restricted" | "closedAt">[]> =>
  db.fund.findMany({
    select: { id: true, name: true, restricted: true, closedAt: true },
    orderBy: [{ restricted: "asc" }, { name: "asc" }],
  });

export const findFund = (id: string): Promise<Fund | null> => db.fund.findUnique({ where: { id } });

/** A fund that takes gifts, held so that it stays open until the transaction ends. Null: it is closed, or there is none. */
export async function holdOpenFund(tx: Tx, id: string): Promise<Fund | null> {
  await tx.$queryRaw`SELECT id FROM fund WHERE id = ${id} FOR SHARE`;
  return await tx.fund.findFirst({ where: { id, closedAt: null } });
}

/** A gift with where it belongs now. */
export const findGiftForMove = (id: string) =>
  db.donation.findUnique({ where: { id }, include: { fund: true, appeal: { select: { name: true } } } });

/** Where a gift can be moved: every open fund, and every appeal that was published and whose fund is open. */
export async function listMoveTargets(): Promise<{ value: string; label: string }[]> {
  const [funds, appeals] = await Promise.all([
    listFundNames(),
    db.appeal.findMany({
      where: { status: { not: "draft" }, fund: { closedAt: null } },
      select: { id: true, name: true, fund: { select: { name: true, restricted: true } } },
      orderBy: { name: "asc" },
    }),
  ]);
  return [
    ...funds.filter(({ closedAt }) => closedAt === null).map((fund) => ({ value: `fund:${fund.id}`, label: fundLabel(fund) })),
    ...appeals.map(({ id, name, fund }) => ({ value: `appeal:${id}`, label: `Appeal “${name}”: ${fundLabel(fund)}` })),
  ];
}
