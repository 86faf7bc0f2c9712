//! What customers see: the coming sessions and their seats, and nobody's name.

use super::model::{ComingSession, CustomersPage, ImmersionSession};
use super::store::{SESSION, session, today};
use crate::door::{Failure, Kind, Query, Role, View};
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The customers' page: sessions to come, those that are full among them.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ComingImmersion {}

/// The most sessions on the page.
const PAGE_MOST: i64 = 100;

impl Query for ComingImmersion {
    type Output = CustomersPage;
    const NAME: &'static str = "immersion.coming";
    const ROLE: Role = Role::Nobody;
    const SHOWS: &'static [Kind] = &[Kind::Immersion, Kind::Settings];

    fn answer(self, view: &View<'_>) -> Result<CustomersPage, Failure> {
        let settings = view.settings()?;
        Ok(CustomersPage {
            venue_name: settings.venue_name.clone(),
            timezone: settings.venue_timezone.clone(),
            language: settings.venue_language,
            theme: settings.venue_theme,
            server_now: view.now(),
            sessions: coming(view, PAGE_MOST)?,
        })
    }
}

/// The next sessions that customers may see: active, not closed, not over.
pub(crate) fn coming(view: &View<'_>, most: i64) -> Result<Vec<ComingSession>, Failure> {
    let today = today(view)?;
    let sql = format!(
        "{SESSION} WHERE s.deleted_at IS NULL AND s.is_active = 1 AND s.closed_at IS NULL AND s.session_date_end >= ?2
         ORDER BY s.session_date_start, s.session_date_end, s.created_at, s.id LIMIT ?3"
    );
    let shown = |session: ImmersionSession| ComingSession {
        immersion_id: session.immersion_id,
        starts_on: session.starts_on,
        ends_on: session.ends_on,
        location: session.location,
        price_cents: session.price_cents,
        currency: session.currency,
        description: session.description,
        free_places: session.free_places,
        max_places: session.max_places,
        status: session.status,
        has_begun: session.starts_on <= today,
    };
    view.all(&sql, params![view.now(), today, most], |row| session(row, today).map(shown))
}
