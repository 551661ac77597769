import { IssueBody } from "~/newsletter/issues/ui/issue-body";
import { ButtonLink } from "~/platform/ui/button";
import type { AppealView } from "../appeal-view.server";

/** An appeal: what it is for, how far it is, and what becomes of the money; while it takes gifts, the way to give. */
export function AppealContent({ appeal }: { appeal: AppealView }) {
  const { slug, name, summary, image, isEnded, blocks } = appeal;
  return (
    <>
      <h1>{name}</h1>
      <p className="lead">{summary}</p>
      {image && (
        <picture>
          {image.hasSmall && <source type="image/avif" srcSet={`/newsletter/pictures/${image.id}/small`} />}
          <img
            className="h-auto w-full rounded-md"
            src={`/newsletter/pictures/${image.id}`}
            alt={image.alt}
            width={image.width}
            height={image.height}
          />
        </picture>
      )}
      <ProgressPart {...appeal} />
      {isEnded ? (
        <p>
          <ButtonLink look="give" href="/donate">
            Give to our work
          </ButtonLink>
        </p>
      ) : (
        <GiveLinks {...appeal} />
      )}
      <IssueBody blocks={blocks} house={null} />
      <MoneyPart {...appeal} />
      {!isEnded && (
        <p>
          <ButtonLink look="give" href={`/donate?appeal=${slug}`}>
            Give to this appeal
          </ButtonLink>
        </p>
      )}
    </>
  );
}

function ProgressPart({ isEnded, isReached, progress, percent, lastDay }: AppealView) {
  return (
    <section className="stack" aria-labelledby="progress">
      <h2 id="progress">{isEnded ? "What came of it" : "How far we are"}</h2>
      {percent !== null && (
        <svg className="h-4 w-full" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <rect className="fill-line" width="100" height="4" />
          <rect className="fill-lamp stroke-text" strokeWidth="0.3" width={percent} height="4" />
        </svg>
      )}
      <p>
        <strong>{progress}.</strong> {isReached && "The goal is reached: thank you. "}
        {isEnded && `This appeal ended${lastDay ? ` on ${lastDay}` : ""} and takes no more donations. `}
        {!isEnded && lastDay && `It takes donations until the end of ${lastDay}. `}
        <span className="quiet">Refunds are deducted.</span>
      </p>
    </section>
  );
}

function GiveLinks({ slug, amounts }: AppealView) {
  return (
    <p className="buttons">
      <ButtonLink look="give" href={`/donate?appeal=${slug}`}>
        Give to this appeal
      </ButtonLink>
      {amounts.map(({ label, value }) => (
        <span key={value}>
          {" "}
          <ButtonLink href={`/donate?appeal=${slug}&amount=${value}`}>{label}</ButtonLink>
        </span>
      ))}
    </p>
  );
}

/** Said where gifts are asked for, as the law wants it: what the money is for, and what happens above, below and after. */
function MoneyPart({ fund, surplus, isEnded }: AppealView) {
  return (
    <section className="stack" aria-labelledby="money">
      <h2 id="money">What happens with the money</h2>
      <p>
        {isEnded ? "Donations to this appeal are for " : "Your donation is for "}
        {fund.purpose}
        {fund.restricted ? ", and is kept apart and spent on nothing else." : "."}
      </p>
      <p>{surplus}</p>
      {!isEnded && <p>When the appeal has ended, this page shows what came of it, and new donations go to our work as a whole.</p>}
    </section>
  );
}
