import type { PlanStatus } from "~/sponsorship/plan-status";

export const planStatusLabels: Record<PlanStatus, string> = {
  starting: "Starting",
  active: "Active",
  late: "A payment failed",
  paused: "Paused",
  cancelled: "Stopped",
  lapsed: "Ended unpaid",
  pending: "Not completed",
  expired: "Abandoned",
};
