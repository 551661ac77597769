import type { ReactNode } from "react";
import type { FieldMistake } from "./error-summary";
import { mistakeIn, Why } from "./text-field";

type QuestionProps = {
  /** The field whose mistake is said below the legend. */
  name: string;
  legend: string;
  /** For a question within a question. */
  small?: boolean;
  /** Between the legend and the mistake. */
  intro?: ReactNode;
  className?: string;
  mistakes: FieldMistake[];
  children: ReactNode;
};

/** A question with its choices, and its mistake if it has one. */
export function Question({ name, legend, small = false, intro, className, mistakes, children }: QuestionProps) {
  const why = mistakeIn(mistakes, name);
  const classes = [className, why && "wrong"].filter(Boolean).join(" ");
  return (
    <fieldset className={classes || undefined} aria-describedby={why ? `${name}-why` : undefined}>
      <legend className={small ? "small-legend" : undefined}>{legend}</legend>
      {intro}
      <Why field={name} words={why} />
      {children}
    </fieldset>
  );
}

/** One way to answer. `opener`: choosing it shows what `.opens` hides. */
export type Option = { value: string | number; words: ReactNode; hint?: ReactNode; after?: ReactNode; opener?: boolean };

type OptionsProps = {
  name: string;
  options: readonly Option[];
  chosen?: string | number | null;
  /** Two beside each other where there is room. */
  pair?: boolean;
  className?: string;
};

/** One of several. The first has the field's name as its id: the list of mistakes leads there. */
export function Options({ name, options, chosen, pair = false, className }: OptionsProps) {
  return (
    <div className={["choices", pair && "pair", className].filter(Boolean).join(" ")}>
      {options.map((option, index) => (
        <Choice
          key={option.value}
          name={name}
          id={index === 0 ? name : undefined}
          isChosen={String(option.value) === String(chosen)}
          {...option}
        />
      ))}
    </div>
  );
}

/** A single way to answer, where it does not stand among its like. */
export function Choice({
  name,
  id,
  value,
  words,
  hint,
  after,
  opener,
  isChosen,
}: Option & { name: string; id?: string; isChosen: boolean }) {
  return (
    <label className="choice">
      <input type="radio" name={name} id={id} value={value} defaultChecked={isChosen} className={opener ? "opener" : undefined} />
      <span>
        {words}
        {hint && <span className="hint">{hint}</span>}
      </span>
      {after}
    </label>
  );
}

/** A question whose answers are short: plain buttons, one below the other. */
export function PlainQuestion({
  name,
  legend,
  options,
  chosen,
  mistakes,
}: Pick<QuestionProps, "name" | "legend" | "mistakes"> & {
  options: readonly Pick<Option, "value" | "words" | "hint">[];
  chosen?: string;
}) {
  const why = mistakeIn(mistakes, name);
  return (
    <fieldset aria-describedby={why ? `${name}-why` : undefined}>
      <legend>{legend}</legend>
      <div className={why ? "wrong" : undefined}>
        <Why field={name} words={why} />
        {options.map(({ value, words, hint }, index) => (
          <label className="tick" key={value}>
            <input type="radio" id={index === 0 ? name : `${name}-${value}`} name={name} value={value} defaultChecked={chosen === value} />
            <span>
              {words}
              {hint && <span className="hint"> {hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
