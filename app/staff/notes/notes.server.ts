import { now } from "~/platform/clock";
import { db, type Tx } from "~/platform/database/db.server";
import { fromDateColumn, toDateColumn } from "~/platform/london-dates";
import { recordAudit } from "../audit/record-audit.server";
import type { NoteForm } from "./note-form";

type Author = { id: string; network: string };

/**
 * Keeps a note or a task about a supporter. A form that is sent twice keeps it once.
 * @param id the form's id, which becomes the note's
 */
export async function writeNote(
  tx: Tx,
  by: Author,
  { id, supporterId, text, dueOn }: NoteForm & { id: string; supporterId: string },
): Promise<void> {
  const data = { id, supporterId, text, writtenById: by.id, writtenAt: now(), dueOn: dueOn === null ? null : toDateColumn(dueOn) };
  const { count } = await tx.staffNote.createMany({ data: [data], skipDuplicates: true });
  if (count > 0)
    await recordAudit(tx, by, { action: "note.written", about: { kind: "note", id }, became: { supporter: supporterId, dueOn } });
}

/** Ticks a task off. @returns refused "not-open": it is done already, was no task, or is not about this supporter */
export async function finishTask(
  tx: Tx,
  by: Author,
  { id, supporterId }: { id: string; supporterId: string },
): Promise<{ done: true } | { refused: "not-open" }> {
  const { count } = await tx.staffNote.updateMany({
    where: { id, supporterId, dueOn: { not: null }, doneAt: null },
    data: { doneAt: now(), doneById: by.id },
  });
  if (count === 0) return { refused: "not-open" };
  await recordAudit(tx, by, { action: "task.done", about: { kind: "note", id } });
  return { done: true };
}

export type OpenTask = { id: string; supporterId: string; name: string; text: string; dueOn: string; writtenBy: string };

/** Tasks that are not done and due by a London date, the oldest first; all of one supporter's where one is named. */
export async function listOpenTasks({ until, supporterId }: { until?: string; supporterId?: string }): Promise<OpenTask[]> {
  const tasks = await db.staffNote.findMany({
    where: {
      doneAt: null,
      dueOn: { not: null, ...(until !== undefined && { lte: toDateColumn(until) }) },
      ...(supporterId !== undefined && { supporterId }),
    },
    include: { supporter: { select: { firstName: true, lastName: true } }, writtenBy: { select: { name: true } } },
    orderBy: [{ dueOn: "asc" }, { id: "asc" }],
    take: 100,
  });
  return tasks.flatMap(({ id, supporterId: of, text, dueOn, supporter, writtenBy }) => {
    const name = [supporter.firstName, supporter.lastName].filter(Boolean).join(" ") || "no name";
    return dueOn ? [{ id, supporterId: of, name, text, dueOn: fromDateColumn(dueOn), writtenBy: writtenBy.name }] : [];
  });
}

/** Two supporters become one: what was noted of the other is noted of this one. */
export const moveNotes = async (tx: Tx, { supporterId, otherId }: { supporterId: string; otherId: string }): Promise<void> =>
  void (await tx.staffNote.updateMany({ where: { supporterId: otherId }, data: { supporterId } }));
