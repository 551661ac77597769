import { issue as issueEmail, type IssueProps } from "emails/newsletter/issue";
import type { House } from "emails/newsletter/issue-blocks";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { renderEmail, type RenderedEmail } from "~/platform/mail/render-email.server";
import { sender } from "~/platform/mail/sender.server";
import { parseIssue, type ParsedIssue } from "./parse/parse-issue";
import { preferencesProperty } from "../resend-sync/resend-ids.server";
import type { Topic } from "../subscription";

/** Asks for the house of windows as it is now; null: the figures can't be read. */
export type GetHouse = () => Promise<House | null>;

export type IssueContent = { slug: string; topic: Topic; subject: string; preview: string; body: string };

/** Where the links of an issue lead. */
type EmailLinks = Pick<IssueProps, "preferencesUrl" | "unsubscribeUrl">;

/**
 * What Resend fills in for each reader. Its own page to leave is in the issue beside ours: it is what mail programs'
 * one click leads to, and works while our site does not.
 */
const recipientLinks: EmailLinks = {
  preferencesUrl: `${config.baseUrl}/newsletter/preferences/{{{contact.${preferencesProperty}}}}`,
  unsubscribeUrl: "{{{RESEND_UNSUBSCRIBE_URL}}}",
};

/** For a preview, where there is no reader: links that explain themselves. */
const previewLinks: EmailLinks = { preferencesUrl: `${config.baseUrl}/newsletter`, unsubscribeUrl: `${config.baseUrl}/newsletter` };

const reasonTexts: Record<Topic, string> = {
  news: "You get this because you asked for our newsletter with news.",
  events: "You get this because you asked for our newsletter about events.",
  appeals: "You get this because you asked for our newsletter with appeals.",
};

/** Where an issue or an article is on the site. */
export const newsUrl = (slug: string): string => `${config.baseUrl}/news/${slug}`;

/** Reads the words of an issue into blocks. */
export async function parseIssueBody(body: string): Promise<ParsedIssue> {
  const imageIds = [...body.matchAll(/picture:([\w-]+)/g)].map(([, id = ""]) => id);
  const images = await db.newsletterImage.findMany({ where: { id: { in: imageIds } }, select: { id: true, width: true, height: true } });
  return parseIssue(body, images, config.baseUrl);
}

const issuePropsOf = (content: IssueContent, parsed: ParsedIssue, house: House | null, links: EmailLinks): IssueProps => ({
  sender: sender(),
  subject: content.subject,
  preview: content.preview,
  blocks: parsed.blocks,
  house,
  reason: reasonTexts[content.topic],
  pageUrl: newsUrl(content.slug),
  ...links,
});

/** An issue as an email: for Resend with each reader's own links to be filled in, or as a preview with nobody's. */
export async function renderIssueEmail(
  content: IssueContent,
  house: House | null,
  { preview }: { preview: boolean },
): Promise<RenderedEmail> {
  const props = issuePropsOf(content, await parseIssueBody(content.body), house, preview ? previewLinks : recipientLinks);
  return await renderEmail(issueEmail.Body(props));
}

/** The same as an element, for an email that is sent by itself. */
export async function composeIssueBody(content: IssueContent, house: House | null) {
  return issueEmail.Body(issuePropsOf(content, await parseIssueBody(content.body), house, previewLinks));
}

/** Whether it fits: mail programs cut issues off from 102 KB on, and each reader's own links have yet to come in. */
export const fitsSizeLimit = ({ html }: RenderedEmail): boolean => Buffer.byteLength(html) < 101 * 1024;
