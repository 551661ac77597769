-- A declaration that goes is looked for in gifts and plans.
CREATE INDEX donation_declaration_id_idx ON donation (declaration_id);
CREATE INDEX plan_declaration_id_idx ON plan (declaration_id);

-- Counts, versions and sizes are what they say.
ALTER TABLE plan ADD CONSTRAINT plan_counts CHECK (link_version > 0);
ALTER TABLE issue ADD CONSTRAINT issue_counts CHECK (version > 0 AND audience_size >= 0);
ALTER TABLE issue_version ADD CONSTRAINT issue_version_counts CHECK (version > 0);
ALTER TABLE newsletter_image ADD CONSTRAINT newsletter_image_counts CHECK (width > 0 AND height > 0);
ALTER TABLE newsletter_subscription ADD CONSTRAINT newsletter_subscription_counts CHECK (link_version > 0 AND version > 0 AND synced_version >= 0);
ALTER TABLE subscriber_import ADD CONSTRAINT subscriber_import_counts CHECK (line_count >= 0 AND last_processed_line >= 0);
ALTER TABLE subscriber_import_chunk ADD CONSTRAINT subscriber_import_chunk_counts CHECK (number >= 0);
ALTER TABLE subscriber_import_row ADD CONSTRAINT subscriber_import_row_counts CHECK (line >= 0);
