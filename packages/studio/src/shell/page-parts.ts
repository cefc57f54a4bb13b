import type { HtmlTagDescriptor, Plugin } from "vite";

/** Has a built page ask at once for what it will need: the Latin fonts, and the front page, where most visits begin. */
export const preloadFirst = (): Plugin => ({
  name: "preload-first",
  transformIndexHtml: {
    order: "post",
    handler(_, { bundle = {} }) {
      const files = Object.values(bundle);
      const fonts = files.map(({ fileName }) => fileName).filter((name) => /latin-wght-normal.*\.woff2$/.test(name));
      const front = files.find((file) => file.type === "chunk" && file.name === "PapersPage");
      const scripts = front?.type === "chunk" ? [front.fileName, ...front.imports] : [];
      const styles = front?.type === "chunk" ? [...(front.viteMetadata?.importedCss ?? [])] : [];
      return [
        ...fonts.map((file) => link(file, { rel: "preload", as: "font", type: "font/woff2" })),
        ...styles.map((file) => link(file, { rel: "stylesheet" })),
        ...scripts.map((file) => link(file, { rel: "modulepreload" })),
      ];
    },
  },
});

const link = (file: string, attrs: HtmlTagDescriptor["attrs"]): HtmlTagDescriptor => ({
  tag: "link",
  attrs: { ...attrs, crossorigin: true, href: `./${file}` },
  injectTo: "head",
});

/** Leaves the older forms of a style sheet's fonts out: every browser that runs the engine reads woff2. */
export const newestFonts = (): Plugin => ({
  name: "newest-fonts",
  enforce: "pre",
  transform: {
    filter: { id: /katex.*\.css$/ },
    handler: (css) => css.replaceAll(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\("[a-z]+"\)/g, ""),
  },
});
