/** What every section is given: the settings as they are, and whether this person may change them. */
import type { Settings } from '$door/contract';

export interface SectionProps {
  settings: Settings;
  manager: boolean;
}

/** The keys whose values are of that type. */
export type KeysOf<Value> = { [Key in keyof Settings]: Settings[Key] extends Value ? Key : never }[keyof Settings];
