-- Emails about a donation, one by one: a person's page asks for those of thousands.
CREATE INDEX outgoing_email_donation_idx ON outgoing_email ((about ->> 'donationId'));
