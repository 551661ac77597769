import { ScrollTable } from "~/desk/ui/scroll-table";
import { cell } from "~/desk/ui/looks";

type LineView = {
  id: string;
  at: string;
  kind: string;
  gift: { id: string; reference: string } | null;
  /** The payout that the line is about. */
  payoutId: string | null;
  about: string;
  sum: string;
  fee: string;
  net: string;
};
type PayoutLinesProps = { lines: LineView[]; difference: { sum: string; text: string } | null };

/** Every line of a payout, and what no line says as one more. */
export function PayoutLines({ lines, difference }: PayoutLinesProps) {
  if (lines.length === 0 && difference === null) return <p>There are no lines here.</p>;
  return (
    <ScrollTable label="Lines of the payout">
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">What</th>
          <th scope="col">About</th>
          {["Sum", "Fee", "To the bank"].map((head) => (
            <th key={head} scope="col" className="num">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {difference && (
          <tr>
            <th scope="row" colSpan={2}>
              Not explained
            </th>
            <td className={cell.words} colSpan={3}>
              {difference.text}
            </td>
            <td className="num">
              <strong>{difference.sum}</strong>
            </td>
          </tr>
        )}
        {lines.map(({ id, at, kind, gift, payoutId, about, sum, fee, net }) => (
          <tr key={id}>
            <td>{at}</td>
            <td>{kind}</td>
            <td className={cell.words}>
              {gift ? (
                <a href={`/desk/gifts/${gift.id}`}>{gift.reference}</a>
              ) : payoutId ? (
                <a href={`/desk/payouts/${payoutId}`}>{payoutId}</a>
              ) : (
                <span className="quiet">No donation known here: {about}</span>
              )}
            </td>
            <td className="num">{sum}</td>
            <td className="num">{fee}</td>
            <td className="num">{net}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
