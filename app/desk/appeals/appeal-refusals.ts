import type { AppealRefusal } from "~/giving/appeals/change-appeals.server";

/** Why an appeal was not changed, with the field that it is said at. */
export const appealRefusals: Record<AppealRefusal["refused"], { field: string; message: string }> = {
  "not-found": { field: "main", message: "This appeal is not there any more. Nothing was changed" },
  "changed-meanwhile": {
    field: "name",
    message:
      "Somebody changed this appeal meanwhile. Nothing was overwritten: theirs is in the preview, yours is below. Save again to keep yours",
  },
  "name-taken": { field: "name", message: "Another appeal has that name. Choose a different one" },
  "slug-taken": { field: "slug", message: "Another appeal has that address. Choose a different one" },
  "fund-closed": { field: "fund", message: "That fund is closed. Choose another, or ask a treasurer to reopen it" },
  "no-such-picture": { field: "image", message: "That picture is not there any more. Choose another" },
  "fixed-once-published": {
    field: "name",
    message: "People give to an appeal by its name, address and fund, so these stay as they were published. End it and start another",
  },
  over: { field: "main", message: "This appeal has ended, so it is not changed any more" },
  "last-day-over": { field: "endsOn", message: "That day is over. To end the appeal now, use the button below" },
  "not-a-draft": { field: "main", message: "This appeal is published already. Nothing was changed" },
  "not-ready": { field: "story", message: "Something is missing for publishing: it is listed above the form" },
  "not-open": { field: "main", message: "This appeal is a draft: there is nothing to end. Delete it instead" },
};
