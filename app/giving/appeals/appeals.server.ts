import type { Appeal, Fund } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { fromDateColumn, londonDate, toDateColumn } from "~/platform/london-dates";
import { pence } from "~/platform/money";
import { appealPhase, type AppealPhase, type Progress } from "./appeal";

/** An appeal as the rules take it: its last day as a London date, and how it stands now. */
export type KnownAppeal = Omit<Appeal, "endsOn"> & { endsOn: string | null; phase: AppealPhase; fund: Fund };

function toKnown({ endsOn, ...appeal }: Appeal & { fund: Fund }): KnownAppeal {
  const lastDay = endsOn && fromDateColumn(endsOn);
  return { ...appeal, endsOn: lastDay, phase: appealPhase({ status: appeal.status, endsOn: lastDay }, londonDate(now())) };
}

export async function findAppeal(id: string): Promise<KnownAppeal | null> {
  const row = await db.appeal.findUnique({ where: { id }, include: { fund: true } });
  return row && toKnown(row);
}

/** An appeal that was published, by its address; it may have ended since. Null: there is none, or it is a draft. */
export async function findPublishedAppeal(slug: string): Promise<KnownAppeal | null> {
  const row = await db.appeal.findFirst({ where: { slug, status: { not: "draft" } }, include: { fund: true } });
  return row && toKnown(row);
}

/** Those that take gifts now, the newest first. */
export async function listOpenAppeals(): Promise<KnownAppeal[]> {
  const rows = await db.appeal.findMany({
    where: { status: "published", OR: [{ endsOn: null }, { endsOn: { gte: toDateColumn(londonDate(now())) } }] },
    include: { fund: true },
    orderBy: [{ publishedAt: "desc" }, { id: "asc" }],
  });
  return rows.map(toKnown);
}

/** Every appeal with its progress, for the desk: drafts first, then by the day of publication. */
export async function listAppeals(): Promise<(KnownAppeal & { progress: Progress })[]> {
  const rows = await db.appeal.findMany({ include: { fund: true }, orderBy: [{ status: "asc" }, { createdAt: "desc" }] });
  const progress = await sumProgress(rows.map(({ id }) => id));
  return rows.map((row) => ({ ...toKnown(row), progress: progress.get(row.id) ?? nothing }));
}

/** Addresses of appeals for search engines: ended ones show what came of them. */
export const listAppealSlugs = async (): Promise<string[]> =>
  (await db.appeal.findMany({ where: { status: { not: "draft" } }, select: { slug: true }, orderBy: { slug: "asc" } })).map(
    ({ slug }) => slug,
  );

const nothing: Progress = { gifts: 0, net: pence(0) };

/** How far an appeal is: from its gifts as they are now. */
export const getProgress = async (id: string): Promise<Progress> => (await sumProgress([id])).get(id) ?? nothing;

async function sumProgress(ids: readonly string[]): Promise<Map<string, Progress>> {
  const rows = await db.$queryRaw<{ id: string; gifts: number; net: number }[]>`
    SELECT appeal_id AS id, count(*)::int AS gifts, sum(gift_pence + cover_pence - refunded_pence)::float8 AS net
    FROM donation WHERE appeal_id = ANY (${ids}) AND status = 'paid' GROUP BY appeal_id`;
  return new Map(rows.map(({ id, gifts, net }) => [id, { gifts, net: pence(net) }]));
}
