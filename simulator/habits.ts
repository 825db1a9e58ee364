// Promise: what a schedule is biased to is named, and nothing else differs between schedules.

/** How a schedule goes about it. Shares are those of all steps, or of all occasions. */
export interface Habits {
  /** Share of steps in which something fails. */
  readonly trouble: number;
  /** Of what fails: share of restarts, and of broken connections; the rest is snapshots. */
  readonly restarts: number;
  readonly breaks: number;
  /**
   * Shares of occasions taken: a disk operation completes (a leader's, or another one's), a message
   * is read, a request comes.
   */
  readonly disk: number;
  readonly leaderDisk: number;
  readonly read: number;
  readonly request: number;
  /** Requests under way at most. */
  readonly outstanding: number;
  /** Whether the voters elect; otherwise the schedule says who leads. */
  readonly votes: boolean;
  /** Share of occasions on which a leader is named without a look at others. */
  readonly poor: number;
  /** Share of occasions on which a leader that serves counts its learners. */
  readonly counting: number;
  /** A learner that lacks more txns than this is sent a snapshot. */
  readonly window: number;
  /** Txns kept in memory behind the delivered ones, and how many more make a server forget. */
  readonly kept: number;
}

const calm: Habits = {
  trouble: 0.002,
  restarts: 0.35,
  breaks: 0.45,
  disk: 0.8,
  leaderDisk: 0.8,
  read: 0.9,
  request: 0.5,
  outstanding: 20,
  votes: true,
  poor: 0,
  counting: 0.1,
  window: 500,
  kept: 1_000,
};

/** Schedules by name. */
export const habits = {
  /** As an ensemble that does well: most of it is broadcast. */
  calm,
  /** Nothing ever fails. */
  steady: { ...calm, trouble: 0 },
  /** Things fail all the time. */
  stormy: { ...calm, trouble: 0.02, request: 0.3, window: 3, kept: 4 },
  /** Whoever may lead leads, and disks lag behind: what an epoch rests on is put to the test. */
  hasty: {
    ...calm,
    trouble: 0.03,
    disk: 0.25,
    leaderDisk: 0.25,
    request: 0.3,
    outstanding: 6,
    votes: false,
    poor: 0.05,
    window: 3,
    kept: 4,
  },
  /** Connections break and come back, and hardly anybody dies. */
  flapping: {
    ...calm,
    trouble: 0.04,
    restarts: 0.05,
    breaks: 0.9,
    disk: 0.3,
    leaderDisk: 0.3,
    outstanding: 6,
    votes: false,
    poor: 0.01,
    window: 3,
    kept: 4,
  },
  /** Several lead at a time, few of them for good, and hardly anything is written. */
  rivals: {
    ...calm,
    trouble: 0.05,
    restarts: 0.2,
    breaks: 0.75,
    disk: 0.5,
    leaderDisk: 0.5,
    request: 0.03,
    outstanding: 6,
    votes: false,
    poor: 0.3,
    counting: 0.005,
    window: 3,
    kept: 4,
  },
  /** Learners come and go while the disk of their leader stands still. */
  lagging: {
    ...calm,
    trouble: 0.05,
    restarts: 0.03,
    breaks: 0.95,
    leaderDisk: 0.02,
    request: 0.3,
    outstanding: 6,
    votes: false,
    counting: 0.005,
    kept: 20,
  },
  /** Elections and little else: hardly anybody keeps a leader, and notifications get lost. */
  contested: {
    ...calm,
    trouble: 0.15,
    restarts: 0.05,
    breaks: 0.93,
    request: 0.02,
    window: 3,
    kept: 4,
  },
} as const satisfies Record<string, Habits>;

export type HabitsName = keyof typeof habits;
