//! What must hold of seats, holds, payments and licences.

use crate::monitor::Check;

/// The checks of this subject.
pub const CHECKS: &[Check] = &[];
