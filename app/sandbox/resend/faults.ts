import { refusal, type Answer } from "./api/answer";

type Refusal = 429 | 500 | 502 | 503;
export type Watcher = (line: string, when: "before" | "after") => Promise<void> | void;

/** What can go wrong on purpose between a sender and the pretend Resend. */
export type Faults = {
  /** The next `times` requests are refused with this status, before anything is accepted. */
  refuseNext(status: Refusal, times: number): void;
  /** The next `times` requests are carried out, and then the connection is cut without an answer. */
  loseNextReplies(times: number): void;
  /**
   * The next `times` requests whose line, such as "POST /broadcasts", matches are refused, or carried out and not
   * answered ("lost").
   */
  failAt(line: RegExp, how: Refusal | "lost", times: number): void;
  /** Is called with each request's line just before it is carried out and just after, and may take its time. */
  watch(watcher: Watcher | null): void;
  /** Every request is carried out at once, and its answer waits this long, in milliseconds. */
  delay(milliseconds: number): void;
  /** Nothing goes wrong any more. */
  clear(): void;
};

export type FaultPlan = Faults & {
  nextRefusal(line: string): Answer | null;
  losesThisReply(line: string): boolean;
  notify(line: string, when: "before" | "after"): Promise<void>;
  wait(): number;
};

const refusals: Record<Refusal, () => Answer> = {
  429: () =>
    refusal(429, "rate_limit_exceeded", "Too many requests. Please slow down.", {
      "retry-after": "1",
      "ratelimit-remaining": "0",
      "ratelimit-reset": "1",
    }),
  500: () => refusal(500, "internal_server_error", "An unexpected error occurred."),
  502: () => refusal(502, "application_error", "Bad gateway."),
  503: () => refusal(503, "application_error", "Service unavailable."),
};

export function planFaults(): FaultPlan {
  let refused: Refusal[] = [];
  let lost = 0;
  let waiting = 0;
  let aimed: { line: RegExp; how: Refusal | "lost"; times: number }[] = [];
  let watcher: Watcher | null = null;
  const hit = (line: string, isMeant: (how: Refusal | "lost") => boolean) => {
    const found = aimed.find((fault) => fault.times > 0 && isMeant(fault.how) && fault.line.test(line));
    if (found) found.times -= 1;
    return found?.how;
  };
  return {
    refuseNext(status, times) {
      refused.push(...Array.from({ length: times }, () => status));
    },
    loseNextReplies(times) {
      lost = times;
    },
    failAt: (line, how, times) => void aimed.push({ line, how, times }),
    watch: (wanted) => void (watcher = wanted),
    async notify(line, when) {
      await watcher?.(line, when);
    },
    delay(milliseconds) {
      waiting = milliseconds;
    },
    clear() {
      refused = [];
      lost = 0;
      waiting = 0;
      aimed = [];
      watcher = null;
    },
    nextRefusal(line) {
      const status = refused.shift() ?? hit(line, (how) => how !== "lost");
      return status && status !== "lost" ? refusals[status]() : null;
    },
    losesThisReply(line) {
      if (hit(line, (how) => how === "lost")) return true;
      if (lost === 0) return false;
      lost -= 1;
      return true;
    },
    wait: () => waiting,
  };
}
