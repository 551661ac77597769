import { ScrollTable } from "~/desk/ui/scroll-table";
import { cell } from "~/desk/ui/looks";
import { Tag } from "~/platform/ui/tag";

type RowView = {
  id: string;
  position: number;
  name: string;
  home: string;
  date: string;
  sum: string;
  told: { name: string; home: string } | null;
  gifts: { id: string; reference: string }[];
  moreGifts: number;
  refusal: string | null;
  isOut: boolean;
};

/** Frozen rows beside what the donors told, with HMRC's words where it refused one. */
export function ClaimRowsTable({ label, rows }: { label: string; rows: RowView[] }) {
  if (rows.length === 0) return <p>There are no rows here.</p>;
  return (
    <ScrollTable label={label}>
      <thead>
        <tr>
          <th scope="col">Row</th>
          <th scope="col">For HMRC</th>
          <th scope="col">As the donor told it</th>
          <th scope="col">Latest donation</th>
          <th scope="col" className="num">
            Sum
          </th>
          <th scope="col">Donations</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, position, name, home, date, sum, told, gifts, moreGifts, refusal, isOut }) => (
          <tr key={id}>
            <th scope="row">{position}</th>
            <td className={cell.words}>
              {name}
              {home && (
                <>
                  <br />
                  {home}
                </>
              )}
              {refusal && (
                <>
                  <br />
                  <strong>HMRC: {refusal}</strong>
                </>
              )}
              {isOut && (
                <>
                  <br />
                  <Tag>Not in the claim any more</Tag>
                </>
              )}
            </td>
            <td className={cell.words}>
              {told ? (
                <>
                  <bdi>{told.name}</bdi>
                  <br />
                  {told.home}
                </>
              ) : (
                <span className="quiet">The same</span>
              )}
            </td>
            <td>{date}</td>
            <td className="num">{sum}</td>
            <td className={cell.wraps}>
              {gifts.map((gift, index) => (
                <span key={gift.id}>
                  {index > 0 && ", "}
                  <a href={`/desk/gift-aid/gifts/${gift.id}`}>{gift.reference}</a>
                </span>
              ))}
              {moreGifts > 0 && `, and ${moreGifts} more`}
            </td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

type AdjustmentView = { id: string; donation: { id: string; reference: string }; gift: string; tax: string; reason: string };

/** What is taken off this claim, because it went back after an earlier one. */
export function AdjustmentsTable({ adjustments }: { adjustments: AdjustmentView[] }) {
  return (
    <>
      <h2>Taken off for earlier claims</h2>
      <ScrollTable label="Taken off for earlier claims">
        <thead>
          <tr>
            <th scope="col">Donation</th>
            <th scope="col">Why</th>
            <th scope="col" className="num">
              Refunded
            </th>
            <th scope="col" className="num">
              Gift Aid on it
            </th>
          </tr>
        </thead>
        <tbody>
          {adjustments.map(({ id, donation, gift, tax, reason }) => (
            <tr key={id}>
              <th scope="row">
                <a href={`/desk/gifts/${donation.id}`}>{donation.reference}</a>
              </th>
              <td>{reason}</td>
              <td className="num">{gift}</td>
              <td className="num">{tax}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </>
  );
}
