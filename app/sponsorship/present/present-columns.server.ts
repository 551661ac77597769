import { toDateColumn } from "~/platform/london-dates";
import type { Present } from "../join/tribute";

/** How a plan keeps a present. Its email goes to whom it is for. */
export const presentColumns = ({ kind, name, presentOn, email, message }: Present) => ({
  tributeKind: kind,
  tributeName: name,
  presentOn: toDateColumn(presentOn),
  tributeCardName: email && name,
  tributeCardEmail: email,
  tributeCardMessage: message,
});
