//! The schema: numbered migrations, each applied once, in order, in a transaction of its own.

use super::StoreError;
use rusqlite::{Connection, TransactionBehavior};

/// Every migration: its name and its SQL. The position is the schema's number. Landed migrations are immutable.
pub const MIGRATIONS: &[(&str, &str)] = &[
    ("0001_desk", include_str!("../../../../migrations/0001_desk.sql")),
    ("0002_customers", include_str!("../../../../migrations/0002_customers.sql")),
    ("0003_sales", include_str!("../../../../migrations/0003_sales.sql")),
    ("0004_sessions", include_str!("../../../../migrations/0004_sessions.sql")),
    ("0005_sync", include_str!("../../../../migrations/0005_sync.sql")),
    ("0006_overview", include_str!("../../../../migrations/0006_overview.sql")),
    ("0007_immersion", include_str!("../../../../migrations/0007_immersion.sql")),
    ("0008_payment_events", include_str!("../../../../migrations/0008_payment_events.sql")),
    ("0009_orders", include_str!("../../../../migrations/0009_orders.sql")),
    ("0010_wallets", include_str!("../../../../migrations/0010_wallets.sql")),
];

/// The schema number of this program.
#[allow(clippy::cast_possible_wrap, reason = "a handful of migrations")]
pub const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;

/// `CPTR`: marks the file as ours.
pub(super) const APPLICATION_ID: i32 = 0x4350_5452;

/// Brings a database up to this program's schema. That it is ours, and not of a newer program, was asked before.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found == SCHEMA_VERSION {
        return Ok(());
    }
    for (number, (name, sql)) in (1..).zip(MIGRATIONS) {
        // Two processes may open a new folder at once: the number is read again under the lock.
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done: i64 = step.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if done < number {
            step.execute_batch(sql)?;
            step.pragma_update(None, "application_id", APPLICATION_ID)?;
            step.pragma_update(None, "user_version", number)?;
            step.commit()?;
            tracing::info!(migration = name, "schema brought forward");
        }
    }
    Ok(())
}

/// The schema as the database itself tells it, one statement a paragraph: what `docs/schema.sql` holds.
///
/// # Errors
/// The database cannot be read.
pub fn schema_sql(connection: &Connection) -> Result<String, StoreError> {
    let mut statement = connection.prepare(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
         ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 WHEN 'view' THEN 3 ELSE 4 END, name",
    )?;
    let statements = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut schema = String::new();
    for sql in statements {
        schema.push_str(&sql?);
        schema.push_str(";\n\n");
    }
    Ok(schema)
}
