import { formatLondonDate } from "~/platform/london-dates";
import { pence, formatPounds } from "~/platform/money";
import { endCell } from "~/platform/ui/looks";

export type GiftHistoryRow = {
  id: string;
  reference: string;
  /** The London date on which it was paid, or else agreed to. */
  date: string;
  statusText: string;
  total: number;
  isPlanPayment: boolean;
  hasReceipt: boolean;
  /** Whether HMRC has paid, or will pay, Gift Aid on it. */
  isClaimed?: boolean;
};
export type GiftHistoryPage = { since: string | null; net: number; giftAid: number; rows: GiftHistoryRow[]; page: number; pages: number };

/** All gifts of a person, a page at a time, newest first. */
export function GiftHistory({ since, net, giftAid, rows, page, pages }: GiftHistoryPage) {
  if (since === null) return <p>Nothing yet. Once a donation is paid, it shows here with its receipt.</p>;
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard: WCAG 2.1.1 */}
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-labelledby="history">
        <table>
          <caption id="history" className="pb-2 text-start font-bold">
            Since {formatLondonDate(since)}: {formatPounds(pence(net))}
            {giftAid > 0 && <>, and {formatPounds(pence(giftAid))} in Gift Aid</>}
          </caption>
          <thead>
            <tr>
              <th scope="col">Date</th>
              <th scope="col">What happened</th>
              <th scope="col" className={endCell}>
                Amount
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ reference, date, statusText, total, isPlanPayment, hasReceipt, isClaimed }) => (
              <tr key={reference}>
                <td className="num">{formatLondonDate(date)}</td>
                <td>
                  {statusText}.{" "}
                  {hasReceipt && (
                    <a href={`/supporter/receipts/${reference}`}>
                      Receipt<span className="sr-only"> {reference}, as PDF</span>
                    </a>
                  )}
                  <span className="hint block">
                    {isPlanPayment ? "Sponsorship" : "One-off donation"} <span className="whitespace-nowrap">{reference}</span>
                    {isClaimed && ". Gift Aid claimed"}
                  </span>
                </td>
                <td className={endCell}>{formatPounds(pence(total))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <nav aria-label="Pages of donations" className="flex flex-wrap gap-x-6">
          {page > 1 && <a href={`/supporter?page=${page - 1}`}>Newer donations</a>}
          <span>
            Page {page} of {pages}
          </span>
          {page < pages && <a href={`/supporter?page=${page + 1}`}>Earlier donations</a>}
        </nav>
      )}
    </>
  );
}
