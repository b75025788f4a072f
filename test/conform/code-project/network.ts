/** Messages between voters. */
export type Message =
  | { readonly type: "Ask"; readonly term: number }
  | { readonly type: "Granted"; readonly term: number };

export interface Network {
  post(to: string, message: Message): void;
}

/** Tells who watches which step a voter has taken. */
export interface Journal {
  step(action: string, args?: { readonly [name: string]: string }): void;
}
