import { newId } from "./records";
import type { World } from "./world";

type Task = { id: string; name: string; about: string; at: number };

/** Plans a part's task. @param about the id that the task is handed @param at seconds since 1970 by the sandbox's clock */
export function plan(world: World, name: string, about: string, at: number): void {
  tasks(world).put({ id: newId("task"), name, about, at });
}

/** As plan, but for what is planned for that time already. */
export function planOnce(world: World, name: string, about: string, at: number): void {
  const id = `task_${name} ${about} ${at}`;
  if (!tasks(world).get(id)) tasks(world).put({ id, name, about, at });
}

/** When the next task is due, in seconds since 1970, or null. */
export function nextDue(world: World): number | null {
  return earliest(world)?.at ?? null;
}

/** Runs the earliest task that is due. @returns whether there was one */
export function runNextDue(world: World): boolean {
  const task = earliest(world);
  if (!task || task.at > world.clock.now().getTime() / 1000) return false;
  tasks(world).remove(task.id);
  const run = world.parts.find((part) => part.tasks && task.name in part.tasks)?.tasks?.[task.name];
  if (run) run(world, task.about);
  else console.warn(`stripe sandbox: nothing knows how to ${task.name}`);
  return true;
}

const tasks = (world: World) => world.store.table<Task>("_task");

function earliest(world: World): Task | undefined {
  let first: Task | undefined;
  for (const task of tasks(world).all()) if (!first || task.at < first.at) first = task;
  return first;
}
