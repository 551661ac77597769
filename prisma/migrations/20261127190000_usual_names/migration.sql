-- The database in the field's words and in snake case. What strings said is an enum, London dates are dates, relations
-- are foreign keys, and sums are checked. All rows stay.

-- Types
ALTER TYPE "DonationState" RENAME TO donation_status;
ALTER TYPE "PaymentMethod" RENAME TO payment_method;
ALTER TYPE "DeclarationScope" RENAME TO declaration_scope;
ALTER TYPE "IssueState" RENAME TO issue_status;
ALTER TYPE "ListImportState" RENAME TO subscriber_import_status;
ALTER TYPE subscriber_import_status RENAME VALUE 'arriving' TO 'uploading';
ALTER TYPE subscriber_import_status RENAME VALUE 'dropped' TO 'discarded';
ALTER TYPE "ListLineKind" RENAME TO subscriber_import_row_kind;
ALTER TYPE "NewsTopic" RENAME TO newsletter_topic;
ALTER TYPE "NewsRhythm" RENAME TO email_frequency;
ALTER TYPE "SubscriptionState" RENAME TO subscription_status;
ALTER TYPE subscription_status RENAME VALUE 'left' TO 'unsubscribed';
ALTER TYPE "NewsRequestKind" RENAME TO newsletter_request_kind;
ALTER TYPE "NewsRequestState" RENAME TO newsletter_request_status;
ALTER TYPE "SuppressionReason" RENAME TO suppression_reason;
ALTER TYPE suppression_reason RENAME VALUE 'left' TO 'unsubscribed';
ALTER TYPE "Rhythm" RENAME TO billing_interval;
ALTER TYPE "Standing" RENAME TO plan_status;
ALTER TYPE "ReceiptRhythm" RENAME TO receipt_frequency;
ALTER TYPE "TributeKind" RENAME TO tribute_kind;
CREATE TYPE plan_change_kind AS ENUM ('status', 'amount', 'billing_interval', 'pause', 'skip', 'unskip', 'resume', 'payment_method', 'cancel', 'room', 'receipts', 'links');
CREATE TYPE plan_change_actor AS ENUM ('sponsor', 'link', 'stripe', 'site');
CREATE TYPE consent_purpose AS ENUM ('news', 'events', 'appeals');
CREATE TYPE consent_action AS ENUM ('asked', 'confirmed', 'withdrawn');
CREATE TYPE newsletter_request_source AS ENUM ('newsletter', 'donate', 'sponsor', 'preferences');
CREATE TYPE contact_channel AS ENUM ('in_writing', 'by_telephone', 'in_person');

-- Guards that are made anew below
DROP TRIGGER suppression_lift_is_append_only ON suppression_lift;
DROP FUNCTION suppression_lift_is_append_only();
ALTER TABLE donation DROP CONSTRAINT donation_sums;

-- Columns that nothing wrote
ALTER TABLE plan DROP COLUMN mandate;

-- donation
ALTER TABLE donation RENAME COLUMN state TO status;
ALTER TABLE donation RENAME COLUMN attempt TO idempotency_key;
ALTER TABLE donation RENAME COLUMN contents TO form_hash;
ALTER TABLE donation RENAME COLUMN browser TO browser_hash;
ALTER TABLE donation RENAME COLUMN network TO ip_hash;
ALTER TABLE donation RENAME COLUMN "giftPence" TO gift_pence;
ALTER TABLE donation RENAME COLUMN "coverPence" TO cover_pence;
ALTER TABLE donation RENAME COLUMN "refundedPence" TO refunded_pence;
ALTER TABLE donation RENAME COLUMN "feePence" TO fee_pence;
ALTER TABLE donation RENAME COLUMN "firstName" TO first_name;
ALTER TABLE donation RENAME COLUMN "lastName" TO last_name;
ALTER TABLE donation RENAME COLUMN "wantsNews" TO wants_news;
ALTER TABLE donation RENAME COLUMN method TO payment_method;
ALTER TABLE donation RENAME COLUMN "sessionId" TO stripe_checkout_session_id;
ALTER TABLE donation RENAME COLUMN "sessionUrl" TO stripe_checkout_url;
ALTER TABLE donation RENAME COLUMN "paymentIntent" TO stripe_payment_intent_id;
ALTER TABLE donation RENAME COLUMN charge TO stripe_charge_id;
ALTER TABLE donation RENAME COLUMN failure TO failure_code;
ALTER TABLE donation RENAME COLUMN "createdAt" TO created_at;
ALTER TABLE donation RENAME COLUMN "agreedAt" TO agreed_at;
ALTER TABLE donation RENAME COLUMN "paidAt" TO paid_at;
ALTER TABLE donation RENAME COLUMN "settledAt" TO synced_at;
ALTER TABLE donation RENAME COLUMN "planId" TO plan_id;
ALTER TABLE donation RENAME COLUMN invoice TO stripe_invoice_id;
ALTER TABLE donation RENAME COLUMN "supporterId" TO supporter_id;
ALTER TABLE donation RENAME COLUMN "declarationId" TO declaration_id;
ALTER INDEX "donation_sessionId_key" RENAME TO donation_stripe_checkout_session_id_key;
ALTER INDEX "donation_paymentIntent_key" RENAME TO donation_stripe_payment_intent_id_key;
ALTER INDEX donation_charge_key RENAME TO donation_stripe_charge_id_key;
ALTER TABLE donation RENAME CONSTRAINT "donation_planId_fkey" TO donation_plan_id_fkey;
ALTER INDEX donation_invoice_key RENAME TO donation_stripe_invoice_id_key;
ALTER TABLE donation RENAME CONSTRAINT "donation_supporterId_fkey" TO donation_supporter_id_fkey;
ALTER TABLE donation RENAME CONSTRAINT "donation_declarationId_fkey" TO donation_declaration_id_fkey;
ALTER INDEX donation_attempt_contents_key RENAME TO donation_idempotency_key_form_hash_key;
ALTER INDEX "donation_state_createdAt_idx" RENAME TO donation_status_created_at_idx;
ALTER INDEX "donation_paidAt_idx" RENAME TO donation_paid_at_idx;
ALTER INDEX "donation_supporterId_idx" RENAME TO donation_supporter_id_idx;
ALTER INDEX "donation_planId_paidAt_idx" RENAME TO donation_plan_id_paid_at_idx;

-- declaration
ALTER TABLE declaration RENAME COLUMN "charityName" TO charity_name;
ALTER TABLE declaration RENAME COLUMN "firstName" TO first_name;
ALTER TABLE declaration RENAME COLUMN "lastName" TO last_name;
ALTER TABLE declaration RENAME COLUMN "declaredAt" TO declared_at;
ALTER TABLE declaration RENAME COLUMN "cancelledAt" TO cancelled_at;
ALTER TABLE declaration RENAME COLUMN "supporterId" TO supporter_id;
ALTER TABLE declaration RENAME CONSTRAINT "declaration_supporterId_fkey" TO declaration_supporter_id_fkey;
ALTER INDEX "declaration_supporterId_idx" RENAME TO declaration_supporter_id_idx;

-- declaration_change
ALTER TABLE declaration_change RENAME COLUMN "declarationId" TO declaration_id;
ALTER TABLE declaration_change RENAME COLUMN "firstName" TO first_name;
ALTER TABLE declaration_change RENAME COLUMN "lastName" TO last_name;
ALTER TABLE declaration_change RENAME COLUMN "toldAt" TO reported_at;
ALTER TABLE declaration_change RENAME CONSTRAINT "declaration_change_declarationId_fkey" TO declaration_change_declaration_id_fkey;
ALTER INDEX "declaration_change_declarationId_toldAt_idx" RENAME TO declaration_change_declaration_id_reported_at_idx;

-- refund
ALTER TABLE refund RENAME COLUMN "donationId" TO donation_id;
ALTER TABLE refund RENAME COLUMN state TO status;
ALTER TABLE refund RENAME COLUMN "refundedAt" TO refunded_at;
ALTER TABLE refund RENAME CONSTRAINT "refund_donationId_fkey" TO refund_donation_id_fkey;
ALTER INDEX "refund_donationId_idx" RENAME TO refund_donation_id_idx;

-- dispute
ALTER TABLE dispute RENAME COLUMN "donationId" TO donation_id;
ALTER TABLE dispute RENAME COLUMN state TO status;
ALTER TABLE dispute RENAME COLUMN "openedAt" TO opened_at;
ALTER TABLE dispute RENAME CONSTRAINT "dispute_donationId_fkey" TO dispute_donation_id_fkey;
ALTER INDEX "dispute_donationId_idx" RENAME TO dispute_donation_id_idx;

-- reconciliation -> donation_reconciliation
ALTER TABLE reconciliation RENAME TO donation_reconciliation;
ALTER TABLE donation_reconciliation RENAME COLUMN "startedAt" TO started_at;
ALTER TABLE donation_reconciliation RENAME COLUMN "finishedAt" TO finished_at;
ALTER TABLE donation_reconciliation RENAME CONSTRAINT reconciliation_pkey TO donation_reconciliation_pkey;
ALTER INDEX "reconciliation_startedAt_idx" RENAME TO donation_reconciliation_started_at_idx;

-- reconciliation_finding -> donation_reconciliation_finding
ALTER TABLE reconciliation_finding RENAME TO donation_reconciliation_finding;
ALTER TABLE donation_reconciliation_finding RENAME COLUMN "reconciliationId" TO reconciliation_id;
ALTER TABLE donation_reconciliation_finding RENAME COLUMN words TO message;
ALTER TABLE donation_reconciliation_finding RENAME CONSTRAINT reconciliation_finding_pkey TO donation_reconciliation_finding_pkey;
ALTER TABLE donation_reconciliation_finding RENAME CONSTRAINT "reconciliation_finding_reconciliationId_fkey" TO donation_reconciliation_finding_reconciliation_id_fkey;
ALTER INDEX "reconciliation_finding_reconciliationId_idx" RENAME TO donation_reconciliation_finding_reconciliation_id_idx;

-- issue
ALTER TABLE issue RENAME COLUMN state TO status;
ALTER TABLE issue RENAME COLUMN "createdAt" TO created_at;
ALTER TABLE issue RENAME COLUMN "sendAt" TO send_at;
ALTER TABLE issue RENAME COLUMN "frozenAt" TO frozen_at;
ALTER TABLE issue RENAME COLUMN audience TO audience_size;
ALTER TABLE issue RENAME COLUMN "broadcastId" TO resend_broadcast_id;
ALTER TABLE issue RENAME COLUMN "askedAt" TO send_requested_at;
ALTER TABLE issue RENAME COLUMN "sentAt" TO sent_at;
ALTER TABLE issue RENAME COLUMN "stoppedWhy" TO stop_reason;
ALTER TABLE issue RENAME COLUMN counts TO event_counts;
ALTER INDEX "issue_broadcastId_key" RENAME TO issue_resend_broadcast_id_key;
ALTER INDEX "issue_state_sentAt_idx" RENAME TO issue_status_sent_at_idx;

-- issue_version
ALTER TABLE issue_version RENAME COLUMN "issueId" TO issue_id;
ALTER TABLE issue_version RENAME COLUMN "savedAt" TO saved_at;
ALTER TABLE issue_version RENAME CONSTRAINT "issue_version_issueId_fkey" TO issue_version_issue_id_fkey;

-- issue_test -> issue_test_email
ALTER TABLE issue_test RENAME TO issue_test_email;
ALTER TABLE issue_test_email RENAME COLUMN "issueId" TO issue_id;
ALTER TABLE issue_test_email RENAME COLUMN "askedAt" TO requested_at;
ALTER TABLE issue_test_email RENAME CONSTRAINT issue_test_pkey TO issue_test_email_pkey;
ALTER INDEX "issue_test_askedAt_idx" RENAME TO issue_test_email_requested_at_idx;

-- share_picture -> share_image
ALTER TABLE share_picture RENAME TO share_image;
ALTER TABLE share_image RENAME COLUMN "issueId" TO issue_id;
ALTER TABLE share_image RENAME CONSTRAINT share_picture_pkey TO share_image_pkey;
ALTER TABLE share_image RENAME CONSTRAINT "share_picture_issueId_fkey" TO share_image_issue_id_fkey;

-- news_picture -> newsletter_image
ALTER TABLE news_picture RENAME TO newsletter_image;
ALTER TABLE newsletter_image RENAME COLUMN "type" TO content_type;
ALTER TABLE newsletter_image RENAME COLUMN wide TO width;
ALTER TABLE newsletter_image RENAME COLUMN tall TO height;
ALTER TABLE newsletter_image RENAME COLUMN "addedAt" TO created_at;
ALTER TABLE newsletter_image RENAME CONSTRAINT news_picture_pkey TO newsletter_image_pkey;

-- resend_label
ALTER TABLE resend_label RENAME COLUMN "resendId" TO resend_id;

-- resend_contact
ALTER TABLE resend_contact RENAME COLUMN "subscriptionId" TO subscription_id;
ALTER TABLE resend_contact RENAME COLUMN "lookAgain" TO needs_refresh;
ALTER TABLE resend_contact RENAME COLUMN "seenAt" TO last_seen_at;
ALTER INDEX "resend_contact_subscriptionId_key" RENAME TO resend_contact_subscription_id_key;

-- resend_event
ALTER TABLE resend_event RENAME COLUMN "broadcastId" TO broadcast_id;
ALTER TABLE resend_event RENAME COLUMN "emailId" TO email_id;
ALTER TABLE resend_event RENAME COLUMN "receivedAt" TO received_at;
ALTER INDEX "resend_event_broadcastId_type_idx" RENAME TO resend_event_broadcast_id_type_idx;
ALTER INDEX "resend_event_receivedAt_idx" RENAME TO resend_event_received_at_idx;

-- audience_comparison -> audience_reconciliation
ALTER TABLE audience_comparison RENAME TO audience_reconciliation;
ALTER TABLE audience_reconciliation RENAME COLUMN "startedAt" TO started_at;
ALTER TABLE audience_reconciliation RENAME COLUMN "finishedAt" TO finished_at;
ALTER TABLE audience_reconciliation RENAME CONSTRAINT audience_comparison_pkey TO audience_reconciliation_pkey;
ALTER INDEX "audience_comparison_startedAt_idx" RENAME TO audience_reconciliation_started_at_idx;

-- audience_finding -> audience_reconciliation_finding
ALTER TABLE audience_finding RENAME TO audience_reconciliation_finding;
ALTER TABLE audience_reconciliation_finding RENAME COLUMN "comparisonId" TO reconciliation_id;
ALTER TABLE audience_reconciliation_finding RENAME COLUMN words TO message;
ALTER TABLE audience_reconciliation_finding RENAME CONSTRAINT audience_finding_pkey TO audience_reconciliation_finding_pkey;
ALTER TABLE audience_reconciliation_finding RENAME CONSTRAINT "audience_finding_comparisonId_fkey" TO audience_reconciliation_finding_reconciliation_id_fkey;
ALTER INDEX "audience_finding_comparisonId_idx" RENAME TO audience_reconciliation_finding_reconciliation_id_idx;

-- list_import -> subscriber_import
ALTER TABLE list_import RENAME TO subscriber_import;
ALTER TABLE subscriber_import RENAME COLUMN state TO status;
ALTER TABLE subscriber_import RENAME COLUMN "broughtBy" TO uploaded_by;
ALTER TABLE subscriber_import RENAME COLUMN "broughtAt" TO uploaded_at;
ALTER TABLE subscriber_import RENAME COLUMN "linesInFile" TO line_count;
ALTER TABLE subscriber_import RENAME COLUMN "lastLine" TO last_processed_line;
ALTER TABLE subscriber_import RENAME COLUMN tally TO result_counts;
ALTER TABLE subscriber_import RENAME COLUMN unreadable TO unreadable_reason;
ALTER TABLE subscriber_import RENAME COLUMN "doneAt" TO finished_at;
ALTER TABLE subscriber_import RENAME CONSTRAINT list_import_pkey TO subscriber_import_pkey;
ALTER INDEX "list_import_broughtAt_idx" RENAME TO subscriber_import_uploaded_at_idx;

-- list_part -> subscriber_import_chunk
ALTER TABLE list_part RENAME TO subscriber_import_chunk;
ALTER TABLE subscriber_import_chunk RENAME COLUMN "importId" TO import_id;
ALTER TABLE subscriber_import_chunk RENAME CONSTRAINT list_part_pkey TO subscriber_import_chunk_pkey;
ALTER TABLE subscriber_import_chunk RENAME CONSTRAINT "list_part_importId_fkey" TO subscriber_import_chunk_import_id_fkey;

-- list_line -> subscriber_import_row
ALTER TABLE list_line RENAME TO subscriber_import_row;
ALTER TABLE subscriber_import_row RENAME COLUMN "importId" TO import_id;
ALTER TABLE subscriber_import_row RENAME COLUMN why TO reason;
ALTER TABLE subscriber_import_row RENAME CONSTRAINT list_line_pkey TO subscriber_import_row_pkey;
ALTER TABLE subscriber_import_row RENAME CONSTRAINT "list_line_importId_fkey" TO subscriber_import_row_import_id_fkey;
ALTER INDEX "list_line_importId_kind_line_idx" RENAME TO subscriber_import_row_import_id_kind_line_idx;

-- suppression_lift -> suppression_removal
ALTER TABLE suppression_lift RENAME TO suppression_removal;
ALTER TABLE suppression_removal RENAME COLUMN person TO email_hash;
ALTER TABLE suppression_removal RENAME COLUMN "suppressedAt" TO suppressed_at;
ALTER TABLE suppression_removal RENAME COLUMN asked TO channel;
ALTER TABLE suppression_removal RENAME COLUMN "askedOn" TO requested_on;
ALTER TABLE suppression_removal RENAME COLUMN words TO statement;
ALTER TABLE suppression_removal RENAME COLUMN "liftedBy" TO removed_by;
ALTER TABLE suppression_removal RENAME COLUMN "liftedAt" TO removed_at;
ALTER TABLE suppression_removal RENAME CONSTRAINT suppression_lift_pkey TO suppression_removal_pkey;
ALTER INDEX suppression_lift_person_idx RENAME TO suppression_removal_email_hash_idx;

-- subscription -> newsletter_subscription
ALTER TABLE subscription RENAME TO newsletter_subscription;
ALTER TABLE newsletter_subscription RENAME COLUMN person TO email_hash;
ALTER TABLE newsletter_subscription RENAME COLUMN state TO status;
ALTER TABLE newsletter_subscription RENAME COLUMN rhythm TO email_frequency;
ALTER TABLE newsletter_subscription RENAME COLUMN "pausedUntil" TO paused_until;
ALTER TABLE newsletter_subscription RENAME COLUMN "preferenceHash" TO preference_token_hash;
ALTER TABLE newsletter_subscription RENAME COLUMN "createdAt" TO created_at;
ALTER TABLE newsletter_subscription RENAME COLUMN "confirmedAt" TO confirmed_at;
ALTER TABLE newsletter_subscription RENAME COLUMN "leftAt" TO left_at;
ALTER TABLE newsletter_subscription RENAME COLUMN "contactId" TO resend_contact_id;
ALTER TABLE newsletter_subscription RENAME COLUMN "syncedVersion" TO synced_version;
ALTER TABLE newsletter_subscription RENAME COLUMN "syncedAt" TO synced_at;
ALTER TABLE newsletter_subscription RENAME COLUMN "absentAt" TO absent_from_resend_at;
ALTER TABLE newsletter_subscription RENAME COLUMN "askedForAt" TO contact_requested_at;
ALTER TABLE newsletter_subscription RENAME CONSTRAINT subscription_pkey TO newsletter_subscription_pkey;
ALTER INDEX subscription_email_key RENAME TO newsletter_subscription_email_key;
ALTER INDEX subscription_person_key RENAME TO newsletter_subscription_email_hash_key;
ALTER INDEX "subscription_preferenceHash_key" RENAME TO newsletter_subscription_preference_token_hash_key;
ALTER INDEX "subscription_contactId_key" RENAME TO newsletter_subscription_resend_contact_id_key;
ALTER INDEX subscription_state_idx RENAME TO newsletter_subscription_status_idx;

-- news_request -> newsletter_request
ALTER TABLE news_request RENAME TO newsletter_request;
ALTER TABLE newsletter_request RENAME COLUMN state TO status;
ALTER TABLE newsletter_request RENAME COLUMN person TO email_hash;
ALTER TABLE newsletter_request RENAME COLUMN rhythm TO email_frequency;
ALTER TABLE newsletter_request RENAME COLUMN wordings TO wording_versions;
ALTER TABLE newsletter_request RENAME COLUMN "askedFrom" TO ip_hash;
ALTER TABLE newsletter_request RENAME COLUMN "subscriptionId" TO subscription_id;
ALTER TABLE newsletter_request RENAME COLUMN "tokenHash" TO token_hash;
ALTER TABLE newsletter_request RENAME COLUMN "askedAt" TO requested_at;
ALTER TABLE newsletter_request RENAME COLUMN "writtenAt" TO emailed_at;
ALTER TABLE newsletter_request RENAME COLUMN "expiresAt" TO expires_at;
ALTER TABLE newsletter_request RENAME COLUMN "confirmedAt" TO confirmed_at;
ALTER TABLE newsletter_request RENAME CONSTRAINT news_request_pkey TO newsletter_request_pkey;
ALTER INDEX "news_request_tokenHash_key" RENAME TO newsletter_request_token_hash_key;
ALTER INDEX "news_request_person_writtenAt_idx" RENAME TO newsletter_request_email_hash_emailed_at_idx;
ALTER INDEX "news_request_expiresAt_idx" RENAME TO newsletter_request_expires_at_idx;

-- suppression
ALTER TABLE suppression RENAME COLUMN person TO email_hash;
ALTER TABLE suppression RENAME COLUMN "suppressedAt" TO suppressed_at;

-- letter -> outgoing_email
ALTER TABLE letter RENAME TO outgoing_email;
ALTER TABLE outgoing_email RENAME COLUMN "createdAt" TO created_at;
ALTER TABLE outgoing_email RENAME COLUMN "triedAt" TO first_tried_at;
ALTER TABLE outgoing_email RENAME COLUMN "sentAt" TO sent_at;
ALTER TABLE outgoing_email RENAME COLUMN "messageId" TO resend_email_id;
ALTER TABLE outgoing_email RENAME CONSTRAINT letter_pkey TO outgoing_email_pkey;
ALTER INDEX letter_kind_about_key RENAME TO outgoing_email_kind_about_key;

-- rate_limit

-- stripe_event
ALTER TABLE stripe_event RENAME COLUMN "apiVersion" TO api_version;
ALTER TABLE stripe_event RENAME COLUMN "objectId" TO object_id;
ALTER TABLE stripe_event RENAME COLUMN "createdAt" TO created_at;
ALTER TABLE stripe_event RENAME COLUMN "receivedAt" TO received_at;
ALTER TABLE stripe_event RENAME COLUMN key TO job_key;
ALTER TABLE stripe_event RENAME COLUMN "takenUpAt" TO enqueued_at;
ALTER INDEX "stripe_event_receivedAt_idx" RENAME TO stripe_event_received_at_idx;
ALTER INDEX "stripe_event_takenUpAt_idx" RENAME TO stripe_event_enqueued_at_idx;

-- room
ALTER TABLE room RENAME COLUMN "weekPence" TO weekly_pence;

-- plan
ALTER TABLE plan RENAME COLUMN standing TO status;
ALTER TABLE plan RENAME COLUMN attempt TO idempotency_key;
ALTER TABLE plan RENAME COLUMN contents TO form_hash;
ALTER TABLE plan RENAME COLUMN browser TO browser_hash;
ALTER TABLE plan RENAME COLUMN network TO ip_hash;
ALTER TABLE plan RENAME COLUMN "firstName" TO first_name;
ALTER TABLE plan RENAME COLUMN "lastName" TO last_name;
ALTER TABLE plan RENAME COLUMN "supporterId" TO supporter_id;
ALTER TABLE plan RENAME COLUMN "roomId" TO room_id;
ALTER TABLE plan RENAME COLUMN "weeklyPence" TO weekly_pence;
ALTER TABLE plan RENAME COLUMN rhythm TO billing_interval;
ALTER TABLE plan RENAME COLUMN "collectionPence" TO collection_pence;
ALTER TABLE plan RENAME COLUMN "coverPence" TO cover_pence;
ALTER TABLE plan RENAME COLUMN "coversFee" TO covers_fee;
ALTER TABLE plan RENAME COLUMN "startsOn" TO starts_on;
ALTER TABLE plan RENAME COLUMN receipts TO receipt_frequency;
ALTER TABLE plan RENAME COLUMN "wantsNews" TO wants_news;
ALTER TABLE plan RENAME COLUMN anniversary TO wants_anniversary_email;
ALTER TABLE plan RENAME COLUMN "declarationId" TO declaration_id;
ALTER TABLE plan RENAME COLUMN "tributeKind" TO tribute_kind;
ALTER TABLE plan RENAME COLUMN "tributeName" TO tribute_name;
ALTER TABLE plan RENAME COLUMN "cardName" TO tribute_card_name;
ALTER TABLE plan RENAME COLUMN "cardEmail" TO tribute_card_email;
ALTER TABLE plan RENAME COLUMN "cardWords" TO tribute_card_message;
ALTER TABLE plan RENAME COLUMN "sessionId" TO stripe_checkout_session_id;
ALTER TABLE plan RENAME COLUMN "sessionUrl" TO stripe_checkout_url;
ALTER TABLE plan RENAME COLUMN customer TO stripe_customer_id;
ALTER TABLE plan RENAME COLUMN subscription TO stripe_subscription_id;
ALTER TABLE plan RENAME COLUMN method TO payment_method;
ALTER TABLE plan RENAME COLUMN "methodWords" TO payment_method_label;
ALTER TABLE plan RENAME COLUMN "cardExpires" TO card_expiry_month;
ALTER TABLE plan RENAME COLUMN "nextAt" TO next_collection_at;
ALTER TABLE plan RENAME COLUMN "nextPence" TO next_collection_pence;
ALTER TABLE plan RENAME COLUMN "paidUntil" TO paid_until;
ALTER TABLE plan RENAME COLUMN "resumesOn" TO resumes_on;
ALTER TABLE plan RENAME COLUMN "skipsUntil" TO skips_until;
ALTER TABLE plan RENAME COLUMN failure TO failure_code;
ALTER TABLE plan RENAME COLUMN "retryAt" TO retry_at;
ALTER TABLE plan RENAME COLUMN "openInvoice" TO stripe_open_invoice_id;
ALTER TABLE plan RENAME COLUMN "nextRhythm" TO next_billing_interval;
ALTER TABLE plan RENAME COLUMN "nextWeeklyPence" TO next_weekly_pence;
ALTER TABLE plan RENAME COLUMN "nextRhythmAt" TO next_billing_interval_at;
ALTER TABLE plan RENAME COLUMN "linkVersion" TO link_version;
ALTER TABLE plan RENAME COLUMN "createdAt" TO created_at;
ALTER TABLE plan RENAME COLUMN "agreedAt" TO agreed_at;
ALTER TABLE plan RENAME COLUMN "endedAt" TO ended_at;
ALTER TABLE plan RENAME COLUMN "endWords" TO end_comment;
ALTER TABLE plan RENAME COLUMN "stopAskedAt" TO stop_requested_at;
ALTER TABLE plan RENAME COLUMN "settledAt" TO synced_at;
ALTER TABLE plan RENAME COLUMN seal TO stripe_fingerprint;
ALTER TABLE plan RENAME COLUMN "comparedAt" TO reconciled_at;
ALTER TABLE plan RENAME COLUMN "restartOf" TO restart_of_id;
ALTER TABLE plan RENAME CONSTRAINT "plan_supporterId_fkey" TO plan_supporter_id_fkey;
ALTER TABLE plan RENAME CONSTRAINT "plan_roomId_fkey" TO plan_room_id_fkey;
ALTER TABLE plan RENAME CONSTRAINT "plan_declarationId_fkey" TO plan_declaration_id_fkey;
ALTER INDEX "plan_sessionId_key" RENAME TO plan_stripe_checkout_session_id_key;
ALTER INDEX plan_customer_key RENAME TO plan_stripe_customer_id_key;
ALTER INDEX plan_subscription_key RENAME TO plan_stripe_subscription_id_key;
ALTER INDEX plan_attempt_contents_key RENAME TO plan_idempotency_key_form_hash_key;
ALTER INDEX plan_standing_id_idx RENAME TO plan_status_id_idx;
ALTER INDEX "plan_supporterId_idx" RENAME TO plan_supporter_id_idx;
ALTER INDEX "plan_roomId_idx" RENAME TO plan_room_id_idx;
ALTER INDEX "plan_createdAt_idx" RENAME TO plan_created_at_idx;

-- plan_change
ALTER TABLE plan_change RENAME COLUMN "planId" TO plan_id;
ALTER TABLE plan_change RENAME COLUMN what TO kind;
ALTER TABLE plan_change RENAME COLUMN "from" TO old_value;
ALTER TABLE plan_change RENAME COLUMN "to" TO new_value;
ALTER TABLE plan_change RENAME COLUMN "at" TO changed_at;
ALTER TABLE plan_change RENAME CONSTRAINT "plan_change_planId_fkey" TO plan_change_plan_id_fkey;
ALTER INDEX "plan_change_planId_at_idx" RENAME TO plan_change_plan_id_changed_at_idx;

-- plan_wish -> plan_change_request
ALTER TABLE plan_wish RENAME TO plan_change_request;
ALTER TABLE plan_change_request RENAME COLUMN "planId" TO plan_id;
ALTER TABLE plan_change_request RENAME COLUMN what TO kind;
ALTER TABLE plan_change_request RENAME COLUMN "to" TO new_value;
ALTER TABLE plan_change_request RENAME COLUMN "askedAt" TO requested_at;
ALTER TABLE plan_change_request RENAME CONSTRAINT plan_wish_pkey TO plan_change_request_pkey;
ALTER INDEX "plan_wish_planId_key" RENAME TO plan_change_request_plan_id_key;
ALTER TABLE plan_change_request RENAME CONSTRAINT "plan_wish_planId_fkey" TO plan_change_request_plan_id_fkey;
ALTER INDEX "plan_wish_askedAt_idx" RENAME TO plan_change_request_requested_at_idx;

-- plan_card_page -> payment_method_update
ALTER TABLE plan_card_page RENAME TO payment_method_update;
ALTER TABLE payment_method_update RENAME COLUMN "planId" TO plan_id;
ALTER TABLE payment_method_update RENAME COLUMN "sessionId" TO stripe_checkout_session_id;
ALTER TABLE payment_method_update RENAME COLUMN "sessionUrl" TO stripe_checkout_url;
ALTER TABLE payment_method_update RENAME COLUMN "openedAt" TO opened_at;
ALTER TABLE payment_method_update RENAME COLUMN "closedAt" TO closed_at;
ALTER TABLE payment_method_update RENAME CONSTRAINT plan_card_page_pkey TO payment_method_update_pkey;
ALTER TABLE payment_method_update RENAME CONSTRAINT "plan_card_page_planId_fkey" TO payment_method_update_plan_id_fkey;
ALTER INDEX "plan_card_page_sessionId_key" RENAME TO payment_method_update_stripe_checkout_session_id_key;
ALTER INDEX "plan_card_page_planId_openedAt_idx" RENAME TO payment_method_update_plan_id_opened_at_idx;
ALTER INDEX "plan_card_page_closedAt_openedAt_idx" RENAME TO payment_method_update_closed_at_opened_at_idx;

-- plan_settling -> plan_reconciliation
ALTER TABLE plan_settling RENAME TO plan_reconciliation;
ALTER TABLE plan_reconciliation RENAME COLUMN "startedAt" TO started_at;
ALTER TABLE plan_reconciliation RENAME COLUMN "finishedAt" TO finished_at;
ALTER TABLE plan_reconciliation RENAME COLUMN reached TO cursor;
ALTER TABLE plan_reconciliation RENAME CONSTRAINT plan_settling_pkey TO plan_reconciliation_pkey;
ALTER INDEX "plan_settling_startedAt_idx" RENAME TO plan_reconciliation_started_at_idx;

-- plan_settling_finding -> plan_reconciliation_finding
ALTER TABLE plan_settling_finding RENAME TO plan_reconciliation_finding;
ALTER TABLE plan_reconciliation_finding RENAME COLUMN "settlingId" TO reconciliation_id;
ALTER TABLE plan_reconciliation_finding RENAME COLUMN words TO message;
ALTER TABLE plan_reconciliation_finding RENAME CONSTRAINT plan_settling_finding_pkey TO plan_reconciliation_finding_pkey;
ALTER TABLE plan_reconciliation_finding RENAME CONSTRAINT "plan_settling_finding_settlingId_fkey" TO plan_reconciliation_finding_reconciliation_id_fkey;
ALTER INDEX "plan_settling_finding_settlingId_id_idx" RENAME TO plan_reconciliation_finding_reconciliation_id_id_idx;

-- supporter
ALTER TABLE supporter RENAME COLUMN "firstName" TO first_name;
ALTER TABLE supporter RENAME COLUMN "lastName" TO last_name;
ALTER TABLE supporter RENAME COLUMN "createdAt" TO created_at;

-- consent
ALTER TABLE consent RENAME COLUMN line TO sequence;
ALTER TABLE consent RENAME COLUMN person TO email_hash;
ALTER TABLE consent RENAME COLUMN wording TO wording_version;
ALTER TABLE consent RENAME COLUMN "askedFrom" TO ip_hash;
ALTER TABLE consent RENAME COLUMN "agreedAt" TO agreed_at;
ALTER INDEX consent_person_purpose_line_idx RENAME TO consent_email_hash_purpose_sequence_idx;

-- sign_in_link
ALTER TABLE sign_in_link RENAME COLUMN browser TO browser_hash;
ALTER TABLE sign_in_link RENAME COLUMN "goTo" TO return_path;
ALTER TABLE sign_in_link RENAME COLUMN "createdAt" TO created_at;
ALTER TABLE sign_in_link RENAME COLUMN "expiresAt" TO expires_at;
ALTER TABLE sign_in_link RENAME COLUMN "usedAt" TO used_at;
ALTER INDEX "sign_in_link_createdAt_idx" RENAME TO sign_in_link_created_at_idx;

-- supporter_session
ALTER TABLE supporter_session RENAME COLUMN "tokenHash" TO token_hash;
ALTER TABLE supporter_session RENAME COLUMN "supporterId" TO supporter_id;
ALTER TABLE supporter_session RENAME COLUMN "createdAt" TO created_at;
ALTER TABLE supporter_session RENAME COLUMN "seenAt" TO last_seen_at;
ALTER INDEX "supporter_session_tokenHash_key" RENAME TO supporter_session_token_hash_key;
ALTER TABLE supporter_session RENAME CONSTRAINT "supporter_session_supporterId_fkey" TO supporter_session_supporter_id_fkey;
ALTER INDEX "supporter_session_supporterId_idx" RENAME TO supporter_session_supporter_id_idx;

-- email_change
ALTER TABLE email_change RENAME COLUMN "supporterId" TO supporter_id;
ALTER TABLE email_change RENAME COLUMN "from" TO old_email;
ALTER TABLE email_change RENAME COLUMN "to" TO new_email;
ALTER TABLE email_change RENAME COLUMN "createdAt" TO created_at;
ALTER TABLE email_change RENAME COLUMN "expiresAt" TO expires_at;
ALTER TABLE email_change RENAME COLUMN "oldConfirmedAt" TO old_confirmed_at;
ALTER TABLE email_change RENAME COLUMN "newConfirmedAt" TO new_confirmed_at;
ALTER TABLE email_change RENAME COLUMN "doneAt" TO completed_at;
ALTER TABLE email_change RENAME COLUMN "calledOffAt" TO cancelled_at;
ALTER TABLE email_change RENAME CONSTRAINT "email_change_supporterId_fkey" TO email_change_supporter_id_fkey;
ALTER INDEX "email_change_supporterId_idx" RENAME TO email_change_supporter_id_idx;

-- erasure
ALTER TABLE erasure RENAME COLUMN "supporterId" TO supporter_id;
ALTER TABLE erasure RENAME COLUMN done TO completed_steps;
ALTER TABLE erasure RENAME COLUMN "createdAt" TO created_at;
ALTER TABLE erasure RENAME COLUMN "finishedAt" TO finished_at;
ALTER INDEX "erasure_supporterId_key" RENAME TO erasure_supporter_id_key;
ALTER INDEX "erasure_finishedAt_idx" RENAME TO erasure_finished_at_idx;
ALTER SEQUENCE consent_line_seq RENAME TO consent_sequence_seq;

-- Enums instead of strings
ALTER TABLE plan_change ALTER COLUMN kind TYPE plan_change_kind USING (CASE kind WHEN 'standing' THEN 'status' WHEN 'rhythm' THEN 'billing_interval' WHEN 'card' THEN 'payment_method' ELSE kind END)::plan_change_kind;
ALTER TABLE plan_change ALTER COLUMN by TYPE plan_change_actor USING by::plan_change_actor;
ALTER TABLE plan_change_request ALTER COLUMN kind TYPE plan_change_kind USING (CASE kind WHEN 'standing' THEN 'status' WHEN 'rhythm' THEN 'billing_interval' WHEN 'card' THEN 'payment_method' ELSE kind END)::plan_change_kind;
ALTER TABLE plan_change_request ALTER COLUMN by TYPE plan_change_actor USING by::plan_change_actor;
ALTER TABLE payment_method_update ALTER COLUMN by TYPE plan_change_actor USING by::plan_change_actor;
ALTER TABLE consent ALTER COLUMN purpose TYPE consent_purpose USING purpose::consent_purpose;
ALTER TABLE consent ALTER COLUMN action TYPE consent_action USING action::consent_action;
ALTER TABLE newsletter_request ALTER COLUMN via TYPE newsletter_request_source USING via::newsletter_request_source;
ALTER TABLE suppression_removal ALTER COLUMN channel TYPE contact_channel USING (CASE channel WHEN 'in-writing' THEN 'in_writing' WHEN 'by-telephone' THEN 'by_telephone' WHEN 'in-person' THEN 'in_person' ELSE channel END)::contact_channel;
ALTER TABLE consent ALTER COLUMN via TYPE TEXT USING (CASE via WHEN 'left' THEN 'unsubscribed' ELSE via END);

-- London dates
ALTER TABLE plan ALTER COLUMN starts_on TYPE DATE USING starts_on::date;
ALTER TABLE plan ALTER COLUMN resumes_on TYPE DATE USING resumes_on::date;
ALTER TABLE suppression_removal ALTER COLUMN requested_on TYPE DATE USING requested_on::date;

-- Relations that were only meant. What hung on nothing is of no use.
DELETE FROM issue_test_email WHERE NOT EXISTS (SELECT FROM issue WHERE issue.id = issue_id);
DELETE FROM resend_contact WHERE NOT EXISTS (SELECT FROM newsletter_subscription s WHERE s.id = subscription_id);
DELETE FROM newsletter_request WHERE subscription_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM newsletter_subscription s WHERE s.id = subscription_id);
UPDATE plan SET restart_of_id = NULL WHERE restart_of_id IS NOT NULL AND NOT EXISTS (SELECT FROM plan p WHERE p.id = plan.restart_of_id);
CREATE INDEX issue_test_email_issue_id_idx ON issue_test_email(issue_id);
CREATE INDEX newsletter_request_subscription_id_idx ON newsletter_request(subscription_id);
CREATE INDEX plan_restart_of_id_idx ON plan(restart_of_id);
ALTER TABLE issue_test_email ADD CONSTRAINT issue_test_email_issue_id_fkey
  FOREIGN KEY (issue_id) REFERENCES issue(id) ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE resend_contact ADD CONSTRAINT resend_contact_subscription_id_fkey
  FOREIGN KEY (subscription_id) REFERENCES newsletter_subscription(id) ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE newsletter_request ADD CONSTRAINT newsletter_request_subscription_id_fkey
  FOREIGN KEY (subscription_id) REFERENCES newsletter_subscription(id) ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE plan ADD CONSTRAINT plan_restart_of_id_fkey
  FOREIGN KEY (restart_of_id) REFERENCES plan(id) ON DELETE SET NULL ON UPDATE CASCADE;

-- Anniversary reminders find the few plans of a day by this.
CREATE INDEX plan_agreed_at_idx ON plan(agreed_at);

-- Sums are what they say: nothing below zero, and never more sent back than given.
ALTER TABLE donation ADD CONSTRAINT donation_sums CHECK (
  gift_pence > 0 AND cover_pence >= 0 AND refunded_pence >= 0 AND refunded_pence <= gift_pence + cover_pence AND fee_pence >= 0
);
ALTER TABLE plan ADD CONSTRAINT plan_sums CHECK (
  weekly_pence > 0 AND collection_pence > 0 AND cover_pence >= 0 AND next_collection_pence >= 0 AND next_weekly_pence > 0
);
ALTER TABLE refund ADD CONSTRAINT refund_sums CHECK (pence > 0);
ALTER TABLE dispute ADD CONSTRAINT dispute_sums CHECK (pence > 0);
ALTER TABLE room ADD CONSTRAINT room_sums CHECK (weekly_pence > 0);
ALTER TABLE plan ADD CONSTRAINT plan_card_expiry_month CHECK (card_expiry_month ~ '^\d{4}-(0[1-9]|1[0-2])$');

-- Why somebody was let in again stays as it was written. Only the address goes, once Resend has been told.
CREATE FUNCTION suppression_removal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.email IS NULL AND to_jsonb(NEW) - 'email' = to_jsonb(OLD) - 'email' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what removed a suppression is append-only';
END
$$;

CREATE TRIGGER suppression_removal_is_append_only BEFORE UPDATE OR DELETE ON suppression_removal
  FOR EACH ROW EXECUTE FUNCTION suppression_removal_is_append_only();

-- What imports counted, by the new names of the results
UPDATE subscriber_import SET result_counts = coalesce((
  SELECT jsonb_object_agg(coalesce(renamed.new, counted.key), counted.value)
  FROM jsonb_each(result_counts) AS counted(key, value)
  LEFT JOIN (VALUES
    ('twice', 'duplicate'),
    ('took-it-back', 'consent-withdrawn'),
    ('left-before', 'unsubscribed-before'),
    ('has-it-already', 'already-subscribed')
  ) AS renamed(old, new) ON renamed.old = counted.key
), '{}');

-- Emails by their new kinds
UPDATE outgoing_email SET kind = renamed.new
FROM (VALUES
    ('plan-settling', 'plan-reconciliation'),
    ('plan-rhythm-changing', 'plan-interval-changing'),
    ('plan-rhythm-kept', 'plan-interval-change-cancelled'),
    ('plan-rhythm-waits', 'plan-interval-change-postponed'),
    ('plan-card-changed', 'plan-payment-method-changed'),
    ('newsletter-confirm-move', 'newsletter-confirm-address-change'),
    ('newsletter-known', 'newsletter-already-subscribed'),
    ('newsletter-moved', 'newsletter-address-changed'),
    ('audience-comparison', 'audience-reconciliation')
) AS renamed(old, new) WHERE kind = renamed.old;

-- Work that is queued, or still to be queued, by its new name. A key begins with the name of its job.
CREATE TEMPORARY TABLE renamed_job (old text PRIMARY KEY, new text NOT NULL) ON COMMIT DROP;
INSERT INTO renamed_job VALUES
    ('settle-donation', 'sync-donation'),
    ('settle-plan', 'sync-plan'),
    ('close-payment-page', 'close-donation-checkout'),
    ('close-plan-page', 'close-plan-checkout'),
    ('stop-plan', 'continue-plan-cancellation'),
    ('adopt-card', 'attach-payment-method'),
    ('tend-plans', 'maintain-plans'),
    ('send-letter', 'send-email'),
    ('carry-new-email', 'sync-customer-email'),
    ('take-up-events', 'enqueue-event-jobs'),
    ('answer-news-request', 'answer-sign-up-request'),
    ('news-with-gift', 'newsletter-with-donation'),
    ('news-with-plan', 'newsletter-with-plan'),
    ('look-for-contacts', 'match-contacts'),
    ('draw-share-picture', 'render-share-image'),
    ('lift-at-resend', 'unsuppress-at-resend'),
    ('go-through-list', 'process-import'),
    ('drop-list', 'discard-import'),
    ('compare-audience', 'reconcile-audience'),
    ('reconcile', 'reconcile-donations'),
    ('settle-every-plan', 'reconcile-plans'),
    ('post-summaries', 'queue-summaries'),
    ('forget', 'purge');
UPDATE stripe_event SET task = renamed_job.new, job_key = renamed_job.new || substr(job_key, length(old) + 1)
FROM renamed_job WHERE task = old;
DO $$
BEGIN
  -- The queue makes its own tables after the first migrations: a new database has none yet.
  IF to_regclass('graphile_worker._private_tasks') IS NULL THEN RETURN; END IF;
  UPDATE graphile_worker._private_jobs SET key = new || substr(key, length(old) + 1)
  FROM graphile_worker._private_tasks AS tasks JOIN renamed_job ON identifier = old
  WHERE tasks.id = task_id AND (key = old OR starts_with(key, old || ':'));
  UPDATE graphile_worker._private_tasks SET identifier = new FROM renamed_job WHERE identifier = old;
  UPDATE graphile_worker._private_jobs SET payload = json_build_object('emailId', payload -> 'letter')
  FROM graphile_worker._private_tasks AS tasks WHERE tasks.id = task_id AND identifier = 'send-email' AND (payload -> 'letter') IS NOT NULL;
  UPDATE graphile_worker._private_jobs SET payload = json_build_object('importId', payload -> 'list')
  FROM graphile_worker._private_tasks AS tasks WHERE tasks.id = task_id AND identifier = 'process-import' AND (payload -> 'list') IS NOT NULL;
  UPDATE graphile_worker._private_jobs SET payload = json_build_object('importId', payload -> 'list')
  FROM graphile_worker._private_tasks AS tasks WHERE tasks.id = task_id AND identifier = 'discard-import' AND (payload -> 'list') IS NOT NULL;
END
$$;
