import type { Block } from "emails/newsletter/issue-blocks";
import { parseIssueBody } from "../issues/render-issue.server";

/**
 * Reads the words of an article, written in the Markdown of issues.
 * @returns what is wrong, each with its line, for whoever writes; with errors it can't be published
 */
export async function parseArticleBody(body: string): Promise<{ blocks: Block[]; errors: string[] }> {
  const { blocks, errors } = await parseIssueBody(body);
  const inWords = (error: string) =>
    error.replace("in a newsletter", "in an article").replace("the subject is", "the title is").replace("can’t be sent", "can’t be used");
  return { blocks, errors: errors.map(inWords) };
}
