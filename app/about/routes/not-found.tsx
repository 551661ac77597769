/** Any address that is not in the site map. The error page of root.tsx says so, and whom to call. */
export function loader() {
  throw new Response(null, { status: 404 });
}

export default function NotFound() {
  return null;
}
