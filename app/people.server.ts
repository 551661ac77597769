import { givingPeople } from "~/giving/people.server";
import { newsletterPeople } from "~/newsletter/people.server";
import { sponsorshipPeople } from "~/sponsorship/people.server";
import { supportersPeople } from "~/supporters/people.server";
import type { ErasureStep, RoomOfPeople } from "~/supporters/person";

/**
 * What each room knows of a person and how it forgets them, from the top of the house down: payments stop first, and the
 * person's own row goes last. A room that keeps something new about people stands here, and tells and erases it.
 */
export const people: readonly RoomOfPeople[] = [sponsorshipPeople, givingPeople, newsletterPeople, supportersPeople];

/** All that is done when somebody is erased, in order. */
export const erasureSteps: readonly ErasureStep[] = people.flatMap(({ erases }) => erases);
