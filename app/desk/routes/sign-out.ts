import { redirect } from "@remix-run/node";
import { deskSignOutHeaders } from "../staff-session.server";

/** Looking at it signs nobody out. */
export const loader = () => redirect("/desk");

export const action = async () => redirect("/desk/sign-in", { status: 303, headers: await deskSignOutHeaders() });
