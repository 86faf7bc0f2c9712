//! What is generated from the list and committed: must be what the list says today. `COMPTOIR_WRITE=1` writes it anew (`make types`).

use comptoir_core::door::typescript;
use comptoir_core::engine::schema_sql;
use std::path::PathBuf;

fn agrees(path: &str, wanted: &str) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    if std::env::var_os("COMPTOIR_WRITE").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, wanted).unwrap();
    }
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(found == wanted, "{path} is out of date: run `make types`");
}

#[test]
fn typescript_types_are_up_to_date() {
    let types = typescript();
    assert!(!types.contains("bigint"), "a number that JavaScript cannot hold");
    agrees("ui/src/generated/door.ts", &types);
}

#[test]
fn the_documented_schema_is_the_real_one() {
    let venue = crate::support::Venue::new();
    let schema = venue.desk().engine().read(schema_sql).unwrap();
    agrees(
        "docs/schema.sql",
        &format!("-- The whole schema, as a fresh database tells it (`make types` writes this file).\n\n{schema}"),
    );
}
