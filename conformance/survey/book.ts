/** What several runs have shown together. A run that does not conform shows nothing. */
import type { AntecedentSeen, ClauseSeen } from "./survey.js";
import { Survey } from "./survey.js";

/** The surveys of one run, by spec. */
export interface RunSurvey {
  readonly zab: Survey;
  readonly election: Survey;
}

export const newSurvey = (): RunSurvey => ({ zab: new Survey(), election: new Survey() });

export class SurveyBook {
  readonly #clauses = new Map<string, ClauseSeen>();
  readonly #antecedents = new Map<string, AntecedentSeen>();

  /** Adds what was seen in a run that conforms. */
  add({ zab, election }: RunSurvey): void {
    for (const survey of [zab, election]) {
      for (const one of survey.clauses()) {
        const key = `${one.action} ${one.place} ${one.text}`;
        const { held = 0, failed = 0 } = this.#clauses.get(key) ?? {};
        this.#clauses.set(key, { ...one, held: held + one.held, failed: failed + one.failed });
      }
      for (const one of survey.antecedents()) {
        const key = `${one.property} ${one.place} ${one.text}`;
        const { times = 0 } = this.#antecedents.get(key) ?? {};
        this.#antecedents.set(key, { ...one, times: times + one.times });
      }
    }
  }

  get clauses(): readonly ClauseSeen[] {
    return [...this.#clauses.values()];
  }

  get antecedents(): readonly AntecedentSeen[] {
    return [...this.#antecedents.values()];
  }
}

export const seenBothWays = ({ held, failed }: ClauseSeen): boolean => held > 0 && failed > 0;

/** How a gate file names a clause. */
export const clauseName = ({ action, text }: ClauseSeen): string => `${action}: ${text}`;

/** How a gate file names what a property presupposes. */
export const antecedentName = ({ property, text }: AntecedentSeen): string =>
  `${property}: ${text}`;

/** What was seen, in lines: the clauses and antecedents that were not, one each. */
export function formatSurvey({ clauses, antecedents }: SurveyBook): string {
  const open = clauses.filter((one) => !seenBothWays(one));
  const unseen = antecedents.filter(({ times }) => times === 0);
  const both = `${String(clauses.length - open.length)} of ${String(clauses.length)}`;
  const met = `${String(antecedents.length - unseen.length)} of ${String(antecedents.length)}`;
  const never = ({ held, failed }: ClauseSeen) =>
    held === 0 && failed === 0 ? "never tried" : held === 0 ? "never true" : "never false";
  return [
    `             ${both} guard clauses seen true and false`,
    ...open.map(
      (one) => `             ${never(one).padEnd(11)}  ${clauseName(one)} (${one.place})`,
    ),
    `             ${met} antecedents of properties seen`,
    ...unseen.map((one) => `             never        ${antecedentName(one)} (${one.place})`),
  ].join("\n");
}
