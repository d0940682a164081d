// Which key was meant, with an input method on or off?
const BY_PLACE = /^(?:Key([A-Z])|(?:Digit|Numpad)([0-9]))$/;

// "" while an input method composes: its Enter and Escape are not ours.
export function keyOf(event) {
  if (event.isComposing) {
    return "";
  }
  const isForeign =
    event.keyCode === 229 || event.key === "Process" || (event.key.length === 1 && event.key.charCodeAt(0) > 127);
  if (isForeign) {
    const [, letter, digit] = BY_PLACE.exec(event.code) ?? [];
    return letter ?? digit ?? "";
  }
  return event.key.length === 1 ? event.key.toUpperCase() : event.key;
}

// In a text field an input method keeps every key that it may still turn into text.
export const isComposing = (event) => event.isComposing || event.keyCode === 229;
