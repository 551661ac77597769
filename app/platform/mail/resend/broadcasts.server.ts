import { config } from "~/platform/config/config.server";
import { toSingleLine } from "../../text";
import { callResendOrNull, callResend, ResendError } from "./request.server";

/** How far Resend is with a broadcast. "queued": it has taken it and sends it. */
export type BroadcastStatus = "draft" | "queued" | "sent";

export type BroadcastDraft = {
  /** Ours, by which it is found again. */
  name: string;
  segmentId: string;
  topicId: string;
  subject: string;
  previewText: string;
  html: string;
  text: string;
};

/**
 * Looks for a broadcast by the name that we gave it. Of several, one that is on its way counts, else the one that came
 * first. Null: there is none.
 */
export async function findBroadcast(name: string): Promise<{ id: string; status: BroadcastStatus } | null> {
  let found: { id: string; status: BroadcastStatus } | null = null;
  for (let after: string | undefined; ;) {
    const page = { limit: 100, ...(after !== undefined && { after }) };
    const { data, has_more: hasMore } = await callResend((client, options) => client.broadcasts.list(page, options));
    for (const { id, status, name: otherName } of data)
      if (otherName === name && (!found || found.status === "draft")) found = { id, status };
    after = data.at(-1)?.id;
    if (!hasMore || after === undefined) return found;
  }
}

const toPayload = (draft: BroadcastDraft) => ({
  ...draft,
  from: config.resend.from,
  subject: toSingleLine(draft.subject),
  previewText: toSingleLine(draft.previewText),
});

/** Writes a draft at Resend; nothing is sent. Only after a look found none of its name. @returns its id */
export async function createBroadcastDraft(draft: BroadcastDraft): Promise<string> {
  return (await callResend((client, options) => client.broadcasts.create(toPayload(draft), options))).id;
}

/** Makes a draft say what it should: one that was found again may come from an earlier try. */
export async function updateBroadcastDraft(id: string, draft: BroadcastDraft): Promise<void> {
  await callResend((client, options) => client.broadcasts.update(id, toPayload(draft), options));
}

/** How far a broadcast is; null: there is none of this id. */
export async function getBroadcastStatus(id: string): Promise<BroadcastStatus | null> {
  return (await callResendOrNull((client, options) => client.broadcasts.get(id, options)))?.status ?? null;
}

/**
 * Sends a draft. Resend sends no broadcast twice, so a second call changes nothing: whoever did not hear the answer
 * looks at its status, and may ask again while it is a draft.
 * @returns false: it was not a draft any more
 */
export async function sendBroadcast(id: string): Promise<boolean> {
  try {
    await callResend((client, options) => client.broadcasts.send(id, {}, options));
    return true;
  } catch (error) {
    if (error instanceof ResendError && error.code === "validation_error") return false;
    throw error;
  }
}

/** Removes a draft. Nothing happens to one that was sent. */
export async function deleteBroadcastDraft(id: string): Promise<void> {
  try {
    await callResendOrNull((client, options) => client.broadcasts.remove(id, options));
  } catch (error) {
    if (!(error instanceof ResendError && error.code === "validation_error")) throw error;
  }
}
