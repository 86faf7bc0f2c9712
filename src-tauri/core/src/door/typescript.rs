//! The types that the interface is compiled against, written from the list itself.

use super::{DoorError, Kind, Role, SUBJECTS};
use std::collections::BTreeMap;
use std::fmt::Write;
use ts_rs::{Config, TS, TypeVisitor};

/// Every type met on the way through the list, by name.
pub struct Declarations {
    config: Config,
    by_name: BTreeMap<String, String>,
}

impl Declarations {
    fn new() -> Self {
        // Ids, money and spans stay below 2^53 (a CHECK of the door's own types), so `number` is exact where `bigint` is the default.
        Self { config: Config::new().with_large_int("number"), by_name: BTreeMap::new() }
    }

    /// Declares a type and all it is made of; returns how it is written.
    pub(super) fn declare<T: TS + 'static>(&mut self) -> String {
        self.visit::<T>();
        T::name(&self.config)
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_some() {
            let name = T::ident(&self.config);
            if self.by_name.contains_key(&name) {
                return;
            }
            let declaration = format!("{}export {}", T::docs().unwrap_or_default(), T::decl(&self.config));
            self.by_name.insert(name, declaration);
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

/// The whole of `ui/src/generated/door.ts`.
#[must_use]
pub fn typescript() -> String {
    let mut types = Declarations::new();
    let mut commands = String::new();
    let mut queries = String::new();
    let mut shows = String::new();
    let mut roles = String::new();
    for subject in SUBJECTS {
        for entry in subject.commands {
            let (input, output) = (entry.types)(&mut types);
            line(&mut commands, format_args!("  '{}': {{ input: {input}; output: {output} }};", entry.name));
            line(&mut roles, format_args!("  '{}': '{}',", entry.name, word(entry.role)));
        }
        for entry in subject.queries {
            let (input, output) = (entry.types)(&mut types);
            let kinds: Vec<String> = entry.shows.iter().map(|kind| format!("'{}'", word(*kind))).collect();
            line(&mut queries, format_args!("  '{}': {{ input: {input}; output: {output} }};", entry.name));
            line(&mut shows, format_args!("  '{}': [{}],", entry.name, kinds.join(", ")));
            line(&mut roles, format_args!("  '{}': '{}',", entry.name, word(entry.role)));
        }
    }
    types.declare::<DoorError>();
    types.declare::<Kind>();
    types.declare::<Role>();
    let declarations: String = types.by_name.values().fold(String::new(), |mut text, declaration| {
        line(&mut text, format_args!("{declaration}\n"));
        text
    });
    format!(
        "// Written by the core from its list of commands and queries (`make types`). Not to be edited.\n\n\
         {declarations}\
         export interface Commands {{\n{commands}}}\n\n\
         export interface Queries {{\n{queries}}}\n\n\
         export type CommandName = keyof Commands;\nexport type QueryName = keyof Queries;\n\n\
         /** Which kinds of thing each query shows: it is asked again when one of them changes. */\n\
         export const QUERY_SHOWS: Record<QueryName, readonly Kind[]> = {{\n{shows}}};\n\n\
         /** Who may call it; the core decides, the interface only spares people a refusal. */\n\
         export const ROLE_NEEDED: Record<CommandName | QueryName, Role> = {{\n{roles}}};\n"
    )
}

fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _infallible = writeln!(text, "{arguments}");
}
