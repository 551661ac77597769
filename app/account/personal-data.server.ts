import { givingPeople } from "~/giving/personal-data.server";
import { newsletterPeople } from "~/newsletter/personal-data.server";
import { sponsorshipPeople } from "~/sponsorship/personal-data.server";
import { supportersPeople } from "~/supporters/personal-data.server";
import type { ErasureStep, RoomOfPeople } from "~/supporters/privacy/personal-data";

/**
 * What each room knows of a person and how it forgets them, from the top of the house down: payments stop first, and the
 * person's own row goes last. A room that keeps something new about people stands here, and tells and erases it.
 */
export const people: readonly RoomOfPeople[] = [sponsorshipPeople, givingPeople, newsletterPeople, supportersPeople];

/** All that is done when somebody is erased, in order. */
export const erasureSteps: readonly ErasureStep[] = people.flatMap(({ erases }) => erases);
