import type { Block } from "emails/newsletter/issue-blocks";
import { parseIssueBody } from "~/newsletter/issues/render-issue.server";

/**
 * Reads an appeal's story, written in the Markdown of newsletter issues, pictures included. The house of windows stays out: its figures are
 * those of the rooms.
 * @returns what is wrong, each with its line, for whoever writes; with errors it can't be published
 */
export async function parseStory(story: string): Promise<{ blocks: Block[]; errors: string[] }> {
  const { blocks, errors } = await parseIssueBody(story);
  const shown = blocks.filter(({ kind }) => kind !== "house");
  const words = errors.map((error) => error.replace("in a newsletter", "in an appeal").replace("the subject is", "the name is"));
  if (shown.length < blocks.length) words.push("The house of windows can’t stand in an appeal: its figures are those of the rooms.");
  return { blocks: shown, errors: words };
}

export const findStoryErrors = async (story: string): Promise<string[]> => (await parseStory(story)).errors;
