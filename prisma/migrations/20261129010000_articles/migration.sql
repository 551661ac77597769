-- Articles: written like issues of the newsletter, published on the site, never sent.
CREATE TYPE issue_kind AS ENUM ('issue', 'article');
ALTER TYPE issue_status ADD VALUE 'published';
ALTER TABLE issue ADD COLUMN kind issue_kind NOT NULL DEFAULT 'issue';
ALTER TABLE issue ADD COLUMN published_at TIMESTAMPTZ(3);
ALTER TABLE issue ADD COLUMN corrected_at TIMESTAMPTZ(3);

-- As text: a value that this transaction added can't be compared yet.
ALTER TABLE issue ADD CONSTRAINT issue_article_is_never_sent CHECK (
    kind = 'issue'
    OR status::text IN ('draft', 'published')
    AND num_nonnulls(send_at, frozen_at, html, text, audience_size, resend_broadcast_id, send_requested_at, sent_at, stop_reason, event_counts) = 0
) NOT VALID;
ALTER TABLE issue ADD CONSTRAINT issue_is_published_by_sending CHECK (
    kind = 'article' OR status::text <> 'published' AND num_nonnulls(published_at, corrected_at) = 0
) NOT VALID;
ALTER TABLE issue ADD CONSTRAINT issue_published_since CHECK (
    published_at IS NOT NULL OR status::text <> 'published' AND corrected_at IS NULL
) NOT VALID;
ALTER TABLE issue VALIDATE CONSTRAINT issue_article_is_never_sent;
ALTER TABLE issue VALIDATE CONSTRAINT issue_is_published_by_sending;
ALTER TABLE issue VALIDATE CONSTRAINT issue_published_since;
