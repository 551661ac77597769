import type { Contacts } from "../contacts";
import type { Labels } from "../api/labels";
import { html } from "../../html";
import { notFound, page, type Page } from "./page";
import type { Collection } from "../store";
import type { Broadcast } from "../broadcasts";

type Audience = { contacts: Contacts; labels: Labels; broadcasts: Collection<Broadcast> };

/**
 * The page where a reader leaves, which the real Resend has as well: looking at it changes nothing. A form of the page,
 * and a mail program's one click (RFC 8058), leave. With a topic, the page offers to leave only that.
 */
export function unsubscribePage(
  { contacts, labels, broadcasts }: Audience,
  method: string,
  path: string,
  query: URLSearchParams,
  raw: string,
): Page {
  const contact = contacts.find(path.split("/")[2] ?? "");
  if (!contact) return notFound();
  const topic = labels.topics.get(broadcasts.get(query.get("broadcast") ?? "")?.topicId ?? "");
  if (method === "POST") {
    const onlyTopic = new URLSearchParams(raw).get("leave") === "topic" && topic;
    if (onlyTopic) contacts.setTopics(contact, [{ id: topic.id, subscription: "opt_out" }]);
    else if (!contact.unsubscribed) contacts.change(contact, { unsubscribed: true });
    return page(
      "Unsubscribed",
      html`<h1>You have left</h1>
        <p>No more of these emails come to this address.</p>`,
    );
  }
  return page(
    "Unsubscribe",
    html`<h1>Leave these emails?</h1>
      <div class="bar">
        ${topic ? html`<form method="post"><input type="hidden" name="leave" value="topic" /><button>Leave “${topic.name}”</button></form>` : null}
        <form method="post"><input type="hidden" name="leave" value="everything" /><button>Leave everything</button></form>
      </div>`,
  );
}
