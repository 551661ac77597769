import { claimsPersonalData } from "~/claims/personal-data.server";
import { givingPersonalData } from "~/giving/personal-data.server";
import { newsletterPersonalData } from "~/newsletter/personal-data.server";
import { sponsorshipPersonalData } from "~/sponsorship/personal-data.server";
import { staffPersonalData } from "~/staff/personal-data.server";
import { supportersPersonalData } from "~/supporters/personal-data.server";
import type { ErasureStep, PersonalDataModule } from "~/supporters/privacy/personal-data";

/**
 * What each room knows of a person and how it forgets them, from the top of the house down: payments stop first, and the
 * person's own row goes last. A room that keeps something new about people stands here, and tells and erases it.
 */
export const personalDataModules: readonly PersonalDataModule[] = [
  claimsPersonalData,
  sponsorshipPersonalData,
  givingPersonalData,
  newsletterPersonalData,
  staffPersonalData,
  supportersPersonalData,
];

/** All that is done when somebody is erased, in order. */
export const erasureSteps: readonly ErasureStep[] = personalDataModules.flatMap((module) => module.erasureSteps);
