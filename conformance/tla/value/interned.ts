/** One bucket table: equal parts are the same object, found by a hash of the parts' identities. */

interface Node<T> {
  readonly hash: number;
  next: T | null;
}

export class Interned<T extends Node<T>> {
  private buckets: (T | null)[] = new Array<T | null>(1024).fill(null);
  size = 0;

  first(hash: number): T | null {
    return this.buckets[hash & (this.buckets.length - 1)] ?? null;
  }

  add(node: T): T {
    if (this.size > this.buckets.length) this.resize(this.buckets.length * 2, () => true);
    this.size += 1;
    return this.link(node);
  }

  /** Forgets every node but those to keep. */
  sweep(keep: (node: T) => boolean): void {
    let kept = 0;
    this.resize(1024, (node) => {
      const stays = keep(node);
      if (stays) kept += 1;
      return stays;
    });
    this.size = kept;
    let wanted = 1024;
    while (wanted < kept) wanted *= 2;
    if (wanted > this.buckets.length) this.resize(wanted, () => true);
  }

  private link(node: T): T {
    const at = node.hash & (this.buckets.length - 1);
    node.next = this.buckets[at] ?? null;
    this.buckets[at] = node;
    return node;
  }

  private resize(length: number, keep: (node: T) => boolean): void {
    const old = this.buckets;
    this.buckets = new Array<T | null>(length).fill(null);
    for (const bucket of old) {
      for (let node = bucket; node !== null;) {
        const { next } = node;
        if (keep(node)) this.link(node);
        node = next;
      }
    }
  }
}
