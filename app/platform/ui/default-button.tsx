/**
 * What Enter presses in a field of a form whose first button in view does something else: browsers take the first in the markup. Nobody
 * sees it, and the keyboard passes it by.
 */
export const DefaultButton = () => <button className="sr-only" tabIndex={-1} aria-hidden="true" />;
