import { readFileSync } from "node:fs";
import { median } from "../statistics";

/** Bytes that a process held, each the median of ten seconds; `processor`: the share of one that it used. */
type Figures = { start: number; settled: number; middle: number; end: number; most: number; processor: number };
export type Memory = Record<string, Figures>;

const windowSeconds = 10;
const settlingSeconds = 60;
/** Linux counts processor time in hundredths of a second. */
const ticksPerSecond = 100;

/** Looks once a second at what processes hold. @param processes name -> number */
export function watchMemory(processes: Record<string, number>): { stop(): Memory } {
  const names = Object.keys(processes);
  const seen = new Map(names.map((name) => [name, [] as number[]]));
  const began = performance.now();
  const before = new Map(names.map((name) => [name, processorSeconds(processes[name] ?? 0)]));
  const look = () => {
    for (const name of names) seen.get(name)?.push(heldBy(processes[name] ?? 0));
  };
  look();
  const timer = setInterval(look, 1000);
  return {
    stop() {
      clearInterval(timer);
      const seconds = (performance.now() - began) / 1000;
      const figures = names.map((name): [string, Figures] => {
        const samples = seen.get(name) ?? [];
        // A short try settles in its first third.
        const settledAt = Math.min(settlingSeconds, Math.floor(samples.length / 3));
        const at = (first: number) => median(samples.slice(Math.max(0, first), Math.max(0, first) + windowSeconds));
        const used = processorSeconds(processes[name] ?? 0) - (before.get(name) ?? 0);
        return [
          name,
          {
            start: samples[0] ?? 0,
            settled: at(settledAt),
            middle: at(Math.floor(samples.length / 2)),
            end: at(samples.length - windowSeconds),
            most: Math.max(...samples),
            processor: used / seconds,
          },
        ];
      });
      return Object.fromEntries(figures);
    },
  };
}

const heldBy = (pid: number): number => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;

function processorSeconds(pid: number): number {
  // The name of a process may hold spaces: what follows its bracket are the fields from the third on.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
