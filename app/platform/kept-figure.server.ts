import { now } from "./clock";
import { logError } from "./log.server";

/** A figure, and when it was counted. */
export type Counted<Figure> = { figure: Figure; at: Date };

/** Gives the figure of now where it is counted quickly; else the last one with when it was; null: it is being counted for the first time. */
export type KeptFigure<Figure> = () => Promise<Counted<Figure> | null>;

/**
 * A figure for which very many rows may have to be gone through: nobody's page waits for that. Where it is counted quickly it is counted anew
 * each time. What took longer is kept for twenty times as long; after that whoever asks sees it once more, and it is counted behind them.
 * @param options `name` for the log; `slowMs`: what takes longer is kept; `patienceMs`: so long a page waits where nothing is kept
 */
export function keepFigure<Figure>(
  count: () => Promise<Figure>,
  { name, slowMs, patienceMs }: { name: string; slowMs: number; patienceMs: number },
): KeptFigure<Figure> {
  let last: (Counted<Figure> & { tookMs: number }) | null = null;
  let counting: Promise<void> | null = null;
  let began = 0;
  const countNow = async () => {
    const at = now();
    began = performance.now();
    try {
      const figure = await count();
      last = { figure, at, tookMs: performance.now() - began };
    } catch (error) {
      logError(name, error);
    } finally {
      counting = null;
    }
  };
  return async () => {
    if (last && last.tookMs > slowMs) {
      if (Math.abs(now().getTime() - last.at.getTime()) > last.tookMs * 20) counting ??= countNow();
      return last;
    }
    // What was waited for in vain is not waited for again.
    if (counting && performance.now() - began > patienceMs) return last;
    const deadline = performance.now() + patienceMs;
    // One that was begun before may not know what was written since.
    if (counting) await within(patienceMs, counting);
    counting ??= countNow();
    await within(deadline - performance.now(), counting);
    return last;
  };
}

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)))]);
  clearTimeout(timer);
}
