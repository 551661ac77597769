import type { Issue } from "~/../prisma/client/client";
import { createIssue } from "~/newsletter/issues/save-issue.server";
import { findIssue } from "~/newsletter/issues/issues.server";
import type { IssueForm } from "~/newsletter/issues/issue-form";

export const issueInput: IssueForm = {
  topic: "news",
  reach: "every",
  subject: "What a locked door means",
  preview: "One door, one key",
  body: "In a safe house the person inside **holds the key**.\n\n{{house}}\n\n[button: See the rooms](/sponsor)\n",
};

/** A draft of an issue. */
export async function anIssue(change: Partial<IssueForm> = {}): Promise<Issue> {
  return await loadIssue(await createIssue("site", { ...issueInput, ...change }));
}

export async function loadIssue(id: string): Promise<Issue> {
  const issue = await findIssue(id);
  if (!issue) throw new Error("there is no such issue");
  return issue;
}

/** Figures for the house of windows. */
export const getSampleHouse = async () => ({
  windows: [
    { name: "Alder", funded: 1 },
    { name: "Cedar", funded: 0.4 },
    { name: "Ash", funded: 0 },
  ],
  sentence: "3 rooms this week: 1 fully lit, 1 part lit, 1 waiting.",
  date: "24 November 2026",
});
