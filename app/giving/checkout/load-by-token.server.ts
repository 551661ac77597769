/**
 * What is behind a thank-you address. It can't be guessed; whatever is no such address is not looked for.
 * @throws a response with 404 when there is nothing
 */
export async function loadByToken<View>(token: string | undefined, load: (token: string) => Promise<View | null>): Promise<View> {
  const view = token && /^[\w-]{20,64}$/.test(token) ? await load(token) : null;
  if (!view) throw new Response(null, { status: 404 });
  return view;
}
