import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { prepareClaims } from "~/claims/prepare-claims.server";
import { processImport } from "~/newsletter/imports/process-import.server";
import { uploadImport } from "~/newsletter/imports/upload-import.server";
import { uploadGiftImport } from "~/giving/offline/imports/gift-imports.server";
import { processGiftImport } from "~/giving/offline/imports/process-gift-import.server";
import { storeImage } from "~/newsletter/issues/images.server";
import { preferenceToken } from "~/newsletter/link-tokens.server";
import { requestSubscription } from "~/newsletter/sign-up/request-subscription.server";
import { giftAidRequestToken } from "~/giving/gift-aid/request-link.server";
import { now } from "~/platform/clock";
import { db, pool } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { certificatePath, newCardPath, planPath } from "~/sponsorship/emailed-links.server";
import { openPaymentMethodPage } from "~/sponsorship/manage/attach-payment-method.server";
import { requestStaffSignIn } from "~/staff/sign-in/request-staff-sign-in.server";
import { inviteMember } from "~/staff/team/invite-member.server";
import { requestEmailChange } from "~/supporters/change-email.server";
import { requestSignIn } from "~/supporters/sign-in/request-sign-in.server";
import { addEligibleGift } from "../claims/claim-gifts";
import { deskCookie } from "../desk/desk-requests";
import { enterGift } from "../desk/offline-gifts";
import { insertAppeal } from "../giving/appeals";
import { aDonationForm, completeDonation, mailControl, runJobs } from "../giving/donation-harness";
import { anArticle, aPublishedArticle } from "../newsletter/articles";
import { anIssue } from "../newsletter/newsletter-issues";
import { joinPlan } from "../sponsorship/plan-harness";
import { aDataLinkToken, aSubscriber } from "../newsletter/subscribers";
import { signInAs } from "../supporters/supporter-requests";

/** People and things for every address of the site to lead to, and a browser that is signed in as supporter and at the desk. */
export type SiteWorld = { cookie: string; paths: string[] };

const csv = "email,topics,consented_at,consent_words,consent_source\nlisted@example.org,news,2026-03-01,Send me news,summer fair\n";
async function* inOneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** Makes a supporter with a plan, a gift and a declaration, a subscriber, issues, a list and a picture, and everything that emails link to. */
export async function buildSiteWorld(): Promise<SiteWorld> {
  // Letters alone: a name with seven figures is taken for a telephone number.
  const name = randomUUID()
    .slice(0, 8)
    .replace(/\d/g, (digit) => "ghijklmnop".charAt(Number(digit)));
  const email = `supporter-${name}@example.org`;
  const declaration = { house: "1 Candle Street", postcode: "EX1 1AA" };
  const position = (await db.room.aggregate({ _max: { position: true } }))._max.position ?? 0;
  const [room, otherRoom] = [1, 2].map((index) => ({
    id: randomUUID(),
    name: `${name} ${index}`,
    weeklyPence: 10_000,
    position: position + index,
  }));
  await db.room.createMany({ data: [room, otherRoom].flatMap((each) => each ?? []) });
  const tribute = {
    kind: "present" as const,
    name,
    presentOn: londonDate(now()),
    email: `present-${name}@example.org`,
    message: "With love",
  };
  const plan = await joinPlan({ email, declaration, roomId: room?.id ?? null, tribute });
  const gift = await completeDonation({ card: "visa" }, aDonationForm({ email, declaration: { ...declaration, scope: "this_gift" } }));
  const supporterId = plan.supporterId ?? "";
  await openPaymentMethodPage(plan.id, { by: "sponsor", cancelPath: "/supporter" });
  const cardPage = await db.paymentMethodUpdate.findFirstOrThrow({ where: { planId: plan.id } });

  await addEligibleGift({ paidAt: new Date(now().getTime() - 30 * 86_400_000) });
  const prepared = await prepareClaims("staff");
  const claimId = "claimIds" in prepared ? prepared.claimIds[0] : undefined;
  if (claimId === undefined) throw new Error("nothing was claimed");

  // Stripe pays out by a clock of its own; this one has no lines.
  const payout = { pence: 1000, currency: "gbp", automatic: true, createdAt: now(), arrivesOn: new Date("2026-11-27") };
  await db.payout.create({ data: { id: `po_${name}`, status: "paid", syncedAt: now(), ...payout } });

  const subscription = await aSubscriber({ email: `reader-${name}@example.org` });
  const draft = await anIssue();
  const sent = await anIssue({ subject: `Sent ${name}` });
  await db.issue.update({ where: { id: sent.id }, data: { status: "sent", sentAt: now() } });
  const articleDraft = await anArticle();
  const article = await aPublishedArticle({ subject: `Published ${name}` });
  const image = await storeImage(
    "site",
    await sharp({ create: { width: 30, height: 20, channels: 3, background: "#14204a" } })
      .png()
      .toBuffer(),
  );
  const list = await uploadImport("site", inOneChunk(csv), "Staff");
  if (!("id" in list) || !("id" in image)) throw new Error("the list or the picture was refused");
  await processImport(list.id);

  const gifts = await uploadGiftImport(inOneChunk("date,amount,how\n01/03/2026,25,cash\n"), "Staff");
  const appeal = await insertAppeal({ slug: `appeal-${name}`, name: `Appeal ${name}` });
  const offlineGift = await enterGift({ last: name });
  if (!("id" in gifts)) throw new Error("the list of donations was refused");
  await processGiftImport(gifts.id);

  const staff = { id: `staff-${name}`, email: `staff-${name}@example.org`, name: "Staff", role: "administrator" as const };
  await db.staffMember.create({ data: { ...staff, status: "active", createdAt: now() } });
  const month = new Date(`${londonDate(now()).slice(0, 7)}-01`);
  const roomUpdate = { id: `update-${name}`, roomId: room?.id ?? null, month, text: "The room has a new desk.", writtenAt: now() };
  await db.roomUpdate.create({ data: { ...roomUpdate, writtenById: staff.id } });
  await requestStaffSignIn(staff.email, { ip: name, goTo: null });
  await inviteMember(null, { email: `invited-${name}@example.org`, name: "Invited", role: "administrator" });
  await requestSignIn(email, { browser: name, ip: name });
  await requestEmailChange({ id: supporterId, email }, `new-${name}@example.org`, name);
  await requestSubscription(
    { email: `asked-${name}@example.org`, preferences: { topics: ["news"], emailFrequency: "every" } },
    { ip: name },
  );
  await runJobs();
  const emailed = mailControl()
    .messages()
    .filter(({ to }) => to.some((address) => address.includes(name)))
    .flatMap(({ text }) => [...(text ?? "").matchAll(/https?:\/\/127[^/\s]+(\/[^\s>]*)/g)].map((found) => found[1] ?? ""));

  const preferences = preferenceToken(subscription.id, subscription.linkVersion);
  const cookies = [await signInAs(supporterId), await deskCookie()];
  return {
    cookie: cookies.join("; "),
    paths: [
      `/thank-you/${gift.token}`,
      `/sponsor/thank-you/${plan.token}`,
      // The second step of its form, which is posted.
      "/sponsor?weekly=250&room=any",
      "/share/home.png",
      planPath(plan),
      `${planPath(plan)}/room`,
      certificatePath(plan),
      `/desk/rooms/${room?.id ?? ""}`,
      `/desk/rooms/updates/${roomUpdate.id}`,
      newCardPath(plan),
      `/new-card/done/${cardPage.id}`,
      `/newsletter/preferences/${preferences}`,
      `/newsletter/leave/${preferences}`,
      `/newsletter/your-data/${await aDataLinkToken(subscription.id)}`,
      `/news/${sent.slug}`,
      `/news/${sent.slug}/share.png`,
      `/news/${article.slug}`,
      `/news/year/${article.slug.slice(0, 4)}`,
      `/newsletter/archive/${sent.slug}`,
      `/newsletter/archive/${sent.slug}/share.png`,
      `/newsletter/pictures/${image.id}`,
      `/newsletter/pictures/${image.id}/small`,
      `/desk/newsletter/${draft.id}`,
      `/desk/newsletter/${draft.id}/versions`,
      `/desk/newsletter/articles/${articleDraft.id}`,
      `/desk/newsletter/articles/${article.id}`,
      `/desk/newsletter/articles/${article.id}/preview`,
      `/desk/newsletter/lists/${list.id}`,
      `/desk/newsletter/lists/${list.id}/lines.csv`,
      `/appeals/${appeal.slug}`,
      `/desk/appeals/${appeal.id}/preview`,
      `/desk/gifts/imports/${gifts.id}`,
      `/desk/gifts/${offlineGift}/correct`,
      `/desk/gifts/${offlineGift}/receipt`,
      `/supporter/plans/${plan.id}/resume`,
      `/gift-aid/${giftAidRequestToken(supporterId, now())}`,
      `/desk/gift-aid/gifts/${gift.id}`,
      `/desk/gift-aid/claims/${claimId}`,
      `/desk/gift-aid/claims/${claimId}/schedule`,
      `/desk/gift-aid/claims/${claimId}/records`,
      ...emailed,
    ],
  };
}

/**
 * Puts every row aside, and gives what brings those tables back as they were that something was done to. Stripe keeps what was done
 * meanwhile.
 */
export async function saveRows(): Promise<() => Promise<void>> {
  const { rows } = await pool.query<{ table: string; columns: string }>(
    `SELECT quote_ident(table_name) AS table, string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) AS columns
     FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> '_prisma_migrations' AND is_generated = 'NEVER'
     GROUP BY table_name`,
  );
  // A sequence, since it knows of what was rolled back too, and nobody waits for it.
  const watch = rows.map(
    ({ table }) => `CREATE TABLE saved.${table} AS TABLE public.${table};
      CREATE SEQUENCE saved."${table}, writes";
      CREATE TRIGGER note_write AFTER INSERT OR UPDATE OR DELETE ON public.${table} FOR EACH STATEMENT
        EXECUTE FUNCTION saved.note_write('saved."${table}, writes"')`,
  );
  await pool.query(
    `DROP SCHEMA IF EXISTS saved CASCADE; CREATE SCHEMA saved;
     CREATE FUNCTION saved.note_write() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM nextval(TG_ARGV[0]); RETURN NULL; END $$;
     ${watch.join(";")}`,
  );
  const restored = new Map<string, string>();
  return async () => {
    const { rows: writes } = await pool.query<{ table: string; count: string }>(
      `SELECT split_part(sequencename, ',', 1) AS table, coalesce(last_value, 0)::text AS count FROM pg_sequences WHERE schemaname = 'saved'`,
    );
    const counts = new Map(writes.map(({ table, count }) => [table, count]));
    const written = rows.filter(({ table }) => counts.get(table) !== (restored.get(table) ?? "0"));
    for (const { table } of written) restored.set(table, counts.get(table) ?? "0");
    const restore = written.map(
      ({ table, columns }) => `DELETE FROM public.${table}; INSERT INTO public.${table} (${columns}) SELECT ${columns} FROM saved.${table}`,
    );
    await pool.query(`BEGIN; SET LOCAL session_replication_role = replica; ${restore.join(";")}; COMMIT`);
  };
}
