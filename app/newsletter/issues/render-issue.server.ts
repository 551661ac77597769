import { issue as issueLetter, type IssueProps } from "emails/issue";
import type { House } from "emails/issue-blocks";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { renderLetter, type RenderedLetter } from "~/platform/mail/render-email.server";
import { sender } from "~/platform/mail/sender.server";
import { readIssue, type ReadIssue } from "./parse-issue";
import { linkProperty } from "../resend-sync/resend-ids.server";
import type { Topic } from "../subscription";

/** Asks for the house of windows as it is now; null: the figures can't be read. */
export type AskHouse = () => Promise<House | null>;

export type IssueWords = { slug: string; topic: Topic; subject: string; preview: string; body: string };

/** Where the links of a letter lead. */
type Links = Pick<IssueProps, "preferencesUrl" | "leaveUrl">;

/**
 * What Resend fills in for each reader. Its own page to leave is in the letter beside ours: it is what mail programs'
 * one click leads to, and works while our site does not.
 */
const eachReaders: Links = {
  preferencesUrl: `${config.baseUrl}/newsletter/preferences/{{{contact.${linkProperty}}}}`,
  leaveUrl: "{{{RESEND_UNSUBSCRIBE_URL}}}",
};

/** For a preview, where there is no reader: links that explain themselves. */
const nobodys: Links = { preferencesUrl: `${config.baseUrl}/newsletter`, leaveUrl: `${config.baseUrl}/newsletter` };

const whyWords: Record<Topic, string> = {
  news: "You get this because you asked for our letters with news.",
  events: "You get this because you asked for our letters about events.",
  appeals: "You get this because you asked for our letters with appeals.",
};

export const archiveUrl = (slug: string): string => `${config.baseUrl}/newsletter/archive/${slug}`;

/** Reads the words of an issue into blocks. */
export async function readWords(body: string): Promise<ReadIssue> {
  const wanted = [...body.matchAll(/picture:([\w-]+)/g)].map(([, id = ""]) => id);
  const pictures = await db.newsPicture.findMany({ where: { id: { in: wanted } }, select: { id: true, wide: true, tall: true } });
  return readIssue(body, pictures, config.baseUrl);
}

const propsOf = (words: IssueWords, read: ReadIssue, house: House | null, links: Links): IssueProps => ({
  sender: sender(),
  subject: words.subject,
  preview: words.preview,
  blocks: read.blocks,
  house,
  why: whyWords[words.topic],
  archiveUrl: archiveUrl(words.slug),
  ...links,
});

/** An issue as a letter: for Resend with each reader's own links to be filled in, or as a preview with nobody's. */
export async function issueAsLetter(words: IssueWords, house: House | null, { preview }: { preview: boolean }): Promise<RenderedLetter> {
  const props = propsOf(words, await readWords(words.body), house, preview ? nobodys : eachReaders);
  return await renderLetter(issueLetter.Body(props));
}

/** The same as an element, for a letter that is sent by itself. */
export async function issueElement(words: IssueWords, house: House | null) {
  return issueLetter.Body(propsOf(words, await readWords(words.body), house, nobodys));
}

/** Whether it fits: mail programs cut letters off from 102 KB on, and each reader's own links have yet to come in. */
export const fitsInMail = ({ html }: RenderedLetter): boolean => Buffer.byteLength(html) < 101 * 1024;
