import { Note } from "./note";

export type NoticeText = { title: string; body: string };

/** What happened, and what to do, where nothing that was typed is wrong. Focused as the page opens, so that it is read first. */
export function NoticeBox({ title, body }: NoticeText) {
  return (
    <Note role="status" tabIndex={-1} {...{ autofocus: "" }}>
      <h2>{title}</h2>
      <p>{body}</p>
    </Note>
  );
}
