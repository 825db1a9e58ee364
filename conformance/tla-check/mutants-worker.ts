/** A thread that asks about mutants, one at a time. */
import { mutantAsking, type Asked } from "./mutant-asking.js";

const { ask } = await mutantAsking();

export default ({ name, most }: { readonly name: string; readonly most: number }): Promise<Asked> =>
  ask(name, most);
