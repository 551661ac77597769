import { ScrollTable } from "~/desk/ui/scroll-table";
import { cell, buttonRow } from "~/desk/ui/looks";

export type OpenGift = {
  id: string;
  reference: string;
  date: string;
  sum: string;
  name: string;
  home: string;
  /** As HMRC will have it; null: it is held back. */
  sent: { name: string; home: string } | null;
  why: string | null;
  /** What can be done about it; null: nothing but to look at it. */
  whatNext: string | null;
};

type OpenGiftsProps = { title: string; show: string; gifts: OpenGift[]; after: string | null };

/** Gifts that are held back, each with why and the way to what can be done; or those that are ready, each as told beside as HMRC will have it. */
export function OpenGifts({ title, show, gifts, after }: OpenGiftsProps) {
  const isReady = show === "ready";
  return (
    <>
      <h2 id="gifts">{title}</h2>
      <p className={buttonRow}>
        {show !== "" && <a href="/desk/gift-aid#gifts">All that is held back</a>}
        {!isReady && <a href="/desk/gift-aid?show=ready#gifts">What is ready to be claimed</a>}
      </p>
      {gifts.length === 0 ? (
        <p>{isReady ? "Nothing is ready to be claimed." : "Nothing is held back."}</p>
      ) : (
        <ScrollTable label={title}>
          <thead>
            <tr>
              <th scope="col">Donation</th>
              <th scope="col">Paid</th>
              <th scope="col" className="num">
                Sum
              </th>
              <th scope="col">{isReady ? "As the donor told it" : "Donor"}</th>
              <th scope="col">{isReady ? "As HMRC will have it" : "Why, and what can be done"}</th>
            </tr>
          </thead>
          <tbody>
            {gifts.map(({ id, reference, date, sum, name, home, sent, why, whatNext }) => (
              <tr key={id}>
                <th scope="row">
                  <a href={`/desk/gift-aid/gifts/${id}`}>{reference}</a>
                </th>
                <td>{date}</td>
                <td className="num">{sum}</td>
                <td className={cell.wraps}>
                  <bdi>{name}</bdi>
                  {home && (
                    <>
                      <br />
                      {home}
                    </>
                  )}
                </td>
                <td className={cell.words}>
                  {sent ? <SentDetails told={{ name, home }} sent={sent} /> : why}
                  {whatNext && (
                    <>
                      {" "}
                      <a href={`/desk/gift-aid/gifts/${id}`}>
                        {whatNext}
                        <span className="sr-only">: {reference}</span>
                      </a>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      )}
      <nav aria-label="Pages" className={buttonRow}>
        {after && (
          <a href={`/desk/gift-aid?${new URLSearchParams({ ...(show && { show }), after }).toString()}#gifts`} rel="next">
            Next page
          </a>
        )}
      </nav>
    </>
  );
}

function SentDetails({ told, sent }: { told: { name: string; home: string }; sent: { name: string; home: string } }) {
  if (told.name === sent.name && told.home === sent.home) return <>The same</>;
  return (
    <>
      {sent.name}
      <br />
      {sent.home}
    </>
  );
}
