/* Generated from schemas/meta by test/generate-meta.ts; do not edit. */
import type { ChoiceSchema, FieldSchema, PageWords } from "./meta.generated.ts";

export interface OverlayFile {
  $schema?: string;
  $comment?: string;
  of: string;
  base: number;
  title?: string;
  description?: string;
  page?: PageWords;
  fields?: {
    [k: string]: OverlayField;
  };
  add?: {
    [k: string]: OverlayAdded;
  };
  steps?: {
    [k: string]: OverlayStep;
  };
  /**
   * @maxItems 10
   */
  addSteps?: OverlayAddedStep[];
  /**
   * @minItems 1
   * @maxItems 20
   */
  list?: string[];
  rules?: {
    [k: string]: OverlayRule;
  };
  templates?: {
    [k: string]: OverlayTemplate;
  };
  documents?: {
    [k: string]: OverlayDocument;
  };
  states?: {
    [k: string]: OverlayState;
  };
  events?: {
    [k: string]: OverlayEvent;
  };
  retention?: string;
}

export interface OverlayField {
  title?: string;
  description?: string;
  shortTitle?: string;
  messages?: {
    [k: string]: string;
  };
  hidden?: true;
  maxSize?: number;
  choices?: {
    [k: string]: OverlayChoice;
  };
  /**
   * @maxItems 100
   */
  addChoices?: ChoiceSchema[];
}

export interface OverlayChoice {
  title?: string;
  description?: string;
  hidden?: true;
}

export interface OverlayAdded {
  step?: string;
  after?: string;
  required?: boolean;
  field: FieldSchema;
}

export interface OverlayStep {
  title?: string;
  hint?: string;
}

export interface OverlayAddedStep {
  id: string;
  title: string;
  hint?: string;
  after?: string;
  when?: string;
}

export interface OverlayRule {
  message: string;
}

export interface OverlayTemplate {
  subject?: string;
  body?: string;
  sms?: string;
}

export interface OverlayDocument {
  title?: string;
  body?: string;
}

export interface OverlayState {
  label?: string;
  sentence?: string;
  next?: string;
}

export interface OverlayEvent {
  label?: string;
  hint?: string;
  past?: string;
}
