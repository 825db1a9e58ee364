/** The folder of the package, as a URL; seen from here, or from where this is compiled to. */
export const packageRoot = new URL(
  import.meta.url.includes("/dist/test/") ? "../../../" : "../../",
  import.meta.url,
);
