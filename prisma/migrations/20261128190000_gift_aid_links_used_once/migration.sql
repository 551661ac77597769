-- A link of an email about Gift Aid changes something once, and nothing any more once its owner has another address.
ALTER TABLE supporter ADD COLUMN gift_aid_links_ended_at TIMESTAMPTZ(3);
