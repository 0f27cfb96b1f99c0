/** The public surface of the engine: pure functions over definitions, forms, entries and actors. */
export type { Actor, EventActor, Role } from "./actor.ts";
export { SYSTEM } from "./actor.ts";
export type { CompiledDefinition, CompiledWorkflow, DefinitionSource, State, StateEvent } from "./definition.ts";
export type { Effect, MailEffect, TimerEffect } from "./effect.ts";
export type { Answers, AvailableEvent, Change, Entry, EntryEvent, Json, Refusal, Transition } from "./entry.ts";
export type { Expression, Field, Form, Scope, Step, Widget } from "./form.ts";
export type { Issue, Result } from "./result.ts";
export { failed, ok } from "./result.ts";
