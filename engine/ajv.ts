import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { RE2JS } from "re2js";
import { FORMATS } from "./formats.ts";

type RegExpEngine = Exclude<
  NonNullable<NonNullable<ConstructorParameters<typeof Ajv2020>[0]>["code"]>["regExp"],
  undefined
>;

/** Runs a `pattern` in linear time, so that an admin's expression cannot stop the server. Throws when RE2 has no way to. */
export function linearPattern(source: string): { test(text: string): boolean; toString(): string } {
  const compiled = RE2JS.compile(source);
  // ajv tells patterns apart by their text: without it, all those of a schema would share the first.
  return { test: (text) => compiled.matcher(text).find(), toString: () => source };
}

const regExp: RegExpEngine = Object.assign((pattern: string) => linearPattern(pattern), { code: "linearPattern" });

/** All the ways in which answers break a schema. */
export type Validator = (answers: unknown) => readonly ErrorObject[];

/**
 * Prepares a validator. The schema must hold only keywords that compile has let through: code is generated at the first
 * call, and cannot fail there. Each validator has its own ajv, since ajv keeps every schema it ever saw.
 */
export function validatorOf(schema: Readonly<Record<string, unknown>>): Validator {
  let validate: ReturnType<Ajv2020["compile"]> | undefined;
  return (answers) => {
    validate ??= newAjv().compile(schema);
    return validate(answers) ? [] : (validate.errors ?? []);
  };
}

function newAjv(): Ajv2020 {
  return new Ajv2020({
    allErrors: true,
    strict: true,
    meta: false,
    validateSchema: false,
    logger: false,
    formats: FORMATS,
    code: { regExp },
  });
}

/**
 * Validators of files against the meta-schemas, which refer to one another by `$id`. Those are ours and tested: they are
 * not checked in turn, which each start would pay for.
 */
export function metaValidators(schemas: readonly Readonly<Record<string, unknown>>[]): (id: string) => Validator {
  let shared: Ajv2020 | undefined;
  const ajv = () =>
    (shared ??= new Ajv2020({
      allErrors: true,
      strict: true,
      strictRequired: false,
      verbose: true,
      meta: false,
      validateSchema: false,
      code: { optimize: false },
      schemas: [...schemas],
    }));
  return (id) => (file) => {
    const validate = ajv().getSchema(id);
    if (!validate) throw new Error(`no meta-schema ${id}`);
    return validate(file) ? [] : (validate.errors ?? []);
  };
}
