-- What is queued, or still to be queued, names in its payload what each id is of.
CREATE TEMPORARY TABLE renamed_key (task text, old text, new text NOT NULL, PRIMARY KEY (task, old)) ON COMMIT DROP;
INSERT INTO renamed_key VALUES
    ('sync-donation', 'donation', 'donationId'),
    ('sync-donation', 'session', 'stripeCheckoutSessionId'),
    ('sync-donation', 'payment', 'stripePaymentIntentId'),
    ('sync-plan', 'plan', 'planId'),
    ('sync-plan', 'session', 'stripeCheckoutSessionId'),
    ('sync-plan', 'subscription', 'stripeSubscriptionId'),
    ('sync-plan', 'customer', 'stripeCustomerId'),
    ('close-donation-checkout', 'donation', 'donationId'),
    ('close-plan-checkout', 'plan', 'planId'),
    ('continue-plan-cancellation', 'plan', 'planId'),
    ('attach-payment-method', 'session', 'stripeCheckoutSessionId'),
    ('sync-customer-email', 'change', 'emailChangeId'),
    ('erase-supporter', 'erasure', 'erasureId'),
    ('answer-sign-up-request', 'request', 'requestId'),
    ('newsletter-with-donation', 'donation', 'donationId'),
    ('newsletter-with-plan', 'plan', 'planId'),
    ('sync-contact', 'subscription', 'subscriptionId'),
    ('start-issue', 'issue', 'issueId'),
    ('send-issue', 'issue', 'issueId'),
    ('render-share-image', 'issue', 'issueId'),
    ('unsuppress-at-resend', 'lift', 'suppressionRemovalId');
UPDATE stripe_event SET payload = payload - old || jsonb_build_object(new, payload -> old)
FROM renamed_key WHERE renamed_key.task = stripe_event.task AND payload ? old;
DO $$
BEGIN
  -- The queue makes its own tables after the first migrations: a new database has none yet.
  IF to_regclass('graphile_worker._private_tasks') IS NULL THEN RETURN; END IF;
  UPDATE graphile_worker._private_jobs SET payload = (payload::jsonb - old || jsonb_build_object(new, payload -> old))::json
  FROM graphile_worker._private_tasks AS tasks JOIN renamed_key ON identifier = task
  WHERE tasks.id = task_id AND payload::jsonb ? old;
END
$$;

-- What an email is about is named too, instead of "id:fact" (of an overdue issue: "id instant").
CREATE TEMPORARY TABLE email_about (kind text PRIMARY KEY, id text NOT NULL, fact text) ON COMMIT DROP;
INSERT INTO email_about VALUES
    ('receipt', 'donationId', NULL),
    ('direct-debit-on-its-way', 'donationId', NULL),
    ('direct-debit-failed', 'donationId', NULL),
    ('alert', 'donationId', NULL),
    ('collection-receipt', 'donationId', NULL),
    ('collection-recovered', 'donationId', NULL),
    ('plan-recovered', 'donationId', NULL),
    ('refund', 'refundId', NULL),
    ('refund-failed', 'refundId', NULL),
    ('dispute-opened', 'disputeId', NULL),
    ('dispute-closed', 'disputeId', NULL),
    ('reconciliation', 'reconciliationId', NULL),
    ('plan-reconciliation', 'reconciliationId', NULL),
    ('audience-reconciliation', 'reconciliationId', NULL),
    ('gift-aid-declared', 'declarationId', NULL),
    ('gift-aid-cancelled', 'declarationId', NULL),
    ('plan-amount-changed', 'planChangeId', NULL),
    ('plan-interval-changing', 'planChangeId', NULL),
    ('plan-interval-change-cancelled', 'planChangeId', NULL),
    ('plan-paused', 'planChangeId', NULL),
    ('plan-resumed', 'planChangeId', NULL),
    ('plan-skipped', 'planChangeId', NULL),
    ('plan-unskipped', 'planChangeId', NULL),
    ('plan-payment-method-changed', 'planChangeId', NULL),
    ('plan-lapsed', 'planId', NULL),
    ('plan-cancelled', 'planId', NULL),
    ('plan-welcome', 'planId', NULL),
    ('tribute-card', 'planId', NULL),
    ('collection-failed', 'planId', 'stripeInvoiceId'),
    ('collections-summary', 'planId', 'period'),
    ('plan-alert', 'planId', 'problem'),
    ('plan-interval-change-postponed', 'planId', 'postponedTo'),
    ('plan-notice', 'planId', 'date'),
    ('plan-resumes-soon', 'planId', 'date'),
    ('card-expires', 'planId', 'month'),
    ('plan-anniversary', 'planId', 'years'),
    ('sign-in', 'signInLinkId', NULL),
    ('email-change-old', 'emailChangeId', NULL),
    ('email-change-new', 'emailChangeId', NULL),
    ('erased', 'erasureId', NULL),
    ('newsletter-confirm', 'requestId', NULL),
    ('newsletter-confirm-address-change', 'requestId', NULL),
    ('newsletter-already-subscribed', 'requestId', NULL),
    ('newsletter-welcome', 'requestId', NULL),
    ('newsletter-address-changed', 'requestId', NULL),
    ('issue-test', 'issueTestEmailId', NULL),
    ('issue-overdue', 'issueId', 'sendAt'),
    ('database-restarted', 'hour', NULL);
ALTER TABLE outgoing_email ADD COLUMN about_named jsonb;
UPDATE outgoing_email SET about_named = CASE
    WHEN fact IS NULL THEN jsonb_build_object(email_about.id, about)
    ELSE jsonb_build_object(email_about.id, substring(about FROM '^[^: ]*'), fact, CASE
      WHEN fact = 'years' THEN to_jsonb(substring(about FROM '^[^: ]*[: ](.*)$')::int)
      ELSE to_jsonb(coalesce(substring(about FROM '^[^: ]*[: ](.*)$'), ''))
    END)
  END
FROM email_about WHERE email_about.kind = outgoing_email.kind;
-- A kind that no longer exists: its row only says that it was sent.
UPDATE outgoing_email SET about_named = jsonb_build_object('id', about) WHERE about_named IS NULL;
DROP INDEX outgoing_email_kind_about_key;
ALTER TABLE outgoing_email DROP COLUMN about;
ALTER TABLE outgoing_email RENAME COLUMN about_named TO about;
ALTER TABLE outgoing_email ALTER COLUMN about SET NOT NULL;
CREATE UNIQUE INDEX outgoing_email_kind_about_key ON outgoing_email (kind, about);

-- How far a nightly comparison of plans came: the phase and its cursor, instead of "phase:cursor".
CREATE TYPE plan_reconciliation_phase AS ENUM ('subscriptions', 'invoices', 'unlisted');
ALTER TABLE plan_reconciliation ADD COLUMN phase plan_reconciliation_phase NOT NULL DEFAULT 'subscriptions';
UPDATE plan_reconciliation SET
  phase = CASE split_part(cursor, ':', 1) WHEN 'invoices' THEN 'invoices' WHEN 'rest' THEN 'unlisted' ELSE 'subscriptions' END::plan_reconciliation_phase,
  cursor = nullif(substring(cursor FROM '^[^:]*:(.*)$'), '');
