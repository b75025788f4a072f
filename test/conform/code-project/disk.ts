/** Keeps what a voter must not forget. */
export interface Kept {
  readonly term: number;
  readonly vote: string | undefined;
}

export class Disk {
  private kept: Kept = { term: 0, vote: undefined };

  /** Whole when the promise is fulfilled. */
  async save(kept: Kept): Promise<void> {
    this.kept = await Promise.resolve(kept);
  }

  read(): Kept {
    return this.kept;
  }
}
