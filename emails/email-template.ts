import type { ReactElement } from "react";

/** Who writes: what the head and the foot of every email say. All strings are ready to be read. */
export type Sender = {
  name: string;
  legalName: string;
  /** Such as "Registered with the Charity Commission, number 1234567"; null in the demonstration, which has none. */
  registration: string | null;
  postalAddress: string[];
  /** Absolute addresses, here and in every email. */
  siteUrl: string;
  privacyUrl: string;
  colours: { night: string; lamp: string };
};

/** One email of the site. */
export type EmailTemplate<Props> = {
  subject(props: Props): string;
  Body(props: Props): ReactElement;
  /** Made-up props for previews and tests, each under a name that says what it shows. */
  samples: Record<string, Props>;
};
