import type { StaffRole } from "~/../prisma/client/enums";

export type { StaffRole };

/** What people at the desk may do. Each sees what a viewer sees; an administrator may do all. */
export const staffRoles = ["viewer", "editor", "treasurer", "administrator"] as const satisfies readonly StaffRole[];

export const roleNames: Record<StaffRole, string> = {
  viewer: "Viewer",
  editor: "Editor",
  treasurer: "Treasurer",
  administrator: "Administrator",
};

/** What a role may do, in words. */
export const roleDescriptions: Record<StaffRole, string> = {
  viewer: "Sees donations, sponsorships and people, and changes nothing",
  editor: "Writes and sends the newsletter, and looks after subscribers",
  treasurer: "Looks after money and Gift Aid",
  administrator: "May do everything: newsletter, money, the team, settings and erasure",
};

export const parseStaffRole = (text: string | undefined): StaffRole | null => staffRoles.find((role) => role === text) ?? null;
