/** A value that shows itself only when asked: it is absent from what JSON, a log or an error makes of its owner. */
export type Secret = { readonly reveal: () => string };

export function keepSecret(text: string): Secret {
  return Object.freeze({ reveal: () => text });
}
