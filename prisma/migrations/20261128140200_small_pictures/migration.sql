-- A picture of the newsletter's, as small as a page with a budget needs it.
CREATE TABLE newsletter_small_image (
    image_id TEXT PRIMARY KEY REFERENCES newsletter_image (id) ON DELETE CASCADE ON UPDATE CASCADE,
    width INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0),
    bytes BYTEA NOT NULL
);
