import { ScrollTable } from "~/desk/ui/scroll-table";
import type { CheckResult, Level } from "../checks";
import { cell } from "~/desk/ui/looks";
import { Button } from "~/platform/ui/button";
import { Tag } from "~/platform/ui/tag";

const levelWords: Record<Level, string> = { green: "All right", amber: "Look at it", red: "Needs you now" };
/** The word in the tag says it too. */
const levelEdges: Record<Level, string> = { green: "", amber: "border-s-lamp", red: "border-s-danger" };

/** Each check with its word, its sentence and what to do. */
export function CheckList({ checks }: { checks: readonly CheckResult[] }) {
  return (
    <ul className="grid max-w-none list-none grid-cols-[repeat(auto-fill,minmax(min(100%,24rem),1fr))] gap-3 p-0">
      {checks.map(({ name, title, level, text, advice }) => (
        <li key={name} className={`m-0 rounded-sm border border-s-[6px] border-line p-3 ${levelEdges[level]}`}>
          <h2 className="m-0 text-base/[1.2]">
            {title} <Tag {...(level === "red" && { className: "border-danger bg-wash text-danger" })}>{levelWords[level]}</Tag>
          </h2>
          <p>{text}</p>
          {advice && <p>{advice}</p>}
        </li>
      ))}
    </ul>
  );
}

type FailedJobView = { id: string; task: string; href: string | null; attempts: number; why: string; since: string };

export function FailedJobTable({ jobs, more, mayRetry }: { jobs: readonly FailedJobView[]; more: number; mayRetry: boolean }) {
  if (jobs.length === 0) return null;
  return (
    <>
      <h2 id="failed-jobs">Failed jobs</h2>
      <ScrollTable label="Failed jobs">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Given up</th>
            <th scope="col">Tried</th>
            <th scope="col">Why</th>
            {mayRetry && <th scope="col">Again</th>}
          </tr>
        </thead>
        <tbody>
          {jobs.map(({ id, task, href, attempts, why, since }) => (
            <tr key={id}>
              <th scope="row">{href ? <a href={href}>{task}</a> : task}</th>
              <td>{since}</td>
              <td className="num">{attempts}</td>
              <td className={cell.wide}>{why}</td>
              {mayRetry && (
                <td>
                  <form method="post" action="/desk/health">
                    <Button name="job" value={id} aria-label={`Try again: ${task}, given up ${since}`}>
                      Try again
                    </Button>
                  </form>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      {more > 0 && <p>And {more.toLocaleString("en-GB")} more.</p>}
    </>
  );
}

type UndeliveredView = { id: string; when: string; label: string; what: string; href: string | null };

export function UndeliveredTable({ emails }: { emails: readonly UndeliveredView[] }) {
  return (
    <>
      <h2>Emails that were not delivered</h2>
      {emails.length === 0 ? (
        <p>None in 30 days. Those of newsletter issues are counted with each issue.</p>
      ) : (
        <ScrollTable label="Emails that were not delivered">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Email</th>
              <th scope="col">Results</th>
            </tr>
          </thead>
          <tbody>
            {emails.map(({ id, when, label, what, href }) => (
              <tr key={id}>
                <td>{when}</td>
                <th scope="row">{href ? <a href={href}>{label}</a> : label}</th>
                <td>{what}</td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      )}
    </>
  );
}

export function EventTable({ days }: { days: readonly { day: string; stripe: number; resend: number; healed: number }[] }) {
  return (
    <>
      <h2>Webhooks by date</h2>
      <ScrollTable label="Webhooks by date">
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">From Stripe</th>
            <th scope="col">From Resend</th>
            <th scope="col">Corrected by comparing</th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ day, stripe, resend, healed }) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              {[stripe, resend, healed].map((count, column) => (
                <td key={column} className="num">
                  {count.toLocaleString("en-GB")}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </>
  );
}

type RunView = { id: string; when: string; isFinished: boolean; checked: number; healed: number; open: number };

export function ComparisonTable({ comparisons }: { comparisons: readonly { title: string; run: RunView | null }[] }) {
  return (
    <>
      <h2>Nightly comparisons</h2>
      <ScrollTable label="Nightly comparisons">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Last</th>
            <th scope="col">Looked at</th>
            <th scope="col">Correct</th>
            <th scope="col">Open</th>
          </tr>
        </thead>
        <tbody>
          {comparisons.map(({ title, run }) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              <td>{run ? <a href={`/desk/reconciliations?run=${run.id}`}>{run.when}</a> : "Not yet"}</td>
              {[run?.checked, run?.healed, run?.open].map((count, column) => (
                <td key={column} className="num">
                  {count?.toLocaleString("en-GB") ?? ""}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </>
  );
}

export function KeyTable({ keys }: { keys: readonly { name: string; since: string }[] }) {
  if (keys.length === 0) return null;
  return (
    <>
      <h2>Keys and secrets</h2>
      <p>The site can’t know when a key was made. This is since when it has used it.</p>
      <ScrollTable label="Keys and secrets">
        <thead>
          <tr>
            <th scope="col">Setting</th>
            <th scope="col">In use since</th>
          </tr>
        </thead>
        <tbody>
          {keys.map(({ name, since }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{since}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </>
  );
}
