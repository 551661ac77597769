import { BulletList, SmallHeading } from "./components";

/**
 * The Direct Debit Guarantee, in the words that the scheme sets:
 * https://www.directdebit.co.uk/direct-debit-explained/direct-debit-guarantee/
 * @param collector who collects, such as the charity or the firm that does it in its name
 * @param noticePeriod how long before, such as "3 working days"
 */
export const DirectDebitGuarantee = ({ collector, noticePeriod }: { collector: string; noticePeriod: string }) => (
  <>
    <SmallHeading>The Direct Debit Guarantee</SmallHeading>
    <BulletList
      items={[
        "This Guarantee is offered by all banks and building societies that accept instructions to pay Direct Debits.",
        `If there are any changes to the amount, date or frequency of your Direct Debit ${collector} will notify you ${noticePeriod} in advance of your account being debited or as otherwise agreed. If you request ${collector} to collect a payment, confirmation of the amount and date will be given to you at the time of the request.`,
        `If an error is made in the payment of your Direct Debit, by ${collector} or your bank or building society, you are entitled to a full and immediate refund of the amount paid from your bank or building society. If you receive a refund you are not entitled to, you must pay it back when ${collector} asks you to.`,
        "You can cancel a Direct Debit at any time by simply contacting your bank or building society. Written confirmation may be required. Please also notify us.",
      ]}
    />
  </>
);
