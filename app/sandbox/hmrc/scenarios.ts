import type { MessageError } from "./check-structure";

/** What becomes of a claim that is in order. */
export type Scenario =
  /** Taken, after so many more acknowledgements; the receipt right, with another mark, or not there. */
  | { kind: "accept"; acknowledgements?: number; receipt?: "right" | "wrong" | "none" }
  /** Refused at once with one of HMRC's numbers, such as 1000, 1001, 1046, 2005, 3000. `kept`: it is there all the same. */
  | { kind: "error"; number: string; kept?: boolean }
  /** Acknowledged, and such an error when it is asked after. */
  | { kind: "late-error"; number: string }
  /** 3001: these lines of the claim are refused, from 1, at an element such as Sur; further errors beside them. */
  | { kind: "refuse"; lines: number[]; element?: string; also?: MessageError[] }
  /** No answer but a status, such as 503. */
  | { kind: "status"; status: number; kept?: boolean }
  /** The connection breaks before the answer, though HMRC has the claim. */
  | { kind: "lost"; kept: boolean }
  /** Something else than XML. */
  | { kind: "not-xml"; kept?: boolean };

/** Named ones, for the control page and the command line. */
export const namedScenarios: Record<string, Scenario> = {
  accepted: { kind: "accept" },
  "accepted after three polls": { kind: "accept", acknowledgements: 3 },
  "accepted without a receipt": { kind: "accept", receipt: "none" },
  "accepted with a wrong mark": { kind: "accept", receipt: "wrong" },
  "1000 system failure": { kind: "error", number: "1000" },
  "1001 envelope": { kind: "error", number: "1001" },
  "1046 credentials": { kind: "error", number: "1046" },
  "2005 silent, though taken": { kind: "error", number: "2005", kept: true },
  "3000 processing failed": { kind: "late-error", number: "3000" },
  "3001 line 1 refused": { kind: "refuse", lines: [1], element: "Sur" },
  "3001 line 2 refused": { kind: "refuse", lines: [2], element: "Sur" },
  "3001 lines 1 and 2 refused": { kind: "refuse", lines: [1, 2] },
  "503 away": { kind: "status", status: 503 },
  "answer lost, though taken": { kind: "lost", kept: true },
  "answer lost, and not taken": { kind: "lost", kept: false },
  "not XML": { kind: "not-xml" },
};

/** A scenario by its name; of "3001 line n refused" any line. */
export function findScenario(name: string): Scenario | undefined {
  const line = /^3001 line (\d{1,4}) refused$/.exec(name)?.[1];
  return line === undefined ? namedScenarios[name] : { kind: "refuse", lines: [Number(line)], element: "Sur" };
}

export const errorTexts: Record<string, string> = {
  "1000": "System failure. The submission of this document has failed.",
  "1001": "The submission of this document has failed: the envelope is not valid.",
  "1046": "Authentication Failure. The supplied user credentials failed validation for the requested service.",
  "2000": "The correlation ID is not known.",
  "2005": "The back end system did not respond in time. The submission may or may not have been accepted.",
  "3000": "The processing of your document submission failed. Please re-submit.",
};
