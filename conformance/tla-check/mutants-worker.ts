/** A thread that asks about mutants, one at a time. */
import { mutantAsking, type Asked } from "./mutant-asking.js";
import type { MutantTask } from "./mutant-in-thread.js";

const { ask } = await mutantAsking();

export default ({ name, most }: MutantTask): Promise<Asked> => ask(name, most);
