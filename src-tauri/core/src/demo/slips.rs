//! What an older tool wrote past the desk: a few inconsistencies, so that the monitor has something to show.

use crate::door::{Failure, Work};

/// Statements as an older tool would send them: it knows the tables and nothing of their promises. Each touches one row.
const SLIPS: [&str; 4] = [
    // Stuck at 100 %: the purchase says active although the session is over.
    "UPDATE purchases SET session_status = 'active' WHERE id = (SELECT purchase_id FROM active_game_sessions_v2
         WHERE status = 'completed' ORDER BY completed_at DESC, id LIMIT 1 OFFSET 4)",
    "UPDATE purchases SET session_status = 'pending' WHERE id = (SELECT purchase_id FROM active_game_sessions_v2
         WHERE status = 'completed' ORDER BY completed_at DESC, id LIMIT 1 OFFSET 11)",
    "UPDATE purchases SET session_status = 'completed' WHERE id = (SELECT purchase_id FROM active_game_sessions_v2
         WHERE status = 'terminated' ORDER BY completed_at DESC, id LIMIT 1)",
    // The invoice of a session that is over can be shown again.
    "UPDATE invoices SET status = 'active' WHERE id = (SELECT invoice_id FROM active_game_sessions_v2
         WHERE status = 'completed' ORDER BY completed_at DESC, id LIMIT 1 OFFSET 17)",
];

/// Plants them; returns how many rows are wrong now.
pub(super) fn plant(work: &Work<'_>) -> Result<i64, Failure> {
    let mut planted = 0;
    for slip in SLIPS {
        planted += work.run(slip, [])?;
    }
    Ok(i64::try_from(planted).unwrap_or(0))
}
