import type { FundRefusal } from "~/giving/funds/change-funds.server";
import type { MoveRefusal } from "~/giving/funds/move-gift.server";

/** Why a fund was not changed, with the field that it is said at. */
export const fundRefusals: Record<FundRefusal["refused"], { field: string; message: string }> = {
  "not-found": { field: "main", message: "This fund is not there any more. Nothing was changed" },
  "name-taken": { field: "name", message: "Another fund has that name. Choose a different one" },
  "changed-meanwhile": {
    field: "name",
    message:
      "Somebody changed this fund meanwhile. Nothing was overwritten: theirs is shown above, yours is below. Save again to keep yours",
  },
  "always-open": {
    field: "main",
    message: "The general fund and the one of the rooms always stay open: donations arrive in them every day",
  },
  "has-open-appeals": { field: "main", message: "An appeal still collects for this fund. End the appeal or delete its draft first" },
  "has-gifts": {
    field: "main",
    message: "This fund has donations or appeals, so it can’t be deleted. Close it instead: it keeps what it has",
  },
};

/** Why a gift was not moved. */
export const moveRefusals: Record<MoveRefusal["refused"], { field: string; message: string }> = {
  "no-such-gift": { field: "main", message: "This donation is not there any more. Nothing was changed" },
  "not-paid": { field: "main", message: "This donation was never paid, so there is nothing to move" },
  "no-such-fund": { field: "to", message: "That fund is closed, or the appeal is not published. Choose another" },
  "already-there": { field: "to", message: "The donation is there already. Choose another" },
  "changed-meanwhile": { field: "to", message: "Somebody moved this donation meanwhile. See where it is now, then choose again" },
  "donor-has-to-agree": {
    field: "agreed",
    message: "It was given to a restricted fund, so it can be moved only if the donor agreed. Ask them first, then tick the box",
  },
};
