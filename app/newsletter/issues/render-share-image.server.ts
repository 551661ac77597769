import { createRequire } from "node:module";
import type { House } from "emails/newsletter/issue-blocks";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { findIssue } from "./issues.server";
import { renderShareSvg } from "./share-image";

/** A font of our own, so that the picture is the same on every machine. */
const fontPath = createRequire(import.meta.url).resolve("@expo-google-fonts/lora/700Bold/Lora_700Bold.ttf");

/**
 * Draws the picture that is shown where somebody shares an issue, once; the work of the job "render-share-image". The
 * drawing library is native and large, so it is loaded when it is needed.
 */
export async function renderShareImage(id: string): Promise<void> {
  const issue = await findIssue(id);
  if (!issue || (await db.shareImage.count({ where: { issueId: id } })) > 0) return;
  const { name, colours } = config.charity;
  const house = issue.windows as House | null;
  const { Resvg } = await import("@resvg/resvg-js");
  const svg = renderShareSvg({ subject: issue.subject, name, windows: house?.windows.map(({ funded }) => funded) ?? [], ...colours });
  const rendered = new Resvg(svg, { font: { fontFiles: [fontPath], loadSystemFonts: false, defaultFontFamily: "Lora" } });
  await db.shareImage.createMany({ data: [{ issueId: id, png: new Uint8Array(rendered.render().asPng()) }], skipDuplicates: true });
}

/** The picture of an issue that went out. */
export async function findShareImage(slug: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const row = await db.issue.findFirst({ where: { slug, status: "sent" }, select: { shareImage: true } });
  return row?.shareImage?.png ?? null;
}
