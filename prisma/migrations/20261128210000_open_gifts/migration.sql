-- What can be claimed of each gift or why not, as it was when last looked at: the desk's pages of Gift Aid read this instead of all donations.
-- What may have changed since is marked in the transaction of the change, by the database itself, and looked at again before pages read
-- (app/claims/gifts/open-gift-states.server.ts). Preparing a claim never reads it.
CREATE TYPE open_gift_state AS ENUM ('eligible', 'details', 'no_declaration', 'cancelled', 'unconfirmed', 'refunded', 'charged_back', 'disputed',
  'voucher', 'several', 'organisation', 'left_out');

CREATE TABLE open_gift (
    donation_id TEXT PRIMARY KEY,
    state open_gift_state NOT NULL,
    paid_at TIMESTAMPTZ(3) NOT NULL,
    day DATE NOT NULL,
    pence INTEGER NOT NULL CHECK (pence >= 0)
);
CREATE INDEX open_gift_state_paid_at_donation_id_idx ON open_gift (state, paid_at, donation_id);
CREATE INDEX open_gift_paid_at_donation_id_idx ON open_gift (paid_at, donation_id) INCLUDE (state);

CREATE TABLE open_gift_total (
    day DATE NOT NULL,
    state open_gift_state NOT NULL,
    gifts INTEGER NOT NULL,
    pence BIGINT NOT NULL,
    PRIMARY KEY (day, state)
);

-- All gifts of a person, or one gift. Only ever added to, so that nobody waits for anybody.
CREATE TABLE open_gift_mark (
    id BIGSERIAL PRIMARY KEY,
    supporter_id TEXT,
    donation_id TEXT,
    CHECK (num_nonnulls(supporter_id, donation_id) = 1)
);

INSERT INTO open_gift_mark (supporter_id) SELECT DISTINCT supporter_id FROM donation WHERE supporter_id IS NOT NULL;
INSERT INTO open_gift_mark (donation_id) SELECT id FROM donation WHERE supporter_id IS NULL;

CREATE FUNCTION mark_new_gifts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO open_gift_mark (supporter_id) SELECT DISTINCT supporter_id FROM changed WHERE supporter_id IS NOT NULL;
  INSERT INTO open_gift_mark (donation_id) SELECT id FROM changed WHERE supporter_id IS NULL;
  RETURN NULL;
END
$$;
CREATE TRIGGER donation_is_marked AFTER INSERT ON donation REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_new_gifts();

-- A declaration that a gift brings along may cover others of the person whose it was, and of the one whose it is.
CREATE FUNCTION mark_changed_gift() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO open_gift_mark (donation_id) VALUES (OLD.id);
  IF OLD.supporter_id IS NOT NULL THEN
    INSERT INTO open_gift_mark (supporter_id) VALUES (OLD.supporter_id);
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.supporter_id IS NOT NULL AND NEW.supporter_id IS DISTINCT FROM OLD.supporter_id THEN
    INSERT INTO open_gift_mark (supporter_id) VALUES (NEW.supporter_id);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER donation_is_marked_anew AFTER UPDATE ON donation FOR EACH ROW
  WHEN ((OLD.paid_at, OLD.status, OLD.supporter_id, OLD.declaration_id, OLD.plan_id, OLD.giver_verified, OLD.giver_kind, OLD.payment_method, OLD.livemode,
      OLD.gift_pence, OLD.cover_pence, OLD.refunded_pence)
    IS DISTINCT FROM
    (NEW.paid_at, NEW.status, NEW.supporter_id, NEW.declaration_id, NEW.plan_id, NEW.giver_verified, NEW.giver_kind, NEW.payment_method, NEW.livemode,
      NEW.gift_pence, NEW.cover_pence, NEW.refunded_pence))
  EXECUTE FUNCTION mark_changed_gift();
CREATE TRIGGER donation_gone_is_marked AFTER DELETE ON donation FOR EACH ROW EXECUTE FUNCTION mark_changed_gift();

-- Everybody to whom a declaration belongs: by itself, by a gift or by a plan that it was made with.
CREATE FUNCTION mark_people_of(declaration_ids TEXT[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO open_gift_mark (supporter_id)
  SELECT supporter_id FROM declaration WHERE id = ANY (declaration_ids) AND supporter_id IS NOT NULL
  UNION SELECT supporter_id FROM donation WHERE declaration_id = ANY (declaration_ids) AND supporter_id IS NOT NULL
  UNION SELECT supporter_id FROM plan WHERE declaration_id = ANY (declaration_ids) AND supporter_id IS NOT NULL;
  INSERT INTO open_gift_mark (donation_id) SELECT id FROM donation WHERE declaration_id = ANY (declaration_ids) AND supporter_id IS NULL;
$$;

CREATE FUNCTION mark_by_declaration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM mark_people_of((SELECT array_agg(DISTINCT declaration_id) FROM changed));
  RETURN NULL;
END
$$;
CREATE TRIGGER declaration_change_is_marked AFTER INSERT ON declaration_change REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_by_declaration();
CREATE TRIGGER declaration_change_is_marked_anew AFTER UPDATE ON declaration_change REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_by_declaration();
CREATE TRIGGER declaration_change_gone_is_marked AFTER DELETE ON declaration_change REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_by_declaration();
CREATE TRIGGER claim_correction_is_marked AFTER INSERT ON claim_correction REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_by_declaration();
CREATE TRIGGER claim_correction_is_marked_anew AFTER UPDATE ON claim_correction REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_by_declaration();
CREATE TRIGGER claim_correction_gone_is_marked AFTER DELETE ON claim_correction REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_by_declaration();

CREATE FUNCTION mark_new_declarations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO open_gift_mark (supporter_id) SELECT DISTINCT supporter_id FROM changed WHERE supporter_id IS NOT NULL;
  RETURN NULL;
END
$$;
CREATE TRIGGER declaration_is_marked AFTER INSERT ON declaration REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_new_declarations();
CREATE TRIGGER declaration_gone_is_marked AFTER DELETE ON declaration REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_new_declarations();

CREATE FUNCTION mark_changed_declaration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM mark_people_of(ARRAY[NEW.id]);
  IF OLD.supporter_id IS NOT NULL AND NEW.supporter_id IS DISTINCT FROM OLD.supporter_id THEN
    INSERT INTO open_gift_mark (supporter_id) VALUES (OLD.supporter_id);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER declaration_is_marked_anew AFTER UPDATE ON declaration FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION mark_changed_declaration();

-- A plan's promise covers what is collected for it, whoever that belongs to by now.
CREATE FUNCTION mark_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO open_gift_mark (supporter_id)
  SELECT OLD.supporter_id WHERE TG_OP <> 'INSERT' AND OLD.supporter_id IS NOT NULL
  UNION SELECT NEW.supporter_id WHERE TG_OP <> 'DELETE' AND NEW.supporter_id IS NOT NULL
  UNION SELECT supporter_id FROM donation WHERE TG_OP = 'UPDATE' AND plan_id = NEW.id AND supporter_id IS NOT NULL;
  INSERT INTO open_gift_mark (donation_id) SELECT id FROM donation WHERE TG_OP = 'UPDATE' AND plan_id = NEW.id AND supporter_id IS NULL;
  RETURN NULL;
END
$$;
CREATE TRIGGER plan_is_marked AFTER INSERT OR DELETE ON plan FOR EACH ROW EXECUTE FUNCTION mark_plan();
CREATE TRIGGER plan_is_marked_anew AFTER UPDATE ON plan FOR EACH ROW
  WHEN ((OLD.supporter_id, OLD.declaration_id, OLD.agreed_at) IS DISTINCT FROM (NEW.supporter_id, NEW.declaration_id, NEW.agreed_at)) EXECUTE FUNCTION mark_plan();

CREATE FUNCTION mark_by_gift() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO open_gift_mark (donation_id) SELECT DISTINCT donation_id FROM changed;
  RETURN NULL;
END
$$;
CREATE TRIGGER claim_gift_is_marked AFTER INSERT ON claim_gift REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_by_gift();
CREATE TRIGGER claim_gift_is_marked_anew AFTER UPDATE ON claim_gift REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_by_gift();
CREATE TRIGGER claim_gift_gone_is_marked AFTER DELETE ON claim_gift REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_by_gift();
CREATE TRIGGER claim_adjustment_is_marked AFTER INSERT ON claim_adjustment REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_by_gift();
CREATE TRIGGER claim_adjustment_is_marked_anew AFTER UPDATE ON claim_adjustment REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_by_gift();
CREATE TRIGGER claim_adjustment_gone_is_marked AFTER DELETE ON claim_adjustment REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_by_gift();
CREATE TRIGGER claim_hold_is_marked AFTER INSERT ON claim_hold REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_by_gift();
CREATE TRIGGER claim_hold_is_marked_anew AFTER UPDATE ON claim_hold REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_by_gift();
CREATE TRIGGER claim_hold_gone_is_marked AFTER DELETE ON claim_hold REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_by_gift();
