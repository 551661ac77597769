import { contacts } from "../contacts/contacts.server";
import { servicesAsHsds } from "../directory/hsds.server";

export const loader = () =>
  new Response(JSON.stringify(servicesAsHsds(contacts()), null, 2), {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Cache-Control": "public, max-age=300",
      "Access-Control-Allow-Origin": "*",
      "Referrer-Policy": "no-referrer",
    },
  });
