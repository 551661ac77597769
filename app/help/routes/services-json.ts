import { listContacts } from "../contacts/contacts.server";
import { toHsdsServices } from "../directory/hsds.server";

export const loader = () =>
  new Response(JSON.stringify(toHsdsServices(listContacts()), null, 2), {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Cache-Control": "public, max-age=300",
      "Access-Control-Allow-Origin": "*",
      "Referrer-Policy": "no-referrer",
    },
  });
