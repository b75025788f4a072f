/** Where reports are written to. */
export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width in columns. */
  readonly columns: number;
}
