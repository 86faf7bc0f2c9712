//! The countdown display's one question.

use super::model::{SessionCard, SessionStatus};
use super::queries::live_cards;
use crate::base::{Millis, StationId, Timestamp};
use crate::door::{Failure, Kind, Query, Role, View};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Everything the countdown display shows, and what it needs to count on alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DisplayBoard {
    /// The venue's name.
    pub venue_name: String,
    /// IANA time zone.
    pub timezone: String,
    /// The language of the display.
    pub language: crate::desk::settings::Language,
    /// The monitor it belongs on, by its name, where the settings name one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, as = "Option<String>")]
    pub monitor: Option<String>,
    /// Light or dark.
    pub theme: crate::desk::settings::Theme,
    /// The core's own time at this reading.
    pub server_now: Timestamp,
    /// What the forward-only counter of this machine shows at that instant, in milliseconds; `None` in rehearsals.
    pub monotonic_ms: Option<Millis>,
    /// Whether a desk keeps the time, and when it was last heard of.
    pub keeper: Option<KeeperSign>,
    /// The live sessions, those that end first coming first.
    pub places: Vec<BoardPlace>,
    /// The next windows kept for somebody, today.
    pub reservations: Vec<BoardReservation>,
    /// The next immersion sessions and their seats.
    pub immersion: Vec<crate::immersion::model::ComingSession>,
}

/// The last sign of life of whoever keeps the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct KeeperSign {
    /// False: it left in good order.
    pub is_running: bool,
    /// When.
    pub beat_at: Timestamp,
    /// The counter at that instant, in milliseconds.
    pub monotonic_ms: Millis,
    /// Which run of the machine the counter belongs to.
    pub boot_id: String,
}

/// A session on the display.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BoardPlace {
    /// Which.
    pub session_id: crate::base::SessionId,
    /// Whose: cut to "Awa D." unless the settings say otherwise.
    pub name: String,
    /// What is played.
    pub game_name: String,
    /// The station.
    pub station_id: Option<StationId>,
    /// The station's name.
    pub station_name: Option<String>,
    /// Where it stands.
    pub status: SessionStatus,
    /// All the time there is.
    pub total_ms: Millis,
    /// What is left at `server_now`.
    pub remaining_ms: Millis,
    /// When it is up.
    pub ends_at: Option<Timestamp>,
    /// When it ended, for those that ended within the last five minutes.
    pub completed_at: Option<Timestamp>,
}

/// A window kept for somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BoardReservation {
    /// For whom: cut like the names of sessions.
    pub name: String,
    /// What will be played.
    pub game_name: String,
    /// The station's name.
    pub station_name: Option<String>,
    /// From when.
    pub starts_at: Timestamp,
    /// Until when.
    pub ends_at: Timestamp,
}

/// How many immersion sessions the display announces.
const COMING_SHOWN: i64 = 6;

/// Everything the countdown display shows.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReadDisplayBoard {}

impl Query for ReadDisplayBoard {
    type Output = DisplayBoard;
    const NAME: &'static str = "display.board";
    const ROLE: Role = Role::Nobody;
    const SHOWS: &'static [Kind] = &[
        Kind::Sessions,
        Kind::Settings,
        Kind::Reservations,
        Kind::Stations,
        Kind::Customers,
        Kind::Purchases,
        Kind::Immersion,
    ];

    fn answer(self, view: &View<'_>) -> Result<DisplayBoard, Failure> {
        let keeper = keeper_sign(view)?;
        let view = &view.at(anchored_now(view, keeper.as_ref()));
        let settings = view.settings()?;
        let name = |full: &str| if settings.display_mask_names { mask(full) } else { full.to_owned() };
        let mut cards = live_cards(view)?;
        cards.extend(just_over(view)?);
        let places = cards
            .into_iter()
            .filter(|card| card.status != SessionStatus::Ready)
            .map(|card| place(card, &name))
            .collect();
        let (_, midnight) = view.today()?;
        let reservations = view.all(
            "SELECT u.username, p.game_name, st.name, r.starts_at, r.ends_at FROM game_reservations r
             JOIN purchases p ON p.id = r.purchase_id JOIN users u ON u.id = p.user_id LEFT JOIN stations st ON st.id = r.station_id
             WHERE r.status = 'booked' AND r.starts_at > ?1 AND r.starts_at < ?2 ORDER BY r.starts_at, r.id LIMIT 6",
            [view.now(), midnight],
            |row| {
                Ok(BoardReservation {
                    name: name(&row.get::<_, String>(0)?),
                    game_name: row.get(1)?,
                    station_name: row.get(2)?,
                    starts_at: row.get(3)?,
                    ends_at: row.get(4)?,
                })
            },
        )?;
        Ok(DisplayBoard {
            venue_name: settings.venue_name.clone(),
            timezone: settings.venue_timezone.clone(),
            language: settings.venue_language,
            monitor: Some(settings.display_monitor.clone()).filter(|name| !name.is_empty()),
            theme: settings.venue_theme,
            server_now: view.now(),
            monotonic_ms: view.monotonic(),
            keeper,
            places,
            reservations,
            immersion: crate::immersion::coming(view, COMING_SHOWN)?,
        })
    }
}

fn keeper_sign(view: &View<'_>) -> Result<Option<KeeperSign>, Failure> {
    view.one("SELECT state, beat_at, monotonic_ms, boot_id FROM desk_heartbeat WHERE id = 1", [], |row| {
        Ok(KeeperSign {
            is_running: row.get::<_, String>(0)? == "running",
            beat_at: row.get(1)?,
            monotonic_ms: row.get(2)?,
            boot_id: row.get(3)?,
        })
    })
}

/// The time as the keeper counts it: its last heartbeat, and what the counter has run since. A wall clock that somebody sets
/// while no desk is there to notice does not move it.
fn anchored_now(view: &View<'_>, keeper: Option<&KeeperSign>) -> Timestamp {
    match (keeper, view.monotonic()) {
        (Some(keeper), Some(counter)) if keeper.is_running && keeper.boot_id == view.boot_id() => {
            keeper.beat_at + (counter - keeper.monotonic_ms)
        }
        _ => view.now(),
    }
}

/// Sessions whose end the room should still see.
fn just_over(view: &View<'_>) -> Result<Vec<SessionCard>, Failure> {
    let since = view.now() - Millis::from_minutes(5);
    let sql = format!(
        "{} WHERE s.status IN ('completed', 'terminated', 'expired') AND s.completed_at > ?1 AND s.status = 'completed'
         ORDER BY s.completed_at DESC LIMIT 12",
        super::store::CARD
    );
    view.all(&sql, [since], |row| super::store::card(view, row))
}

fn place(card: SessionCard, name: &impl Fn(&str) -> String) -> BoardPlace {
    BoardPlace {
        session_id: card.session_id,
        name: name(&card.customer_name),
        game_name: card.game_name,
        station_id: card.station_id,
        station_name: card.station_name,
        status: card.status,
        total_ms: card.total_ms,
        remaining_ms: card.remaining_ms,
        ends_at: card.ends_at,
        completed_at: card.completed_at,
    }
}

/// "Awa Diop" → "Awa D."; a single name stays.
fn mask(full: &str) -> String {
    let mut words = full.split_whitespace();
    let first = words.next().unwrap_or_default();
    match words.last().and_then(|last| last.chars().next()) {
        Some(initial) => format!("{first} {}.", initial.to_uppercase()),
        None => first.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn names_are_cut_for_the_room() {
        for (full, masked) in [
            ("Awa Diop", "Awa D."),
            ("Jean-Luc de la Tour", "Jean-Luc T."),
            ("Awa", "Awa"),
            ("élodie éboué", "élodie É."),
        ] {
            assert_eq!(mask(full), masked);
        }
    }
}
