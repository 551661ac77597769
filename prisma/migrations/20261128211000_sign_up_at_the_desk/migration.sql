-- Staff write down that somebody asked for the newsletter, and how: the confirmation still comes from the address itself.
ALTER TYPE newsletter_request_source ADD VALUE 'desk';
ALTER TABLE newsletter_request ADD COLUMN evidence TEXT;
