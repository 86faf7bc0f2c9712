//! Which page the room sees: the running clocks, or the coming immersion sessions.
//!
//! The customers' page is a window of the display's process and not of the desk's. The display already is what such a page needs:
//! it reads the books as nobody and can write nothing, stands on a monitor that is remembered and found again, and stays when the
//! desk ends. A window of the desk would ask as whoever has signed in there.

use crate::instance::Face;
use clap::ValueEnum;

/// See the module's description.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Page {
    /// The countdown: every running clock
    #[default]
    Countdown,
    /// The coming immersion sessions and their free seats, for customers
    Customers,
}

impl Page {
    /// The label of its window, in the configuration and in the capabilities.
    pub(crate) const fn window(self) -> &'static str {
        match self {
            Self::Countdown => "display",
            Self::Customers => "customers",
        }
    }

    /// Under which name its process is found by others. Both pages may be open on one folder, each of them once.
    pub(crate) const fn face(self) -> Face {
        match self {
            Self::Countdown => Face::Display,
            Self::Customers => Face::Customers,
        }
    }

    /// The setting that names its monitor.
    pub(crate) const fn monitor_setting(self) -> &'static str {
        match self {
            Self::Countdown => "display.monitor",
            Self::Customers => "customers.monitor",
        }
    }

    /// Which monitor it takes when none was chosen, where there are enough: the first is the desk's.
    pub(super) const fn own_monitor(self) -> usize {
        match self {
            Self::Countdown => 1,
            Self::Customers => 2,
        }
    }
}
