/** Lists that come in pages. */

/** One page of a list. */
export interface Page<T> {
  data: T[];
  /** For the next page; null on the last. */
  nextCursor: string | null;
}

/** Which page, and how long. */
export interface PageQuery {
  /** The `nextCursor` of the page before. */
  cursor?: string;
  /** Rows of a page, 1 to 100; 50 by default. */
  limit?: number;
}

/**
 * A list: its rows by `for await`, page after page as they are needed, or single pages. Asks for nothing before the
 * first row or page is asked for. Rows that are added meanwhile disturb nothing.
 */
export class List<T> implements AsyncIterable<T> {
  readonly #read: (query: PageQuery) => Promise<Page<T>>;
  readonly #query: PageQuery;

  constructor(read: (query: PageQuery) => Promise<Page<T>>, { cursor, limit }: PageQuery) {
    this.#read = read;
    this.#query = {
      ...(cursor === undefined ? {} : { cursor }),
      ...(limit === undefined ? {} : { limit }),
    };
  }

  /** The first page, or that of `cursor`. */
  page(): Promise<Page<T>> {
    return this.#read(this.#query);
  }

  /** Every page, from the first or that of `cursor` on. */
  async *pages(): AsyncGenerator<Page<T>, void, undefined> {
    for (let query = this.#query; ; ) {
      const page = await this.#read(query);
      yield page;
      if (page.nextCursor === null) return;
      query = { ...query, cursor: page.nextCursor };
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const { data } of this.pages()) yield* data;
  }
}
