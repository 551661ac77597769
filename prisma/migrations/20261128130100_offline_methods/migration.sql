-- Ways in which gifts come that did not come through Stripe, and the end of one that was written down by mistake. New values of an enum
-- can be used only in a later transaction: what needs them follows in the next migration.
ALTER TYPE payment_method ADD VALUE 'cheque';
ALTER TYPE payment_method ADD VALUE 'cash';
ALTER TYPE payment_method ADD VALUE 'standing_order';
ALTER TYPE payment_method ADD VALUE 'bank_transfer';
ALTER TYPE payment_method ADD VALUE 'voucher';
ALTER TYPE payment_method ADD VALUE 'collection';
ALTER TYPE donation_status ADD VALUE 'void';
