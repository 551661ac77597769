import type { FormHTMLAttributes } from "react";

type NoteProps = {
  as?: "div" | "p" | "section" | "form";
  /** `danger`: something went wrong, or would. */
  look?: "plain" | "danger";
} & FormHTMLAttributes<HTMLElement>;

const shape = "max-w-(--note-width) rounded-r-md border-s-5 bg-wash px-5 py-4 [&+h1]:mt-10 [:where(&>*+*)]:mt-2";

/** The same look, for what can't be a `Note`: the quotes of an issue. */
export const noteLook = `${shape} border-lamp`;

/** What is to be noticed before all else. */
export const Note = ({ as: Element = "div", look = "plain", className = "", ...note }: NoteProps) => (
  <Element {...note} className={`${look === "danger" ? `${shape} border-danger` : noteLook} ${className}`.trimEnd()} />
);
