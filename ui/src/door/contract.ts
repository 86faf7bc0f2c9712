/**
 * The contract of the door, from one place: the generated types, and what the interface makes of them. Screens import types from
 * here, so that a regenerated contract is felt in one file first.
 */
import type { Commands, Queries } from '$generated/door';

export * from '$generated/door';
export type { AppInfo, CameraDevice, CameraFrame, CameraStatus, ListenerStatus, Monitor } from '$platform/platform';

export type CommandInput<Name extends keyof Commands> = Commands[Name]['input'];
export type CommandOutput<Name extends keyof Commands> = Commands[Name]['output'];
export type QueryInput<Name extends keyof Queries> = Queries[Name]['input'];
export type QueryOutput<Name extends keyof Queries> = Queries[Name]['output'];
