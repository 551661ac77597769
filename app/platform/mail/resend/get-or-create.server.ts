import { askResend } from "./request.server";

type Named = { id: string; name: string };

/** Looks for a segment by its name, and makes it if there is none. @returns Resend's id */
export async function segmentCalled(name: string): Promise<string> {
  for (let after: string | undefined; ;) {
    const page = { limit: 100, ...(after !== undefined && { after }) };
    const { data, has_more: more } = await askResend((client, options) => client.segments.list(page, options));
    const found = oldest(data, name);
    if (found) return found.id;
    after = data.at(-1)?.id;
    if (!more || after === undefined) break;
  }
  return (await askResend((client, options) => client.segments.create({ name }, options))).id;
}

/** Looks for a topic by its name, and makes it if there is none. Nobody is in it who was not put there. @returns Resend's id */
export async function topicCalled(name: string, description: string): Promise<string> {
  const { data } = await askResend((client, options) => client.topics.list(options));
  const found = oldest(data, name);
  if (found) return found.id;
  const wish = { name, description, defaultSubscription: "opt_out" } as const;
  return (await askResend((client, options) => client.topics.create(wish, options))).id;
}

/** Makes sure that contacts may have a property of this key. @returns Resend's id */
export async function propertyCalled(key: string): Promise<string> {
  const { data } = await askResend((client, options) => client.contactProperties.list({ limit: 100 }, options));
  const found = data.find((property) => property.key === key);
  if (found) return found.id;
  return (await askResend((client, options) => client.contactProperties.create({ key, type: "string", fallbackValue: "" }, options))).id;
}

/** A lost reply may have left two of a name: the one that came first counts. Lists have the newest first. */
const oldest = (list: readonly Named[], name: string): Named | undefined => list.findLast((each) => each.name === name);
