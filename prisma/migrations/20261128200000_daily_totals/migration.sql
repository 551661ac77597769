-- What donations of a day, a status and a kind come to, so that years are added up without reading their donations. Rows of the same day
-- and kind belong together: changes are only ever added, as a plus and a minus, so that nobody waits for anybody; a nightly job merges them.
CREATE TABLE donation_daily_total (
    id BIGSERIAL PRIMARY KEY,
    day DATE NOT NULL,
    status donation_status NOT NULL,
    is_plan BOOLEAN NOT NULL,
    payment_method payment_method,
    is_declared BOOLEAN NOT NULL,
    fund_id TEXT NOT NULL,
    appeal_id TEXT,
    gifts INTEGER NOT NULL,
    given_pence BIGINT NOT NULL,
    refunded_pence BIGINT NOT NULL
);
CREATE INDEX donation_daily_total_day_idx ON donation_daily_total (day);

INSERT INTO donation_daily_total (day, status, is_plan, payment_method, is_declared, fund_id, appeal_id, gifts, given_pence, refunded_pence)
SELECT (coalesce(paid_at, created_at) AT TIME ZONE 'Europe/London')::date, status, plan_id IS NOT NULL, payment_method, declaration_id IS NOT NULL, fund_id,
  appeal_id, count(*), sum(gift_pence + cover_pence), sum(refunded_pence)
FROM donation GROUP BY 1, 2, 3, 4, 5, 6, 7;

-- In the transaction of the change, whoever makes it: the totals can't be wrong by an oversight of the code.
CREATE FUNCTION add_to_daily_totals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO donation_daily_total (day, status, is_plan, payment_method, is_declared, fund_id, appeal_id, gifts, given_pence, refunded_pence)
    VALUES ((coalesce(OLD.paid_at, OLD.created_at) AT TIME ZONE 'Europe/London')::date, OLD.status, OLD.plan_id IS NOT NULL, OLD.payment_method,
      OLD.declaration_id IS NOT NULL, OLD.fund_id, OLD.appeal_id, -1, -(OLD.gift_pence + OLD.cover_pence), -OLD.refunded_pence);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO donation_daily_total (day, status, is_plan, payment_method, is_declared, fund_id, appeal_id, gifts, given_pence, refunded_pence)
    VALUES ((coalesce(NEW.paid_at, NEW.created_at) AT TIME ZONE 'Europe/London')::date, NEW.status, NEW.plan_id IS NOT NULL, NEW.payment_method,
      NEW.declaration_id IS NOT NULL, NEW.fund_id, NEW.appeal_id, 1, NEW.gift_pence + NEW.cover_pence, NEW.refunded_pence);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER donation_is_totalled AFTER INSERT OR DELETE ON donation FOR EACH ROW EXECUTE FUNCTION add_to_daily_totals();
CREATE TRIGGER donation_is_totalled_anew AFTER UPDATE ON donation FOR EACH ROW
  WHEN ((coalesce(OLD.paid_at, OLD.created_at), OLD.status, OLD.plan_id, OLD.payment_method, OLD.declaration_id, OLD.fund_id, OLD.appeal_id, OLD.gift_pence, OLD.cover_pence, OLD.refunded_pence)
    IS DISTINCT FROM
    (coalesce(NEW.paid_at, NEW.created_at), NEW.status, NEW.plan_id, NEW.payment_method, NEW.declaration_id, NEW.fund_id, NEW.appeal_id, NEW.gift_pence, NEW.cover_pence, NEW.refunded_pence))
  EXECUTE FUNCTION add_to_daily_totals();

-- One row for each day and kind again. What is added meanwhile stays beside it until the next time.
CREATE FUNCTION merge_daily_totals() RETURNS bigint LANGUAGE sql AS $$
  WITH taken AS (DELETE FROM donation_daily_total RETURNING *), kept AS (
    INSERT INTO donation_daily_total (day, status, is_plan, payment_method, is_declared, fund_id, appeal_id, gifts, given_pence, refunded_pence)
    SELECT day, status, is_plan, payment_method, is_declared, fund_id, appeal_id, sum(gifts), sum(given_pence), sum(refunded_pence) FROM taken
    GROUP BY day, status, is_plan, payment_method, is_declared, fund_id, appeal_id
    HAVING sum(gifts) <> 0 OR sum(given_pence) <> 0 OR sum(refunded_pence) <> 0
    RETURNING 1)
  SELECT (SELECT count(*) FROM taken) - (SELECT count(*) FROM kept)
$$;

-- The list of what went back, and of one status, in its order; what of a person is declared, without reading their donations; their time line.
CREATE INDEX donation_returned_idx ON donation ((coalesce(paid_at, created_at)) DESC, id DESC)
  WHERE refunded_pence > 0 OR status IN ('disputed', 'charged_back');
CREATE INDEX donation_status_listed_idx ON donation (status, (coalesce(paid_at, created_at)) DESC, id DESC);
CREATE INDEX donation_supporter_listed_idx ON donation (supporter_id, (coalesce(paid_at, created_at)) DESC, id DESC);
CREATE INDEX donation_supporter_declaration_idx ON donation (supporter_id, declaration_id) WHERE declaration_id IS NOT NULL;
