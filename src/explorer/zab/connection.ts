import type { Message, ServerId, ToLeader, ToLearner } from "#state-machine";
import type { Kind } from "../components/dictionary.js";
import { messageFrom, plainMessage, type Plain } from "./plain.js";

/** The one connection of a learner, to the server it follows, and what is on its way. */
export interface Connection {
  readonly learner: ServerId;
  readonly link: "none" | "opening" | "up";
  readonly toLeader: readonly ToLeader[];
  readonly toLearner: readonly ToLearner[];
}

/** What happens to a connection. A message sent into a connection that is gone is lost. */
export type Change =
  | { readonly kind: "open" | "accept" | "close" | "refuse" | "readUp" | "readDown" }
  | { readonly kind: "sendUp" | "sendDown"; readonly message: Message };

export const connectionKind: Kind<Connection> = {
  tag: "c",
  encode: ({ learner, link, toLeader, toLearner }, { to }) =>
    JSON.stringify([to[learner], link, toLeader.map(plainMessage), toLearner.map(plainMessage)]),
  decode: (text) => {
    const [learner, link, up, down] = JSON.parse(text) as [
      ServerId,
      Connection["link"],
      Plain[],
      Plain[],
    ];
    return {
      learner,
      link,
      toLeader: up.map(messageFrom) as ToLeader[],
      toLearner: down.map(messageFrom) as ToLearner[],
    };
  },
};

export function closed(learner: ServerId): Connection {
  return { learner, link: "none", toLeader: [], toLearner: [] };
}

/** The connection after one change. */
export function changed(connection: Connection, change: Change): Connection {
  const { learner, link, toLeader, toLearner } = connection;
  switch (change.kind) {
    case "open":
      return { learner, link: "opening", toLeader: [], toLearner: [] };
    case "accept":
      return { ...connection, link: "up" };
    case "close":
      return closed(learner);
    case "refuse":
      return link === "opening" ? closed(learner) : connection;
    case "readUp":
      return { ...connection, toLeader: toLeader.slice(1) };
    case "readDown":
      return { ...connection, toLearner: toLearner.slice(1) };
    case "sendUp":
      if (link === "none") return connection;
      return { ...connection, toLeader: [...toLeader, change.message as ToLeader] };
    case "sendDown":
      if (link !== "up") return connection;
      return { ...connection, toLearner: [...toLearner, change.message as ToLearner] };
  }
}

/** A change written down, equal for equal changes. */
export function changeText(change: Change): string {
  return "message" in change
    ? JSON.stringify([change.kind, plainMessage(change.message)])
    : change.kind;
}
