import { refusal, type Answer } from "./answer";

/** What can go wrong on purpose between a sender and the pretend Resend. */
export type Faults = {
  /** The next `times` requests are refused with this status, before anything is accepted. */
  refuseNext(status: 429 | 500 | 502 | 503, times: number): void;
  /** The next `times` requests are carried out, and then the connection is cut without an answer. */
  loseNextReplies(times: number): void;
  /** Every request is carried out at once, and its answer waits this long, in milliseconds. */
  delay(milliseconds: number): void;
  /** Nothing goes wrong any more. */
  clear(): void;
};

export type FaultPlan = Faults & {
  nextRefusal(): Answer | null;
  losesThisReply(): boolean;
  wait(): number;
};

const refusals: Record<429 | 500 | 502 | 503, () => Answer> = {
  429: () =>
    refusal(429, "rate_limit_exceeded", "Too many requests. Please slow down.", {
      "retry-after": "1",
    }),
  500: () => refusal(500, "internal_server_error", "An unexpected error occurred."),
  502: () => refusal(502, "application_error", "Bad gateway."),
  503: () => refusal(503, "application_error", "Service unavailable."),
};

export function planFaults(): FaultPlan {
  let refused: (429 | 500 | 502 | 503)[] = [];
  let lost = 0;
  let waiting = 0;
  return {
    refuseNext(status, times) {
      refused.push(...Array.from({ length: times }, () => status));
    },
    loseNextReplies(times) {
      lost = times;
    },
    delay(milliseconds) {
      waiting = milliseconds;
    },
    clear() {
      refused = [];
      lost = 0;
      waiting = 0;
    },
    nextRefusal() {
      const status = refused.shift();
      return status ? refusals[status]() : null;
    },
    losesThisReply() {
      if (lost === 0) return false;
      lost -= 1;
      return true;
    },
    wait: () => waiting,
  };
}
