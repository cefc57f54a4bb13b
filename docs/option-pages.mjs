import { Comment, Converter, ReflectionKind } from "typedoc";

/*
 * Options are types that zod infers from a schema (`z.input<typeof adamOptions>`). Their pages shall list the options with
 * their ranges and defaults, as the schema's comments tell them, and not the name of the schema.
 */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
    if (reflection.kind !== ReflectionKind.TypeAlias) return;
    const declared = context.getSymbolFromReflection(reflection)?.declarations?.[0]?.type?.getText() ?? "";
    if (!/\bz\.(input|output|infer)</.test(declared)) return;
    reflection.comment ??= new Comment();
    reflection.comment.modifierTags.add("@useDeclaredType");
  });
}
