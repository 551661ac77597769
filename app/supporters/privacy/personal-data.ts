/** A person as rooms know them: the supporter's id, and every email address they were ever known by here, in lower case. */
export type Person = { id: string; emails: string[] };

/** One part of the download of everything that is known about a person. */
export type PersonalDataPart = {
  /** A heading for it. */
  title: string;
  /** What it is and why it is kept, for the person who reads it. */
  description: string;
  /** Everything of it, ready for JSON. Only secrets (tokens, digests) may be left out. */
  load: (person: Person) => Promise<unknown>;
};

/** One thing that is done when a person is erased. It may be called again after it was done. Thrown outages are tried again later. */
export type ErasureStep = { name: string; run: (person: Person) => Promise<void> };

/**
 * What a room knows of people and how it forgets them. Each room that keeps something about a person has one, in the
 * table people.server.ts; the steps of all rooms are done in the order of the table.
 */
export type PersonalDataModule = {
  parts: Record<string, PersonalDataPart>;
  /** The ids that emails to this person are about. */
  listEmailSubjectIds: (person: Person) => Promise<string[]>;
  erasureSteps: ErasureStep[];
};

/** A step could not be done now, and the same call later goes on with it. Names nobody. */
export class RetryLaterError extends Error {
  readonly publicMessage: string;
  constructor(reason: string) {
    super(reason);
    this.name = "RetryLaterError";
    this.publicMessage = reason;
  }
}
