import type { Message } from "#state-machine";
import { ChangeTable } from "../components/change-table.js";
import type { Dictionary } from "../components/dictionary.js";
import { Numbers } from "../components/numbers.js";
import { changeText, changed, connectionKind, type Change, type Connection } from "./connection.js";
import { plainMessage } from "./plain.js";

/** What is known of a connection. */
export interface ConnectionFacts {
  readonly value: Connection;
  readonly link: Connection["link"];
  /** The number of the next message each way, 0 for none. */
  readonly up: number;
  readonly down: number;
}

interface Head {
  readonly message: Message;
  readonly up: boolean;
}

/** The connections of a system, their next messages and what happens to them, all numbered. */
export class ConnectionTable extends ChangeTable<Connection, readonly Change[]> {
  readonly #facts: (ConnectionFacts | undefined)[] = [];
  readonly #heads = new Numbers(headText);

  constructor(dictionary: Dictionary) {
    super(dictionary, {
      kind: connectionKind,
      text: (changes) => changes.map(changeText).join(";"),
      changed: (connection, changes) => changes.reduce(changed, connection),
    });
    this.#heads.of(null);
  }

  facts(id: number): ConnectionFacts {
    return (this.#facts[id] ??= this.#newFacts(id));
  }

  message(head: number): Head {
    return this.#heads.value(head) as Head;
  }

  #newFacts(id: number): ConnectionFacts {
    const value = this.value(id);
    const { link, toLeader, toLearner } = value;
    return {
      value,
      link,
      up: this.#head(toLeader[0], true),
      down: this.#head(toLearner[0], false),
    };
  }

  #head(message: Message | undefined, up: boolean): number {
    return this.#heads.of(message === undefined ? null : { message, up });
  }
}

function headText(head: Head | null): string {
  return head === null ? "" : JSON.stringify([head.up, plainMessage(head.message)]);
}
