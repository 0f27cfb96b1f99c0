/** A stream read by exact numbers of bytes. */
export class ByteReader {
  readonly #parts: AsyncIterator<Uint8Array>;
  #waiting: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#parts = stream[Symbol.asyncIterator]();
  }

  /** The next `size` bytes; throws when the stream ends before. */
  async take(size: number): Promise<Buffer> {
    const parts: Uint8Array[] = [this.#waiting];
    let length = this.#waiting.length;
    while (length < size) {
      const part = await this.#next();
      if (part === null) throw new Error("The content ends too early");
      parts.push(part);
      length += part.length;
    }
    const all = Buffer.concat(parts, length);
    this.#waiting = all.subarray(size);
    return all.subarray(0, size);
  }

  /** The next `size` bytes as they come, without holding them. */
  async *pass(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0; ) {
      const part = await this.some();
      const used = part.subarray(0, left);
      this.giveBack(part.subarray(left));
      left -= used.length;
      yield used;
    }
  }

  /** What comes next, at least one byte; throws at the end. */
  async some(): Promise<Buffer> {
    const part = this.#waiting.length > 0 ? this.#waiting : await this.#next();
    if (part === null) throw new Error("The content ends too early");
    this.#waiting = Buffer.alloc(0);
    return part;
  }

  /** Bytes taken too many: they come again. */
  giveBack(bytes: Buffer): void {
    this.#waiting = Buffer.concat([bytes, this.#waiting]);
  }

  /** Leaves the rest unread. */
  async leave(): Promise<void> {
    await this.#parts.return?.();
  }

  async #next(): Promise<Buffer | null> {
    for (;;) {
      const { done, value } = await this.#parts.next();
      if (done) return null;
      if (value.length > 0) return Buffer.from(value.buffer, value.byteOffset, value.length);
    }
  }
}
