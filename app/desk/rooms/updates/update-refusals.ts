import type { FormError } from "~/platform/http/forms/form-fields";
import type { UpdateRefusal } from "~/sponsorship/rooms/updates/change-updates.server";

/** Why nothing was changed, with the field that it is said at. */
export const updateRefusals: Record<UpdateRefusal["refused"], FormError> = {
  "no-such-room": { field: "room", message: "That room is not there any more. Choose another" },
  "room-closed": { field: "room", message: "That room is closed, so nothing new is written about it. Choose another" },
  "written-before": {
    field: "main",
    message: "An update from this form was saved before, with other words, and stays as it is. Save again to write this one beside it",
  },
  "not-found": { field: "main", message: "Somebody took this update off meanwhile. Nothing of yours was saved" },
  "changed-meanwhile": {
    field: "text",
    message:
      "Somebody changed this update meanwhile. Nothing was overwritten: theirs is shown first, yours is in the form. Save again to keep yours",
  },
};
