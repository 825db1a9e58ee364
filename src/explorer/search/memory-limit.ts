/** The states of a model do not fit into the memory allowed. */
export class MemoryLimit extends Error {
  override readonly name = "MemoryLimit";

  constructor(model: string, states: number, mebibytes: number) {
    super(
      `${model}: ${states.toLocaleString("en-US")} states and more do not fit into ` +
        `${mebibytes} MiB; give --memory a larger number`,
    );
  }
}
