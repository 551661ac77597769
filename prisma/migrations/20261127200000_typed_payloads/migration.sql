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
