import { callResend, ResendError } from "./request.server";

type NamedResource = { id: string; name: string };

/** Looks for a segment by its name, and makes it if there is none. @returns Resend's id */
export async function getOrCreateSegment(name: string): Promise<string> {
  for (let after: string | undefined; ;) {
    const page = { limit: 100, ...(after !== undefined && { after }) };
    const { data, has_more: hasMore } = await callResend((client, options) => client.segments.list(page, options));
    const found = findOldest(data, name);
    if (found) return found.id;
    after = data.at(-1)?.id;
    if (!hasMore || after === undefined) break;
  }
  return (await callResend((client, options) => client.segments.create({ name }, options))).id;
}

/** Looks for a topic by its name, and makes it if there is none. Nobody is in it who was not put there. @returns Resend's id */
export async function getOrCreateTopic(name: string, description: string): Promise<string> {
  const { data } = await callResend((client, options) => client.topics.list(options));
  const found = findOldest(data, name);
  if (found) return found.id;
  const payload = { name, description, defaultSubscription: "opt_out" } as const;
  return (await callResend((client, options) => client.topics.create(payload, options))).id;
}

/** Makes sure that contacts may have a property of this key. @returns Resend's id */
export async function getOrCreateContactProperty(key: string): Promise<string> {
  const found = await findContactProperty(key);
  if (found !== null) return found;
  try {
    return (await callResend((client, options) => client.contactProperties.create({ key, type: "string", fallbackValue: "" }, options))).id;
  } catch (error) {
    // Another process made it meanwhile, or we did and its reply was lost.
    const existing = error instanceof ResendError && error.statusCode === 409 ? await findContactProperty(key) : null;
    if (existing === null) throw error;
    return existing;
  }
}

async function findContactProperty(key: string): Promise<string | null> {
  const { data } = await callResend((client, options) => client.contactProperties.list({ limit: 100 }, options));
  return data.find((property) => property.key === key)?.id ?? null;
}

/** A lost reply may have left two of a name: the one that came first counts. Lists have the newest first. */
const findOldest = (resources: readonly NamedResource[], name: string): NamedResource | undefined =>
  resources.findLast((resource) => resource.name === name);
