import type { DataSource, Sourced } from "../data-source.ts";

/** What the State knows of a pre-application. Only a validated one may be given an appointment. */
export const APPLICATION_STATUSES = ["validated", "consumed", "declared", "unknown", "expired"] as const;
export type ApplicationStatus = (typeof APPLICATION_STATUSES)[number];

/** An appointment for a pre-application, as it is declared. */
export interface DeclaredAppointment {
  readonly number: string;
  /** Id and name of the place. */
  readonly point: string;
  readonly place: string;
  /** "2026-12-19 10:00:00" on a clock of Paris. */
  readonly date: string;
  /** Where it is moved or cancelled. */
  readonly page: string;
}

/** An appointment that some town declared. */
export interface OtherAppointment {
  readonly place: string;
  /** As that town wrote it. */
  readonly date: string;
  /** An https address; null when there is none to follow. */
  readonly page: string | null;
}

export interface ApplicationState {
  readonly status: ApplicationStatus;
  readonly appointments: readonly OtherAppointment[];
}

/** Whoever keeps one pre-application from taking several appointments. */
export interface AppointmentCoordination extends DataSource {
  /** The state of each number asked about. */
  status(numbers: readonly string[]): Promise<Sourced<ReadonlyMap<string, ApplicationState>>>;
  /** Declared twice, it is declared once. */
  declare(appointment: DeclaredAppointment): Promise<Sourced<true>>;
  /** How many were withdrawn: none when it was not declared. */
  withdraw(appointment: DeclaredAppointment): Promise<Sourced<number>>;
}
