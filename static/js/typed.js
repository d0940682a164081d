// What number is typed? The server's grammar decides; this is for a sum or a step beside the field.
export const typed = (text) => Number(text.trim().replace(",", "."));
